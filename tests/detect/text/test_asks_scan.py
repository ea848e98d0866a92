import pytest
from tests.detect.asks import sentence_of

from weerbaar.detect.text.asks_scan import asks_scan


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Scan de QR-code met uw telefoon om door te gaan.", "nl"),
        ("Scannez le code avec votre téléphone.", "fr"),
        ("Scannen Sie den QR-Code mit Ihrem Handy.", "de"),
        ("Scan the QR code with your phone to continue.", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert sentence_of(asks_scan, text, language) is not None


@pytest.mark.parametrize(
    "text",
    [
        "De scanner op kantoor is stuk.",
        "Le scanner est en panne.",
        "The scanner is out of order.",
    ],
)
def test_it_is_silent_where_nothing_of_the_kind_is_said(text: str) -> None:
    assert sentence_of(asks_scan, text, "und") is None
