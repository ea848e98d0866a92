import pytest
from tests.detect.asks import sentence_of

from weerbaar.detect.text.asks_consent import asks_consent


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Geef de app toestemming om uw agenda en mail te lezen.", "nl"),
        ("Autorisez l'application à accéder à votre messagerie.", "fr"),
        ("Bitte genehmigen Sie der App den Zugriff auf Ihr Postfach.", "de"),
        ("Please grant the app access to your mailbox.", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert sentence_of(asks_consent, text, language) is not None


@pytest.mark.parametrize(
    "text",
    [
        "De appels zijn op.",
        "Les pommes sont arrivées.",
        "The apples have arrived.",
    ],
)
def test_it_is_silent_where_nothing_of_the_kind_is_said(text: str) -> None:
    assert sentence_of(asks_consent, text, "und") is None
