import pytest
from tests.detect.leak.seen import seen


@pytest.mark.parametrize(
    "written",
    [
        "+32 470 12 34 56",
        "+32 (0)2 234 56 78",
        "0032 470 123 456",
        "+31 6 12345678",
        "+33 (0)1 23 45 67 89",
        "+49 30 1234567",
        "+352 621 123 456",
        "+44 20 7946 0018",
        "0470 12 34 56",
        "0470/12.34.56",
        "0470 123 456",
        "0470123456",
        "02 234 56 78",
        "09/234.56.78",
        "011 23 45 67",
        "06-12345678",
        "06 1234 5678",
        "(020) 123 45 67",
        "0223-123456",
        "01 23 45 67 89",
        "06.12.34.56.78",
        "030/1234567",
        "0151 23456789",
        "089 123456-78",
        "0 4 7 0 1 2 3 4 5 6",
    ],
)
def test_it_finds_numbers_as_people_write_them(written: str) -> None:
    for text in (
        f"Jan: {written}.",
        f"bel {written} voor vijf uur",
        f"| {written} |",
        f'"tel": "{written}"',
        f"_{written}_",
        f"Jan ({written}) weet het",
    ):
        assert [stretch for _, stretch in seen("phone", text)] == [written]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("tel 26 12 34 56", "26 12 34 56"),  # Luxembourg
        ("Gsm-nummer: 470 12 34 56", "470 12 34 56"),
        ("2026-01-12 0470 12 34 56", "0470 12 34 56"),
        ("tel. (427) 795-4102x742", "(427) 795-4102x742"),
        ("Tel.0470/12.34.56", "0470/12.34.56"),
        ("https://molen.example/?phone=%2B32470123456", "%2B32470123456"),
        ("Call me on 789-510-8308 please", "789-510-8308"),
        ("09 234 56 78 toestel 12", "09 234 56 78 toestel 12"),
        ("bel 0470 12 34 56 9000 Gent", "0470 12 34 56"),
        ("T: 02 345 67 89", "02 345 67 89"),
        ('nr,naam,gsm\n1,"Els Maes",0470 12 34 56', "0470 12 34 56"),
        ('id,nom,adresse,portable\n1,Luc Petit,"3 rue Haute, Namur",0123456789', "0123456789"),
        ("id,telefon\n17,0301234567", "0301234567"),
        ("Cordialement, Jean-Luc Petit, 0123456789", "0123456789"),
        ("Sabine Krüger (0301234567) weiß es", "0301234567"),
        ("Fahrer Jonas Weber aus bremen (0301234567)", "0301234567"),
        ("09-086 12 34", "09-086 12 34"),
        ("Els Peeters 092345678", "092345678"),
        ("Bei Fragen: 0301234567.", "0301234567"),
        ("Met vragen kan u terecht: 092345678", "092345678"),
        ("Je suis disponible au 0123456789.", "0123456789"),
        ("for questions 02079460018", "02079460018"),
        ("une cliente luxembourgeoise, 621-123456", "621-123456"),
    ],
)
def test_a_word_lets_other_numbers_count(text: str, number: str) -> None:
    assert [stretch for _, stretch in seen("phone", text)] == [number]


@pytest.mark.parametrize("text", ["0800 12 345", "bel 078 15 15 15", "bel 0900-1234", "0892 12 34 56", "+32 800 12 345"])
def test_numbers_of_services_are_called_so(text: str) -> None:
    assert [reason for reason, _ in seen("phone", text)] == ["service"]


@pytest.mark.parametrize(
    "text",
    [
        "bestelnummer 0470123456",
        "01-02-2026 10:30",
        "2026-02-01",
        "+++090/9337/55493+++",
        "***090/9337/55493***",
        "01 02 03 04 05 06 07 08",
        "NL91 ABNA 0417 1643 01",
        "192.168.10.21",
        "010.012.034.056",
        "1 234 567 890",
        "€ 0,123456789",
        "versie 0.123.456.789",
        "het voorstel 2026-21304 is klaar",
        "0123456789abcdef",
        "SKU-0470123456",
        "https://molen.example/?id=0470123456",
        "https://molen.example/0470123456",
        "Seite 012 von 345",
        "getal 3,0470123456",
        "id,prijs\n17,0301234567",
        "0123456789",
        "Jan Peeters, bestelling 0123456789",
        "Pieter De Smet, klantnr. 0123456789",
        "Der Wert 0301234567 ist falsch",
        "De Keuken 0123456789",
        "questions about order 0123456789",
        "facture 621-123456",
        "621 123 456 inwoners",
    ],
)
def test_it_leaves_other_numbers(text: str) -> None:
    assert seen("phone", text) == []


@pytest.mark.parametrize("text", ["Centre Antipoisons 01 40 05 48 48", "Hulplijn 02 511 22 33", "Giftnotruf 030 19240 12"])
def test_a_line_for_everybody_is_public(text: str) -> None:
    assert [reason for reason, _ in seen("phone", text)] == ["public"]


def test_a_number_of_luxembourg_counts_where_it_is_somebodys() -> None:
    assert seen("phone", "mijn nummer is 621 123 456") == [("context", "621 123 456")]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("privé (0 89) 99 99 82 31", "0 89) 99 99 82 31"),
        ("Tel.nr.: 016.23.45.67 van Els", "016.23.45.67"),
        ("Dilara: 0044-1632-960386", "0044-1632-960386"),
        ("<sip:010 558 02 48@pbx.example>", "010 558 02 48"),
        (
            "belt naar nul vier negen vijf, vierenzeventig, elf, zesendertig",
            "nul vier negen vijf, vierenzeventig, elf, zesendertig",
        ),
        ("number oh one six three two nine six oh three nine two", "oh one six three two nine six oh three nine two"),
        ("Referenz: Frau Birte Kern, 07231 14 55 80", "07231 14 55 80"),
        ("met groet\nEls Maes\nT 040-2 88 19 06", "040-2 88 19 06"),
    ],
)
def test_it_finds_numbers_that_are_dictated_or_grouped_oddly(text: str, number: str) -> None:
    assert any(number in stretch for _, stretch in seen("phone", text))


@pytest.mark.parametrize(
    "text",
    [
        "kostenplaats 031-7765432",
        "Gerätenummer 0176-22-4471",
        "Vermerk zur Akte 0221-77-104",
        "unit 0770-0900-4471 of the lock",
        "Marché public 2025/S 077-245511, lot 2",
    ],
)
def test_numbers_of_files_and_devices_are_no_telephones(text: str) -> None:
    assert seen("phone", text) == []
