import pytest
from tests.detect.asks import sentence_of

from weerbaar.detect.text.asks_gift_cards import asks_gift_cards


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Koop vijf cadeaukaarten van 100 euro en stuur mij een foto van de codes.", "nl"),
        ("Peux-tu acheter cinq cartes cadeaux et m'envoyer les codes ?", "fr"),
        ("Kaufen Sie bitte fünf Geschenkkarten und schicken Sie mir die Codes.", "de"),
        ("Could you buy five gift cards and send me the codes?", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert sentence_of(asks_gift_cards, text, language) is not None


@pytest.mark.parametrize(
    "text",
    [
        "De cadeaus voor het personeelsfeest liggen klaar.",
        "Merci pour le beau cadeau.",
        "The gift shop opens at ten.",
    ],
)
def test_it_is_silent_where_nothing_of_the_kind_is_said(text: str) -> None:
    assert sentence_of(asks_gift_cards, text, "und") is None
