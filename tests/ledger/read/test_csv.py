"""Tables of payees: guessed, mapped, and said what could not be read."""

from pathlib import Path

import pytest

from tests.ledger.payments import iban
from weerbaar.ledger.read import csv
from weerbaar.ledger.read.reading import Reading, Unread
from weerbaar.ledger.read.refused import Refused
from weerbaar.model.ledger import Claim

SAMPLES = Path(__file__).parents[1] / "samples" / "csv"
SAW = "Sägewerk Müller & Söhne KG"
CASES = {
    "exact-nl.csv": Reading(
        "exact",
        (
            Claim(
                name="Rubber & Banden VOF",
                alias="RUBBER",
                iban=iban(2, "NL"),
                bic="MOLNNL2A",
                vat="NL004495445B01",
                enterprise="NL12345678",
                phone="+31201234567",
                address="info@rubber.example",
                domain="rubber.example",
                country="NL",
                where="row 2",
            ),
            Claim(
                name="Molenaars Meel bv",
                alias="MOLEN",
                iban=iban(1),
                bic="GKCCBEBB",
                vat="BE0403019261",
                enterprise="BE0403019261",
                phone="+3291234567",
                address="facturen@molen.example",
                country="BE",
                where="row 3",
            ),
            Claim(name="Lege Relatie", country="NL", where="row 4"),
        ),
    ),
    "yuki.csv": Reading(
        "yuki",
        (
            Claim(
                name="Fietsen De Ketting B.V.",
                alias="Ketting",
                iban=iban(1, "NL"),
                bic="MOLNNL2A",
                vat="NL004495445B01",
                enterprise="NL12345678",
                phone="+31207654321",
                address="post@ketting.example",
                country="NL",
                where="row 2",
            ),
        ),
    ),
    "datev-kreditoren.csv": Reading(
        "datev",
        (
            Claim(
                name=SAW,
                alias="Müller",
                iban=iban(21, "DE"),
                bic="COBADEFF",
                vat="DE136695976",
                phone="+492281234567",
                address="rechnung@saegewerk.example",
                country="DE",
                where="row 3",
            ),
            Claim(name=SAW, iban=iban(24, "DE"), country="DE", where="row 3"),
            Claim(name="Karl Weiß", alias="Weiß", iban=iban(22, "DE"), country="DE", where="row 4"),
        ),
    ),
    "sage-fr.csv": Reading(
        "sage",
        (
            Claim(
                name="Beurre & crème, société coopérative",
                alias="BEURRE",
                iban="FR1420041010050500013M02606",
                bic="PSSTFRPP",
                vat="FR40303265045",
                enterprise="FR732829320",
                phone="+33123456789",
                address="compta@beurre.example",
                country="FR",
                where="row 2",
            ),
            Claim(
                name="Oeufs du Hameau",
                alias="OEUFS",
                iban=iban(32, "LU"),
                bic="BCEELULL",
                vat="LU15027442",
                country="LU",
                where="row 3",
            ),
        ),
    ),
    "odoo.csv": Reading(
        "odoo",
        (
            Claim(
                name="Atlas bv",
                iban=iban(52),
                bic="GKCCBEBB",
                vat="BE0403170701",
                phone="+3221234567",
                address="hello@atlas.example",
                country="BE",
                where="row 2",
            ),
            Claim(name="Atlas bv", iban=iban(53), bic="KREDBEBB", where="row 3"),
            Claim(name="Zonder Rekening", address="zr@example.example", country="NL", where="row 4"),
        ),
    ),
    "payments-tabs-utf-16.txt": Reading(
        "csv",
        (
            Claim(
                name="Molenaars Meel bv",
                iban=iban(11),
                amount="1250.50",
                currency="EUR",
                reference="+++090/9337/55493+++",
                where="row 2",
                at="2026-11-03",
            ),
            Claim(
                name="Tom Maes", iban=iban(14), amount="1700", currency="EUR", reference="Loon", where="row 3", at="2026-11-03"
            ),
            Claim(name="Fout Nummer", amount="12.00", currency="EUR", where="row 4"),
        ),
        (Unread("row 4", "iban", "BE00 5390 0754 7034"),),
    ),
    "no-heading.csv": Reading(
        "csv",
        (
            Claim(name="Drukkerij Het Zetsel", iban=iban(12), where="row 1"),
            Claim(name="De Gouden Aar", iban=iban(13, "NL"), where="row 2"),
            Claim(name="Boekhouder Klaas", iban=iban(16, "NL"), where="row 3"),
        ),
    ),
}


@pytest.mark.parametrize(("name", "expected"), CASES.items(), ids=CASES)
def test_a_table_of_a_package(name: str, expected: Reading) -> None:
    assert csv.read((SAMPLES / name).read_bytes()) == expected


def test_every_sample_is_tried() -> None:
    assert {path.name for path in SAMPLES.iterdir()} == set(CASES)


HEADINGS = [
    ("nl", "Leverancier;Rekeningnummer;BTW-nr.;GSM;E-mailadres"),
    ("fr", "Raison sociale;Compte bancaire;N° TVA;Téléphone;Courriel"),
    ("de", "Firmenname;IBAN;USt-IdNr.;Telefon;E-Mail-Adresse"),
    ("en", "Supplier;Bank account;VAT number;Phone;Email"),
]


@pytest.mark.parametrize(("language", "heading"), HEADINGS, ids=[language for language, _ in HEADINGS])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_headings_are_known_in_four_languages(language: str, heading: str, delimiter: str, encoding: str) -> None:
    row = ["Molenaars Meel & één bv", "BE43 0000 0000 0101", "BE 0403.019.261", "+32 470 00 00 01", "info@molen.example"]
    data = "\r\n".join((heading.replace(";", delimiter), delimiter.join(row))).encode(encoding)
    assert csv.read(data).claims == (
        Claim(
            name="Molenaars Meel & één bv",
            iban=iban(1),
            vat="BE0403019261",
            phone="+32470000001",
            address="info@molen.example",
            where="row 2",
        ),
    )


def test_what_was_guessed_is_shown_and_can_be_said_better() -> None:
    data = f"Wie;Waar;Opmerking\nMolen;{iban(1)};-\nAtlas;{iban(2)};niet voor 12 uur bellen\n".encode()
    guessed = csv.look(data)
    assert (guessed.header, guessed.fields) == (("column 1", "column 2", "column 3"), ("", "iban", ""))
    assert guessed.rows[1] == ("Molen", iban(1), "-")
    mapped = csv.read(data, {"column 1": "name"})
    assert [(claim.name, claim.iban) for claim in mapped.claims] == [("Wie", ""), ("Molen", iban(1)), ("Atlas", iban(2))]


def test_a_column_can_be_left_out() -> None:
    data = f"Naam;IBAN;Telefoon\nMolen;{iban(1)};+32 470 00 00 01\n".encode()
    assert csv.read(data, {"Telefoon": ""}).claims == (Claim(name="Molen", iban=iban(1), where="row 2"),)


def test_a_quoted_cell_may_hold_the_delimiter_and_line_ends() -> None:
    data = f'Naam;IBAN\n"Molen; meel\nen bloem";{iban(1)}\n'.encode()
    assert csv.read(data).claims == (Claim(name="Molen; meel en bloem", iban=iban(1), where="row 2"),)


def test_a_row_longer_than_the_heading_is_left_out_and_said() -> None:
    data = f"Naam;IBAN\nMolen;{iban(1)}\nAtlas;{iban(2)};mula\n".encode()
    found = csv.read(data)
    assert [claim.name for claim in found.claims] == ["Molen"]
    assert found.unread == (Unread("row 3", "columns", "3"),)


AMOUNTS = [
    ("1.250,50", "3,10", "1250.50"),
    ("1,250.50", "3.10", "1250.50"),
    ("1 250,50", "3,10", "1250.50"),
    ("1'250.50", "3.10", "1250.50"),
    ("€ 12,5", "3,10", "12.5"),
    ("1.250", "300", "1250"),
    ("1.250.000", "300", "1250000"),
    ("12", "3.10", "12"),
]


@pytest.mark.parametrize(("written", "other", "expected"), AMOUNTS)
def test_amounts_as_the_column_writes_them(written: str, other: str, expected: str) -> None:
    data = f'Naam;IBAN;Bedrag\nMolen;{iban(1)};"{written}"\nAtlas;{iban(2)};"{other}"\n'.encode()
    assert csv.read(data).claims[0].amount == expected


REFUSED = {
    "nothing": (b"", "empty"),
    "nothing but zeros": (b"\0" * 40, "empty"),
    "a letter": (b"Beste collega,\nkan je dit betalen?\n", "table"),
    "numbers": (b"1;2;3\n4;5;6\n", "table"),
    "a quote that never ends": (b'Naam;IBAN\n"' + b"x" * 200_000, "table"),
    "a field that does not exist": (b"Naam;IBAN\nMolen;BE68\n", "table"),
}


@pytest.mark.parametrize(("data", "code"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_table_is_refused(data: bytes, code: str) -> None:
    mapping = {"Naam": "geld"} if data.startswith(b"Naam;IBAN\nMolen") else None
    with pytest.raises(Refused) as refusal:
        csv.read(data, mapping)
    assert refusal.value.code == code
