import pytest
from tests.detect.asks import sentence_of

from weerbaar.detect.text.changes_channel import changes_channel


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Dit is mijn nieuwe nummer, stuur mij daar een berichtje.", "nl"),
        ("Voici mon nouveau numéro, on continue sur WhatsApp.", "fr"),
        ("Das ist meine neue Nummer, schreib mir auf WhatsApp.", "de"),
        ("This is my new number, message me on WhatsApp.", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert sentence_of(changes_channel, text, language) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Het nummer van de bus is 33.",
        "Le bus numéro 33 passe ici.",
        "Bus number 33 stops here.",
    ],
)
def test_it_is_silent_where_nothing_of_the_kind_is_said(text: str) -> None:
    assert sentence_of(changes_channel, text, "und") is None
