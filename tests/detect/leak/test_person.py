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


@pytest.mark.parametrize(("name", "known"), [("victor hugo", True), ("moliere", True), ("hugo peeters", False), ("", False)])
def test_people_everybody_knows_stand_in_a_list(name: str, known: bool) -> None:
    assert is_public(name) is known


def test_a_long_text_without_a_line_end_is_read_to_its_end() -> None:
    text = "de levering is vertraagd en " * 3000 + "vraag het aan mevrouw Annelies Wouters."
    assert names(text) == ["Annelies Wouters"]
