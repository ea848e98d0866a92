import pytest
from tests.detect.asks import sentence_of

from weerbaar.detect.text.asks_call import asks_call


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Bel ons binnen 24 uur op 0800 00 123 om te annuleren.", "nl"),
        ("Appelez le 01 99 00 12 34 pour annuler la commande.", "fr"),
        ("Rufen Sie uns unter 0800 000 1234 an, um zu stornieren.", "de"),
        ("Call 01 555 01 234 to cancel the renewal.", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert sentence_of(asks_call, text, language) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Bel gerust aan bij de buren.",
        "Appelez-moi quand vous voulez.",
        "Call round any time.",
    ],
)
def test_it_is_silent_where_nothing_of_the_kind_is_said(text: str) -> None:
    assert sentence_of(asks_call, text, "und") is None
