import pytest
from tests.detect.asks import sentence_of

from weerbaar.detect.text.parcel_fee import parcel_fee


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Uw pakket wacht: betaal de douanekosten van 2,99 euro.", "nl"),
        ("Votre colis est bloqué, des frais de douane de 2,99 € sont dus.", "fr"),
        ("Ihr Paket wartet, die Zollgebühr beträgt 2,99 €.", "de"),
        ("Your parcel is on hold until the customs fee of £2.99 is paid.", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert sentence_of(parcel_fee, text, language) is not None


@pytest.mark.parametrize(
    "text",
    [
        "De postbode komt om tien uur.",
        "Le facteur passe à dix heures.",
        "The postman comes at ten.",
    ],
)
def test_it_is_silent_where_nothing_of_the_kind_is_said(text: str) -> None:
    assert sentence_of(parcel_fee, text, "und") is None
