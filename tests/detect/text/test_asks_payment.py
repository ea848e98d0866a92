import pytest
from tests.detect.asks import sentence_of

from weerbaar.detect.text.asks_payment import asks_payment


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wilt u factuur 26-0318 morgen overmaken op onze rekening?", "nl"),
        ("Merci de régler la facture 118 de 420 € par virement.", "fr"),
        ("Bitte überweisen Sie den Betrag von 812 € auf unser Konto.", "de"),
        ("Please pay invoice 1042 by bank transfer.", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert sentence_of(asks_payment, text, language) is not None


@pytest.mark.parametrize(
    "text",
    [
        "De vergadering begint om negen uur in de grote zaal.",
        "Le jardin de l'école sera ouvert samedi.",
        "We will meet the architect on site tomorrow.",
    ],
)
def test_it_is_silent_where_nothing_of_the_kind_is_said(text: str) -> None:
    assert sentence_of(asks_payment, text, "und") is None
