"""Faith, party, orientation and origin of one person, and as a subject. The people are invented."""

import pytest
from tests.detect.leak.seen import seen

SPEAKS = [
    ("Karim is moslim en eet halal", ["moslim", "halal"]),
    ("Sofie is katholiek opgevoed", ["katholiek"]),
    ("Elle est juive", ["juive"]),
    ("Il est musulman pratiquant", ["musulman", "pratiquant"]),
    ("Herr Schulz ist konfessionslos", ["konfessionslos"]),
    ("Frau Yilmaz trägt ein Kopftuch", ["Kopftuch"]),
    ("He is a devout Catholic", ["devout", "Catholic"]),
    ("Our colleague Sarah wears a headscarf", ["headscarf"]),
    ("Mijn collega stemt op Vlaams Belang", ["Vlaams Belang"]),
    ("Jean vote RN depuis dix ans", ["RN"]),
    ("Thomas ist Mitglied der SPD", ["SPD"]),
    ("John votes Labour", ["Labour"]),
    ("Hij is homo", ["homo"]),
    ("Emma is a lesbian", ["lesbian"]),
    ("Mein Chef ist schwul", ["schwul"]),
    ("Karim is van Marokkaanse afkomst", ["Marokkaanse afkomst"]),
    ("Elle est d'origine algérienne", ["d'origine algérienne"]),
    ("She is of Nigerian descent", ["Nigerian descent"]),
    ("Naam: Jan Peeters\nReligie: katholiek", ["katholiek"]),
    ("Ahmed is diepgelovig moslim en vraagt gebedstijd.", ["diepgelovig", "moslim"]),
    ("Monsieur Cohen est juif et ne travaille pas le samedi.", ["juif"]),
    ("Herr Öztürk ist Mitglied der Linken.", ["Linken"]),
    ("Onze collega Els is lesbisch en trouwt in juni.", ["lesbisch"]),
    ("Lisa is kandidaat voor Groen bij de gemeenteraadsverkiezingen.", ["Groen"]),
    ("Yusuf vraagt of hij tijdens de ramadan later mag komen.", ["ramadan"]),
    ("Sie möchte sonntags zur katholischen Messe", ["katholischen Messe"]),
    ("Elle souhaite assister à la messe catholique", ["la messe catholique"]),
    ("She attends Friday prayers", ["Friday prayers"]),
]


@pytest.mark.parametrize(("text", "stretches"), SPEAKS, ids=range(len(SPEAKS)))
def test_it_speaks(text: str, stretches: list[str]) -> None:
    assert [stretch for _, stretch in seen("belief", text)] == stretches


@pytest.mark.parametrize(
    "text",
    [
        "Sofie asks whether the food is halal",
        "Die Messe in Hannover beginnt am Montag, Thomas möchte hin",
        "De winkel is tijdens de ramadan later open",
        "De katholieke school in Gent",
        "Muslim customers ask for halal food",
        "The AfD won the election",
        "What is the difference between Catholic and Protestant?",
        "Onze winkel is gesloten met Kerstmis",
        "Elle travaille dans une école catholique",
        "Quelle est l'origine du produit ?",
        "Die Herkunft der Ware ist unklar",
        "Our country of origin label",
        "European Union rules",
        "L'Union européenne est compétente",
        "Zij stemt in met het voorstel",
        "Der Christ baum",
        "Mijn groen dossier",
        "Hij kiest groen voor de gevel",
        "We vote on Monday",
        "Herr Christ ist da",
        "La renaissance du quartier",
        "Onze winkel in Leuven is gesloten op Allerheiligen.",
        "Le restaurant propose un menu halal et un menu casher.",
        "Die evangelische Kirche in Köln hat 200 Stühle bestellt.",
        "Mark voted in the meeting for option B.",
        "The board supports the Labour day event.",
        "Ali is de manager van het Turkse restaurant.",
        "Maria lives next to a Catholic church.",
        "Fatima leidt het project Ramadan-actie in de supermarkt.",
    ],
)
def test_it_is_silent(text: str) -> None:
    assert seen("belief", text) == []


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ("Esther Claes leeft orthodox-joods, is vrijdag dus vroeg weg", ["orthodox-joods"]),
        ("Hassan is vrij vanwege het Offerfeest", ["Offerfeest"]),
        ("elle est adventiste et refuse le samedi", ["adventiste"]),
        ("Recept voor halal kip van een bekende kok", []),
        ("Elle travaille dans un lycée catholique", []),
    ],
)
def test_faiths_and_practices_beside_a_person(text: str, stretches: list[str]) -> None:
    assert [stretch for _, stretch in seen("belief", text)] == stretches
