import pytest
from tests.detect.asks import sentence_of

from weerbaar.detect.text.changes_account import changes_account


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Onze bankgegevens zijn gewijzigd, gebruik het nieuwe rekeningnummer hieronder.", "nl"),
        ("Nos coordonnées bancaires ont changé, voici notre nouvel IBAN.", "fr"),
        ("Unsere Bankverbindung hat sich geändert.", "de"),
        ("Our bank details have changed, please use the new account below.", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert sentence_of(changes_account, text, language) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Uw rekening wordt volgende week opgesteld door de boekhouding.",
        "Votre compte client reste le même.",
        "Your account manager is on holiday until Monday.",
    ],
)
def test_it_is_silent_where_nothing_of_the_kind_is_said(text: str) -> None:
    assert sentence_of(changes_account, text, "und") is None
