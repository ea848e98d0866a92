import pytest
from tests.detect.asks import sentence_of

from weerbaar.detect.text.invites_verification import invites_verification


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Belt u gerust op het nummer dat u altijd gebruikt om dit na te gaan.", "nl"),
        ("Appelez-nous au numéro que vous connaissez pour vérifier.", "fr"),
        ("Rufen Sie uns gern unter der bekannten Nummer an.", "de"),
        ("Please call us on the number you already have to confirm this.", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert sentence_of(invites_verification, text, language) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Antwoord op deze mail om te bevestigen.",
        "Répondez à ce mail pour confirmer.",
        "Reply to this mail to confirm.",
    ],
)
def test_it_is_silent_where_nothing_of_the_kind_is_said(text: str) -> None:
    assert sentence_of(invites_verification, text, "und") is None
