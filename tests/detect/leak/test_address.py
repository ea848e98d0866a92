"""Addresses as they are written in six countries, and what looks like one. Every address is invented or a public square."""

import pytest
from tests.detect.leak.seen import seen

FULL = [
    "Kerkstraat 12, 9000 Gent",
    "Lange Nieuwstraat 45 bus 3, 2000 Antwerpen",
    "Koning Albert I-laan 120/0301 te 8200 Brugge",
    "Prinsengracht 263-1, 1016 GV Amsterdam",
    "Van Woustraat 14 hs\n1073 LL Amsterdam",
    "stationsstraat 8 9300 aalst",
    "Veldstraat 3, B-9000 Gent",
    "Rue de la Loi 16 bte 2, 1040 Bruxelles",
    "12 bis, rue des Lilas, 59000 Lille",
    "5 avenue du Général de Gaulle, 4000 Liège",
    "Chaussée de Charleroi 112, 6060 Gilly",
    "3, place Saint-Lambert\n4000 Liège",
    "Avenue Louise 54 boîte 3 1050 Ixelles",
    "12, rue de la Gare, L-1611 Luxembourg",
    "Hauptstr. 5a, 10115 Berlin",
    "Konrad-Adenauer-Straße 17, 50667 Köln",
    "Am Markt 5, 54290 Trier",
    "Unter den Linden 77, D-10117 Berlin",
    "Im Winkel 3, 4700 Eupen",
    "Schulstraße 12 b\n52062 Aachen",
    "14 Mill Lane, York YO1 7HH",
    "221B Baker Street, London NW1 6XE",
]


@pytest.mark.parametrize("written", FULL)
def test_an_address_is_found_whole_with_its_postcode_and_town(written: str) -> None:
    assert seen("address", f"Vraag van de klant.\n{written}") == [("postcode", written)]
    assert seen("address", f"{written}.\nMerci") == [("postcode", written)]


STREETS = [
    ("Zij verhuist naar de Molenweg 7 in Zele.", "Molenweg 7 in Zele"),
    ("ik woon op de Grote Steenweg 212", "Grote Steenweg 212"),
    ("Frankrijklei 12, Antwerpen", "Frankrijklei 12, Antwerpen"),
    ('{"adres": "Beukenlaan 4", "postcode": "3500"}', "Beukenlaan 4"),
    ("Straat: Kapellestraat 4\nGemeente: 8400 Oostende", "Kapellestraat 4"),
    ("Elle habite 20 rue Victor Hugo à Nantes", "20 rue Victor Hugo à Nantes"),
    ("Er wohnt Lindenweg 3 in Bonn", "Lindenweg 3 in Bonn"),
    ("Flat 2, 9 St John's Road, Bristol", "Flat 2, 9 St John's Road, Bristol"),
]


@pytest.mark.parametrize(("text", "written"), STREETS)
def test_a_street_with_its_number_is_enough(text: str, written: str) -> None:
    assert seen("address", text) == [("street", written)]


NONE = [
    "De winkel in de Kerkstraat is dicht.",  # a street alone
    "9000 Gent",  # a town alone
    "Factuur 12 van 9000 euro",
    "onderweg 3 dagen",
    "verslaan 3 ploegen",
    "la route 66 est belle",
    "une place de parking 12",
    "am Montag 5 Uhr",
    "im Mai 2024",
    "zum Beispiel 3",
    "Kapitel 3, Absatz 10115",
    "Seite 12, 2024 Berlin",
    "a 3 lane road",
    "the 7 Park managers",
    "supermarkt 3 open",
    "van 8 tot 10 in de straat",
    "rue 12",
    "order 4471, 1016 items",
    "op 12 maart 2024",
    "Windows 11, 12345 users",
    "de 100 straten",
]


@pytest.mark.parametrize("text", NONE)
def test_other_numbers_are_no_address(text: str) -> None:
    assert seen("address", text) == []


PUBLIC = [
    "Het museum ligt Hofstraat 15, 2000 Antwerpen",
    "Onze winkel: Veldstraat 80, 9000 Gent",
    "Garage Peeters NV, Steenweg 4, 9200 Dendermonde",
    "Notre magasin, 12 rue Neuve, 1000 Bruxelles",
    "Unser Laden in der Hauptstraße 3, 52062 Aachen",
    "our shop at 9 Mill Lane, York YO1 7HH",
]


@pytest.mark.parametrize("text", PUBLIC)
def test_the_address_of_a_place_open_to_everybody_is_told_as_public(text: str) -> None:
    assert [reason for reason, _ in seen("address", text)] == ["public"]


def test_somebody_who_lives_above_the_shop_still_has_an_address() -> None:
    assert [reason for reason, _ in seen("address", "De winkel is dicht. Zij woont zelf Kerkstraat 12, 9000 Gent")] == [
        "postcode"
    ]


def test_many_numbers_are_read_in_their_order() -> None:
    text = "Kerkstraat 12, 9000 Gent en Molenstraat 3, 9300 Aalst"
    assert [written for _, written in seen("address", text)] == ["Kerkstraat 12, 9000 Gent", "Molenstraat 3, 9300 Aalst"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Home: Rose Cottage, Church Lane, Aldbury HP23 9ZZ", "Rose Cottage, Church Lane, Aldbury HP23 9ZZ"),
        ("zuhause in der Straße des Friedens 18, Rostock", "Straße des Friedens 18, Rostock"),
        ("Straat: Meir 58\nPostcode: 2000", "Meir 58"),
        ("Laan van Meerdervoort 201B, Den Haag", "Laan van Meerdervoort 201B, Den Haag"),
        ("naar Dapperstraat 12-3hs, 1093 BS Amsterdam", "Dapperstraat 12-3hs, 1093 BS Amsterdam"),
    ],
)
def test_houses_with_a_name_and_streets_that_only_their_label_tells(text: str, written: str) -> None:
    assert [stretch for _, stretch in seen("address", text)] == [written]


@pytest.mark.parametrize(
    "text",
    [
        "Beispiel ausfüllen mit Max Mustermann, Musterstraße 1, 12345 Musterstadt",
        "Exemple à remplir : Jean Dupont, 1 rue de la Paix, 75000 Paris",
        "Pinakothek, Barer Straße 27, München: Gruppenpreise?",
    ],
)
def test_an_example_and_a_place_to_visit_are_nobodys(text: str) -> None:
    assert [reason for reason, _ in seen("address", text)] in (["public"], ["example"])


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("wonende te 8310 Assebroek, Bossuytlaan 22, houder van", "8310 Assebroek, Bossuytlaan 22"),
        ("bewoner Prinsengracht 263-III, 1016 GV Amsterdam", "Prinsengracht 263-III, 1016 GV Amsterdam"),
        ("woont Kapelstraat huisnr 12, 3590 Diepenbeek", "Kapelstraat huisnr 12, 3590 Diepenbeek"),
        ("chez Paul, 3 av. Foch, bât. B, 69006 Lyon", "3 av. Foch, bât. B, 69006 Lyon"),
        ("Mieter Sonnenallee 101, 3. OG links, 12045 Berlin", "Sonnenallee 101, 3. OG links, 12045 Berlin"),
        ("wohnt Obere Hauptstraße 2 / Top 5, 2700 Wiener Neustadt", "Obere Hauptstraße 2 / Top 5, 2700 Wiener Neustadt"),
        ("Els Maes;Beukenlaan;14;2100;Deurne", "Beukenlaan;14;2100;Deurne"),
        ("pakje op nr 27 in de Rozenlaan", "nr 27 in de Rozenlaan"),
        ("home visit 14/3 Leith St", "14/3 Leith St"),
        ("Mrs Lee, Ballyduff, Co. Waterford, X91 X2Y4", "Ballyduff, Co. Waterford, X91 X2Y4"),
        ("van dhr. Bos, Postbus 1234, 3500 BK Utrecht", "Postbus 1234, 3500 BK Utrecht"),
    ],
)
def test_boxes_floors_rows_and_postcodes_first(text: str, written: str) -> None:
    assert written in [stretch for _, stretch in seen("address", text)]


@pytest.mark.parametrize(
    "text",
    [
        "Standplatz 2 ist gesperrt, Lagerplatz 07-14-03 auch",
        "Platz 1 Annika, Platz 2 Mehtap",
        "it takes place on Thursday 27 March",
        "Rose Garden 405, Victoria Road 345, Friary Gate 301",
        "Claas Dominator 68 te koop",
        "werken in de Stationsstraat 4 tot vrijdag",
    ],
)
def test_a_number_behind_a_street_that_is_nobodys_is_left(text: str) -> None:
    assert seen("address", text) == []
