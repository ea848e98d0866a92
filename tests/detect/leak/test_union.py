"""Membership of a union by one person, and unions as a subject. The people are invented."""

import pytest
from tests.detect.leak.seen import seen

SPEAKS = [
    ("Jan Peeters is lid van het ACV", ["ACV"]),
    ("Onze collega Fatima is vakbondsafgevaardigde", ["vakbondsafgevaardigde"]),
    ("Karim Benali est délégué syndical CGT", ["délégué syndical", "CGT"]),
    ("Ma collègue est syndiquée à la CFDT", ["syndiquée", "CFDT"]),
    ("Thomas Keller ist Gewerkschaftsmitglied", ["Gewerkschaftsmitglied"]),
    ("Frau Meier ist bei ver.di Mitglied", ["ver.di"]),
    ("Sarah is a union rep", ["union rep"]),
    ("He joined Unite last year", ["Unite"]),
    ("Ik ben aangesloten bij de FNV", ["FNV"]),
    ("Paul est militant à la CGT depuis 2015.", ["CGT"]),
    ("Herr Weber ist seit Jahren bei der IG Metall organisiert.", ["IG Metall"]),
    ("Sofie Maes (kandidaat ACV) vraagt het woord.", ["ACV"]),
    ("Mme Laurent (élue CGT) évoque les horaires.", ["CGT"]),
    ("Ms Carter (Unison delegate) raises the rota.", ["Unison"]),
]


@pytest.mark.parametrize(("text", "stretches"), SPEAKS, ids=range(len(SPEAKS)))
def test_it_speaks(text: str, stretches: list[str]) -> None:
    assert [stretch for _, stretch in seen("union", text)] == stretches


@pytest.mark.parametrize(
    "text",
    [
        "Karim Benali, Unite Group plc",
        "Sarah sees the union as a partner",
        "De vakbond stelt een nieuwe cao voor",
        "Accord avec la CGT sur le télétravail",
        "Die Gewerkschaft ver.di ruft zum Streik auf",
        "The union has proposed a 3% raise",
        "Schrijf een brief aan de vakbond over het sociaal overleg",
        "European Union rules",
        "L'Union européenne est compétente",
        "Welke vakbonden zijn er in België?",
        "Il est possible que la grève de la CGT bloque les livraisons.",
        "Die Gewerkschaft verhandelt über 6 % mehr Lohn.",
        "Summarise the benefits of union membership.",
        "Jan is lid van de raad van bestuur.",
        "Lisa is lid van de sportclub.",
        "Marie est membre du comité de direction.",
        "He joined the union of architects' conference? no idea.",
        "The European Union is based in Brussels.",
    ],
)
def test_it_is_silent(text: str) -> None:
    assert seen("union", text) == []


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ("Kath Ward brought GMB into the depot", ["GMB"]),
        ("Sandra Keller klagt mit der Unia gegen uns", ["Unia"]),
        ("ACV en ABVV staken vrijdag, zegt An Claes.", []),
        ("CGT, CFDT et FO appellent à la grève jeudi", []),
    ],
)
def test_a_union_beside_a_person(text: str, stretches: list[str]) -> None:
    assert [stretch for _, stretch in seen("union", text)] == stretches
