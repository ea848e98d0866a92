"""Names of invented people as prompts write them, and what looks like a name and is none."""

import pytest
from tests.detect.leak.seen import seen

from weerbaar.detect.leak.person import is_public, value


def names(text: str) -> list[str]:
    return [written for _, written in seen("person", text)]


FOUND = [
    ("Schrijf een mail naar Karim El Amrani over zijn factuur.", ["Karim El Amrani"]),
    ("Peux-tu répondre à Amélie Vasseur pour moi ?", ["Amélie Vasseur"]),
    ("Bitte antworte Frau Schröder, dass wir kommen.", ["Schröder"]),
    ("Can you draft a reply to Fergus O'Sullivan?", ["Fergus O'Sullivan"]),
    ("vraag aan thomas wuyts of hij komt", ["thomas wuyts"]),
    ("Geachte mevrouw Van den Broeck,", ["Van den Broeck"]),
    ("Onze klant J.P. Claes belt terug.", ["J.P. Claes"]),
    ("Kandidaten: PEETERS, Johan", ["PEETERS, Johan"]),
    (
        "Anwesend: Nguyễn Thị Hương, Piotr Wiśniewski, Dieudonné Mukendi",
        ["Nguyễn Thị Hương", "Piotr Wiśniewski", "Dieudonné Mukendi"],
    ),
    ('{"voornaam": "Zeynep", "achternaam": "Yıldız"}', ["Zeynep", "Yıldız"]),
    ("naam;stad\nRachid Bouzid;Gent\nEls Maertens;Aalst", ["Rachid Bouzid", "Els Maertens"]),
    ("Bonjour Giulia,\n\nmerci.\n\nBien à toi,\nThéo", ["Giulia", "Théo"]),
    ("Dis à Yasmina qu'Olivier passera demain.", ["Yasmina", "Olivier"]),
    ("Das Zeugnis von Karl-Theodor von der Heide fehlt.", ["Karl-Theodor von der Heide"]),
    ("Anna's contract ends in June; James will sign it.", ["Anna", "James"]),
]


@pytest.mark.parametrize(("text", "written"), FOUND)
def test_a_name_is_found_as_people_write_it(text: str, written: list[str]) -> None:
    assert names(text) == written


NONE = [
    "Vergelijk Janssen Pharmaceutica met Pfizer.",
    "De offerte van Garage Peeters NV is binnen.",
    "Unser Lieferant Autohaus Müller GmbH liefert nicht.",
    "Wie schreef Max Havelaar? En wat vond Multatuli van Java?",
    "Qui était Victor Hugo et où a-t-il vécu ?",
    "Wer war Albrecht Dürer?",
    "What does Murphy's law say?",
    "May I mark the rows that will be removed?",
    "We meet in Prince Albert Road in May.",
    "Groot onderhoud in de Kleine Ring, Mei en Juni.",
    "Der Bauer, der Müller und der Schmied gehen in den Wald.",
    "Hoeveel inwoners hebben Gent, Luik en Sint-Niklaas?",
    "SELECT naam, prijs FROM producten WHERE categorie = 'Tuin';",
    "class KlantService:\n    def getKlant(self, klant_id): ...",
    "Max Mustermann und John Doe sind Testkunden.",
    "Stuur de herinnering naar alle klanten met een openstaand saldo.",
]


@pytest.mark.parametrize("text", NONE)
def test_what_only_looks_like_a_person_is_left_alone(text: str) -> None:
    assert names(text) == []


def test_a_name_found_once_is_found_again_in_the_rest_of_the_text() -> None:
    text = "Het gaat over de klacht van Katrien Vermeulen van vorige week.\nWat zegt de wet nu over Vermeulen?"
    assert names(text).count("Vermeulen") == 1
    assert names(text)[0] == "Katrien Vermeulen"


def test_nobody_is_personal_in_a_question_about_history_but_a_customer_is() -> None:
    assert names("Welke roman van de vorige eeuw gaat over Lodewijk Verhaeghe?") == []
    assert names("Onze klant Lodewijk Verhaeghe zoekt een roman.") == ["Lodewijk Verhaeghe"]


def test_a_family_name_before_a_comma_counts_as_the_same_person() -> None:
    assert value("peeters, johan") == value("johan  peeters") == "johan peeters"


TOLD = [
    ("Kan de ketel morgen gemaakt worden? Ze is kwaad. mvg Koen", ["Koen"]),
    ("tu peux passer demain ? bises Ghislou", ["Ghislou"]),
    ("kommst du morgen vorbei? vlg Jörg", ["Jörg"]),
    ("can you go round on friday? cheers, Baz", ["Baz"]),
    ("Kind regards,\nT. Featherstonehaugh", ["T. Featherstonehaugh"]),
    ("Geachte mevrouw Korteweg,\nuw brief is binnen.", ["Korteweg"]),
    ("Mrs Oakley-Winter says that the roof leaks.", ["Oakley-Winter"]),
    ("De klacht is gedaan bij wachtmeester Van der Meulen.", ["Van der Meulen"]),
    ("Mijn dochter Jentl is allergisch voor noten.", ["Jentl"]),
    ("Ma collègue Maëwenn part en congé.", ["Maëwenn"]),
    ("Schreib meiner Kollegin Wiebke eine Karte.", ["Wiebke"]),
    ("A poem for my colleague Perpetua, please.", ["Perpetua"]),
    ("SELECT * FROM k WHERE k.bsn = '1' AND k.naam LIKE 'Verbruggen%'", ["Verbruggen"]),
    ("UPDATE p SET ort = 'Bonn' WHERE nachname = 'Kaltwasser'", ["Kaltwasser"]),
    ("Er nannte sich Neffe, Vorname Jost.", ["Jost"]),
    ("He gave a first name Kit, and left.", ["Kit"]),
    ("Lieke van de boekhouding vraagt een kopie.", ["Lieke"]),
    ("Sandrine de la comptabilité attend la réponse.", ["Sandrine"]),
    ("id\tnom\n12\tDE LA ROCHE Aurélie\t1964\n13\tPÉREZ MORENO Inés\t1971", ["DE LA ROCHE Aurélie", "PÉREZ MORENO Inés"]),
    ("Sofie Claes: wie kan zaterdag?\nFemke: ik niet", ["Sofie Claes", "Femke"]),
    ("Attestations\n1 Bogaerts, Nick\n2 Castagnier, Odile", ["Bogaerts, Nick", "Castagnier, Odile"]),
    ("naam;nummer\nBrüggemann, Swantje;M-3974\nEl Haddad, Ziad;M-6984", ["Brüggemann, Swantje", "El Haddad, Ziad"]),
    ("wie vervangt Casemanager Ellen Wouters?", ["Ellen Wouters"]),
]


@pytest.mark.parametrize(("text", "written"), TOLD)
def test_words_beside_a_name_tell_that_it_is_one(text: str, written: list[str]) -> None:
    assert names(text) == written


THINGS = [
    "EAN;omschrijving;aantal\n5034531802739;Muurverf B12 wit;75\n5034531802740;Schroeven 4x40;20",
    "CREATE TABLE produit (id bigint, code char(13) unique, libelle varchar(80));",
    "Gibt es dort Gepäckfächer?",
    "Wanneer valt Pinksteren in 2028?",
    "Quand tombe la Toussaint cette année ?",
    "Texte produit pour le sac à dos modèle Vercors, art. 226444",
    "Codes TB-6935-A, TB-9928-B. Maak er een lijst van.",
    "Maak een quiz over Rubens, Vincent van Gogh en Frida Kahlo.",
    "Ten quiz questions on Shakespeare, Marie Curie and David Attenborough.",
    "Pressetext: SV Feldwiese - FC Deich 3-1, Roter Stern - TuS Kanal 0-0",
    "Skonto: 3 %\nRechnungsbetrag: 12,50 EUR\nZahlungsempfänger: Stadtkasse",
    "Tot morgen!\n\nVriendelijke groeten,\nDirectie",
    "Cordialement,\nDirection",
    "Regards,\nSupport",
    "Mein Kollege Computer ist wieder langsam.",
    "SELECT * FROM producten WHERE naam LIKE 'Houtlijm%'",
    "Let op: de zaal sluit.\nTip: kom vroeg.",
    "Vergelijk Travis Perkins en Jewson op prijs.",
    "Spreekbeurt over Rosalind Franklin en Isaac Newton.",
]


@pytest.mark.parametrize("text", THINGS)
def test_a_thing_a_feast_and_people_of_public_life_are_nobody(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(("name", "known"), [("victor hugo", True), ("moliere", True), ("hugo peeters", False), ("", False)])
def test_people_everybody_knows_stand_in_a_list(name: str, known: bool) -> None:
    assert is_public(name) is known


def test_a_long_text_without_a_line_end_is_read_to_its_end() -> None:
    text = "de levering is vertraagd en " * 3000 + "vraag het aan mevrouw Annelies Wouters."
    assert names(text) == ["Annelies Wouters"]


@pytest.mark.parametrize(
    "text",
    ["Playlist: Angie, Roxanne, Jolene", "Namen für die Schiffstaufe: Frieda, Marlene, Käthe", "Storm Eunice: claim deadlines"],
)
def test_songs_ships_and_storms_are_nobody(text: str) -> None:
    assert seen("person", text) == []
