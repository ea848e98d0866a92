import pytest
from tests.detect.leak.seen import seen


@pytest.mark.parametrize(
    ("plate", "text"),
    [
        ("1-ABC-123", "nummerplaat {}"),
        ("1abc123", "nummerplaat {}"),
        ("1-ABC-123", "mijn auto ({}) staat fout"),
        ("XX-99-TT", "kenteken {}"),
        ("12-ABC-3", "de vrachtwagen, {}, had schade"),
        ("AB-123-C", "kenteken: {}"),
        ("AB-123-CD", "plaque d'immatriculation {}"),
        ("AB-123-CD", "la voiture {} est garée"),
        ("B-AB 1234", "Kennzeichen {}"),
        ("M-XY 123E", "Fahrzeug {} geparkt"),
        ("AB 1234", "plaque {} (Luxembourg)"),
        ("AB12 CDE", "car {} was parked"),
    ],
)
def test_it_finds_plates_where_cars_are_spoken_of(plate: str, text: str) -> None:
    assert [stretch for _, stretch in seen("licence_plate", text.format(plate))] == [plate]


@pytest.mark.parametrize(
    "text",
    [
        "artikel 1-ABC-123",
        "AB-123-CD",
        "onze wagen, bestelling AB-12-CD",
        "in de auto zaten 12 mensen",
        "voiture de 2019, 123 AB",  # not whole
        "kenteken aanvragen voor 2026",
        "XX-99-TT-88 car",
        "de auto van 12-05-26",
    ],
)
def test_it_leaves_codes_and_dates(text: str) -> None:
    assert seen("licence_plate", text) == []
