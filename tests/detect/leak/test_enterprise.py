import pytest
from tests.detect.leak.seen import seen


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0712.983.751", "{}"),
        ("0712983751", "ondernemingsnummer {}"),
        ("1001.015.353", "KBO {}"),
        ("712.983.751", "BCE : {}"),
        ("0712.983.751", "btw {}"),
        ("12345678", "KvK-nummer {}"),
        ("850 390 204", "SIREN {}"),
        ("812 727 622 46285", "{}"),
        ("81272762246285", "SIRET : {}"),
        ("HRB 12345 B", "Amtsgericht Charlottenburg, {}"),
        ("HRB 21 448", "{}"),
        ("B 123456", "RCS Luxembourg {}"),
    ],
)
def test_it_finds_register_numbers(number: str, text: str) -> None:
    assert [stretch for _, stretch in seen("enterprise", text.format(number))] == [number]


def test_the_number_of_a_named_firm_is_public() -> None:
    assert seen("enterprise", "Garage Wouters BV, KBO 0712.983.751") == [("public", "0712.983.751")]
    assert seen("enterprise", "Garage Wouters nv (0712.983.751)") == [("public", "0712.983.751")]
    assert seen("enterprise", "een nv vroeg 0712.983.751") == [("checksum", "0712.983.751")]  # no name
    assert seen("enterprise", "sa facture, KBO 0712.983.751") == [("checksum", "0712.983.751")]  # a French word


@pytest.mark.parametrize(
    "text",
    [
        "0712.983.752",  # wrong check digits
        "0712983751",
        "tel 0712.983.751",
        "order 0712.983.751",
        "12345678",
        "850 390 204",
        "btw 21 % op 12345678",
        "dossier 2025-VR-3871",
    ],
)
def test_it_leaves_other_numbers(text: str) -> None:
    assert seen("enterprise", text) == []


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("zelfstandige Kevin Roels (0712983751)", "0712983751"),
        ("Firmenbuchnummer FN 123456 a, Kunde Moser", "FN 123456 a"),
        ("Vereinsregister VR 4321, Kunde", "VR 4321"),
        ("HR B 12345 AG Köln, Kunde Wolf", "HR B 12345"),
        ("company number 01234567 of my client", "01234567"),
        ("registered in England no. SC123456, my client", "SC123456"),
        ("CRO number 612345, my customer", "612345"),
        ("Chamber of Commerce no. 18859362, my client", "18859362"),
        ("R.C.S. Luxembourg B123.456, mon client", "B123.456"),
    ],
)
def test_it_finds_the_numbers_of_more_registers(text: str, written: str) -> None:
    assert [stretch.strip() for _, stretch in seen("enterprise", text)] == [written]


def test_a_piece_of_a_telephone_number_is_no_firm() -> None:
    assert seen("enterprise", "Frau Seyfarth, USt, wurde angerufen (03641 88 20 71)") == []
