import pytest
from tests.detect.leak.seen import seen


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("EA123456", "paspoort {}"),
        ("ea123456", "Paspoortnummer: {}"),
        ("SPECI2014", "identiteitskaart nr. {}"),
        ("12AB34567", "passeport n° {}"),
        ("123456789012", "Carte d'identité n° {}"),
        ("C01X00T47", "Reisepass {}"),
        ("L01X00T471", "Personalausweisnummer {}"),
        ("123456789", "passport number {}"),
        ("123456789", "Paspoortnr. {}"),
        ("592-1234567-32", "eID {}"),
        ("592-1234567-32", "{}"),  # its check digits are enough
        ("1234567890", "rijbewijs {}"),
        ("B072RRE2I55", "Führerschein Nr. {}"),
        ("MORGA657054SM9IJ", "driving licence {}"),
        ("L01XKTRZC4", "Ausweis {} liegt bei"),
        ("YPHL2KRTM1", "ihr Reisepass, Nummer {}, und"),
        ("A1234567", "titre de séjour n° {}"),
    ],
)
def test_it_finds_document_numbers(number: str, text: str) -> None:
    assert [stretch for _, stretch in seen("passport", text.format(number))] == [number]


def test_a_column_needs_its_name_once() -> None:
    assert [s for _, s in seen("passport", "Name;Reisepass\nAnna;C01X00T47\nJan;C01X00T48")] == ["C01X00T47", "C01X00T48"]
    assert [s for _, s in seen("passport", "Ziel | Gast | Pass\nRom | Anna | LZRTKM7XC4\nRom | Jan | L01XKTRZC4")] == [
        "LZRTKM7XC4",
        "L01XKTRZC4",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "ref EA123456",
        "Ausweis L01XKTRZC5",  # few digits and not the right one at the end
        "Ski | Pass\nTag | L01XKTRZC5",
        "Artikel LZRTKM7XC4",
        "Test | Pass\n17 | 123456789",
        "592-1234567-33",
        "the passport expires 01-02-2030",
        "paspoort aanvragen in 2026",
        "Mijn paspoort is verlopen. Bestelling 123456789",
        "mon passeport et 123456 euros",
        "Reisepass, COVID19 und B2B",
        "Reisepass verloren, was nun?",
        "passport.js 0.7.0",
        "paspoort: zie https://molen.example/AB123456",
    ],
)
def test_it_leaves_the_rest(text: str) -> None:
    assert seen("passport", text) == []
