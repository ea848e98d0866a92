import pytest
from tests.detect.asks import sentence_of

from weerbaar.detect.text.extortion import extortion


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ik heb beelden van uw webcam opgenomen, betaal 900 euro in bitcoin.", "nl"),
        ("J'ai enregistré votre webcam, payez en bitcoin.", "fr"),
        ("Ich habe Sie mit der Webcam aufgenommen, zahlen Sie in Bitcoin.", "de"),
        ("I recorded you through your webcam; pay in bitcoin.", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert sentence_of(extortion, text, language) is not None


@pytest.mark.parametrize(
    "text",
    [
        "De webcam van de vergaderzaal is stuk.",
        "La webcam de la salle est en panne.",
        "The webcam in the meeting room is broken.",
    ],
)
def test_it_is_silent_where_nothing_of_the_kind_is_said(text: str) -> None:
    assert sentence_of(extortion, text, "und") is None
