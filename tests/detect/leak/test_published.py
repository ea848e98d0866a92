"""What is made up or there for everybody to read gives nobody away; what is somebody's stays so, whatever stands around it."""

import pytest
from tests.detect.leak.seen import seen

from weerbaar.detect.leak._published import _lists, words

IBAN, NISS, PHONE, STREET = "BE68 5390 0754 7034", "85.07.30-033.28", "02 234 56 78", "Kerkstraat 12, 9000 Gent"


@pytest.mark.parametrize("name", sorted(_lists()))
def test_every_list_of_words_compiles_and_speaks_four_languages(name: str) -> None:
    assert words(name)
    assert set(_lists()[name]) >= {"nl", "fr", "de", "en"} or set(_lists()[name]) == {"any"}


@pytest.mark.parametrize(
    "text",
    [
        f"Affiche: steun onze actie, stort op {IBAN} met vermelding gift",
        f"Affiche pour la Croix-Rouge : faites un don sur {IBAN}",
        f"Spendenaufruf kürzen: Spendenkonto {IBAN}, Tierheim Nord e. V.",
        f"Charity poster: donate to {IBAN}, Harbour Hospice",
        f"Zahlung an die Bundeskasse, {IBAN}: welche Frist gilt?",
        f"Onze algemene voorwaarden: facturen zijn betaalbaar op {IBAN}, daarna 10 % rente.",
        f"Nos CGV disent : virement sur {IBAN} sous 8 jours. Est-ce valable ?",
    ],
)
def test_an_account_that_everybody_may_read_is_public(text: str) -> None:
    assert [reason for reason, _ in seen("iban", text)] == ["public"]


@pytest.mark.parametrize(
    "text",
    [
        f"Factuur drukkerij voor de affiches, te betalen op {IBAN}",
        f"Onze leverancier van de flyers vraagt betaling op {IBAN}",
        f"Terugbetaling tickets concert op {IBAN}",
        f"Mijn oma steunt Unicef via haar rekening {IBAN}",
        f"naam;iban;gift\nEls Maes;{IBAN};50",
        f"Lijst met donateurs: Jan Maes {IBAN}",
        f"Notre fournisseur d'affiches : RIB {IBAN}",
        f"Rechnung für Plakate, bitte auf {IBAN} überweisen",
        f"He donates monthly from {IBAN}",
        f"Invoice from the leaflet printer, pay {IBAN}",
        f"voorbeeldbrief voor klant Jan Maes met rekening {IBAN}",
        f"maak testdata op basis van deze klant: {IBAN}",
        f"Anonymise: {IBAN}, this is production data",
        f"dit is geen testdata: {IBAN}",
        f"Dummy: {IBAN}. Zet om naar JSON.",
        f'{{"company": "Invent", "iban": "{IBAN}"}}',
        f'TEST_IBAN = "{IBAN}"  # fictief',
        f"ICO: {IBAN}",
    ],
)
def test_an_account_of_somebody_or_of_a_supplier_stays_one(text: str) -> None:
    assert [reason for reason, _ in seen("iban", text)] == ["checksum"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("iban", f"Données de test : {IBAN}. Écris le test unitaire"),
        ("iban", f"Beispiel-IBAN {IBAN} aus dem Handbuch erklären"),
        ("iban", f"In de handleiding staat als voorbeeld {IBAN}. Hoe is een IBAN opgebouwd?"),
        ("national_id", f"Fictief rijksregisternummer {NISS} in de unit test"),
        ("phone", f'placeholder="{PHONE}" in het formulier'),
        ("phone", f'// fake phone for tests\nconst phone = "{PHONE}";'),
        ("birth_date", "D.O.B. field wants dd/mm/yyyy, sample 01/01/1970 in grey"),
    ],
)
def test_what_is_said_to_be_made_up_is_an_example(name: str, text: str) -> None:
    assert [reason for reason, _ in seen(name, text)] == ["example"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("phone", f"Nummer van de bibliotheek is {PHONE}, zet in de folder"),
        ("phone", f"Pharmacie de garde : {PHONE}. Panneau pour la vitrine"),
        ("phone", f"Unser Laden: Tel. {PHONE}, Mo-Sa 9-18 Uhr"),
        ("phone", f"Council helpline {PHONE}: shorten this notice"),
        ("phone", f"Für Anfragen erreichen Sie uns unter {PHONE}"),
        ("address", f"Bezoek onze toonzaal, {STREET}"),
        ("address", "Notre magasin déménage au 8 rue Neuve, 1000 Bruxelles : annonce"),
        ("vat", "Footer for the website: Harbour Books, Galway, VAT IE6388047V"),
        ("enterprise", "Jaarrekening neergelegd door Staalunie, ondernemingsnummer 0712.983.751"),
        ("mail", "Musée de la Mine, ouvert mar-dim 10h-17h, musee@mine.example"),
    ],
)
def test_what_is_open_to_everybody_is_public(name: str, text: str) -> None:
    assert [reason for reason, _ in seen(name, text)] in (["public"], ["role"])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("phone", f"Mijn buurvrouw werkt in de bibliotheek, haar gsm is {PHONE}"),
        ("phone", f"Le client du restaurant a laissé {PHONE}"),
        ("phone", f"Der Gast vom Hotel hat {PHONE} hinterlassen"),
        ("phone", f"Hotel booking for Mr Ray, {PHONE}"),
        ("phone", f"Zet op de website onder team: Els Maes, {PHONE}"),
        ("address", f"De conciërge van de school woont {STREET}"),
        ("address", f"Sollicitant voor de winkel, Els Maes, {STREET}"),
    ],
)
def test_a_person_beside_a_public_place_keeps_what_is_theirs(name: str, text: str) -> None:
    assert [reason for reason, _ in seen(name, text)] not in ([], ["public"], ["example"])
