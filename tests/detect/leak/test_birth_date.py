"""Dates of birth, and dates that are none. Every person is invented."""

import pytest
from tests.detect.leak.seen import seen

BORN = [
    ("geboren op 12/03/1980", "12/03/1980"),
    ("geb. 12.3.80", "12.3.80"),
    ("née le 3 mai 1961 à Namur", "3 mai 1961"),
    ("Marie-Claire Lambert, née le 1er juin 1958", "1er juin 1958"),
    ("date de naissance : 3/5/1961", "3/5/1961"),
    ("Geburtsdatum: 03.05.1961", "03.05.1961"),
    ("Geburtstag am 3. Mai 1961", "3. Mai 1961"),
    ("*12.03.1980", "12.03.1980"),
    ("Jan Peeters (° 12/03/1980)", "12/03/1980"),
    ("DOB 1980-03-12", "1980-03-12"),
    ("born on March 12, 1980", "March 12, 1980"),
    ("born 12th of March 1980", "12th of March 1980"),
    ('{"birth_date": "1980-03-12"}', "1980-03-12"),
    ('"dateOfBirth":"1980-03-12"', "1980-03-12"),
    ("birthdate=19800312", "19800312"),
    ('{"nom": "Luc Petit", "ne": "12/03/1980"}', "12/03/1980"),
    ("né : 12/03/1980", "12/03/1980"),
    ("née le trois mai mille neuf cent soixante et un à Namur", "trois mai mille neuf cent soixante et un"),
    ("geboren op drie mei negentienhonderdeenenzestig in Gent", "drie mei negentienhonderdeenenzestig"),
    ("geboren am dritten Mai neunzehnhunderteinundsechzig in Ulm", "dritten Mai neunzehnhunderteinundsechzig"),
    ("born on the third of May nineteen sixty-one in Hull", "third of May nineteen sixty-one"),
    ("nom;né\nLuc;12/03/1980", "12/03/1980"),
]


@pytest.mark.parametrize(("text", "written"), BORN)
def test_a_date_that_the_words_around_it_call_a_birth_is_found(text: str, written: str) -> None:
    assert seen("birth_date", text) == [("context:born", written)]


@pytest.mark.parametrize("text", ["Jan Peeters (12/03/1980)", "Peeters Jan, 12/03/1980, Gent", "Peeters;Jan;12/03/1980"])
def test_a_date_behind_a_name_is_one_when_it_lies_far_enough_back(text: str) -> None:
    assert seen("birth_date", text) == [("name", "12/03/1980")]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Ik ben Jan Peeters, 12 maart 1980, en maak bezwaar", "12 maart 1980"),
        ("klacht van Jan van den Berg, 12-03-1980", "12-03-1980"),
        ("Je soussigné Luc Petit, 12/03/1980, demande", "12/03/1980"),
        ("Ich heiße Jonas Weber, 12.03.1980", "12.03.1980"),
        ("I am Emily Brown, 12 March 1980, and", "12 March 1980"),
        ("Ich heiße Quorra Zelbig, 12.03.1980", "12.03.1980"),
        ("Mijn naam is Quorra Zelbig, 12-03-1980", "12-03-1980"),
        ("Jan Peeters, Kerkstraat 7, 9000 Gent, 12-03-1980, lid", "12-03-1980"),
        ("Luc Petit, 7 rue Haute, 5000 Namur, 12/03/1980", "12/03/1980"),
        ("Jonas Weber, Schulstr. 7, 39100 Musterstadt, 12.03.1980", "12.03.1980"),
        ("Pte mw E. Peeters-Maes, 12 maart 1980, opgenomen", "12 maart 1980"),
        ("dhr. J. van der Berg, 12-03-1980, koorts", "12-03-1980"),
        ("Frau K. Weber, 12.03.1980, Fieber", "12.03.1980"),
        ("Mme Lambert, 3 mai 1961, fièvre", "3 mai 1961"),
    ],
)
def test_a_name_in_a_sentence_or_with_its_address_is_one_too(text: str, written: str) -> None:
    assert seen("birth_date", text) == [("name", written)]


def test_every_row_of_a_table_counts_when_the_head_says_so() -> None:
    text = "naam;geboortedatum\nJan;12-03-1980\nEls;1 mei 1975"
    assert [written for _, written in seen("birth_date", text)] == ["12-03-1980", "1 mei 1975"]


NONE = [
    "né en 1980",  # a year alone
    "verjaart op 12 maart",
    "factuur van 12/03/2024",
    "vergadering op 12 maart 2024",
    "12/03/1980",
    "Jan Peeters (12/03/2024): ok",
    "Windows XP (25/10/2001)",
    "versie 1.2.2003",
    "geboorteverlof vanaf 1 mei 2025",
    "De firma werd opgericht op 12/03/1980",
    "geboren op 45/13/1980",  # no such day
    "Ik ben Jan Peeters, 12 maart 2024",
    "Jan Peeters, factuur 7, 12-03-2010",
    "Jan Peeters, Kerkstraat 7, contract 12, 12-03-2001",
    "Mevrouw de voorzitter, 12 maart 2001",
    "de Slag, Brussel 7, 12-03-1980",
    "il ne vient pas le 12/03/1980",
    "Gent, 12 maart 1999",
    "le trois mai mille neuf cent soixante et un",
    "geboren op een zondag in mei",
    "born on the first of May",
    "born 14 March 1879",  # nobody alive
]


@pytest.mark.parametrize("text", NONE)
def test_other_dates_are_not_personal(text: str) -> None:
    assert seen("birth_date", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "née à Verviers le premier mai mil neuf cent quatre-vingt-un",
        "geboren te Aalst de eerste april negentienhonderd tweeënzeventig",
    ],
)
def test_a_birth_in_words_with_its_town(text: str) -> None:
    assert len(seen("birth_date", text)) == 1


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Piet Bos, geb. 1-2-'77", "1-2-'77"),
        ("b. 29FEB1996 Leeds", "29FEB1996"),
        ("Lina, geboren 7. XII. 2011", "7. XII. 2011"),
        ("name,dob\nKerr,1990-05-03", "1990-05-03"),
        ("Kind: Noor Bakker, 14-8-2017, groep 4", "14-8-2017"),
        ("ma fille Léa, 12/06/2014, allergique", "12/06/2014"),
        ("Baetens Walter 19/1/1958 Oude Baan 12", "19/1/1958"),
        ("de geboortedatum klopt niet: 31-11-1959?", "31-11-1959"),
        ("d.o.b. the first of May, nineteen fifty-two", "first of May, nineteen fifty-two"),
    ],
)
def test_it_finds_births_in_more_ways_of_writing(text: str, written: str) -> None:
    assert [stretch for _, stretch in seen("birth_date", text)] == [written]


@pytest.mark.parametrize(
    "text",
    [
        "Jan Peeters, in dienst sinds 3 mei 2005",
        "Jan Peeters, overleden op 3 mei 2005",
        "pensioendatum 1/1/2027",
        "het contract van 12/03/2015 loopt af",
    ],
)
def test_other_dates_behind_a_name_are_left(text: str) -> None:
    assert seen("birth_date", text) == []
