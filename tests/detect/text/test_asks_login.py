import pytest
from tests.detect.asks import sentence_of

from weerbaar.detect.text.asks_login import asks_login


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Meld u aan om uw mailbox te behouden.", "nl"),
        ("Connectez-vous pour confirmer votre compte.", "fr"),
        ("Bitte bestätigen Sie Ihr Konto über die Anmeldeseite.", "de"),
        ("Sign in to verify your mailbox.", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert sentence_of(asks_login, text, language) is not None


@pytest.mark.parametrize(
    "text",
    [
        "De poort is open van acht tot vijf.",
        "Le magasin ferme à midi.",
        "The yard is open from eight to five.",
    ],
)
def test_it_is_silent_where_nothing_of_the_kind_is_said(text: str) -> None:
    assert sentence_of(asks_login, text, "und") is None
