"""Statements: who was really paid."""

from pathlib import Path

import pytest

from tests.ledger.payments import iban
from weerbaar.ledger.read import camt
from weerbaar.ledger.read.reading import Unread
from weerbaar.ledger.read.refused import Refused
from weerbaar.model.ledger import Claim, How

SAMPLES = Path(__file__).parents[1] / "samples" / "camt"


@pytest.mark.parametrize("version", ["02", "08"])
def test_only_what_was_booked_as_leaving_is_read(version: str) -> None:
    found = camt.read((SAMPLES / f"statement-{version}.xml").read_bytes())
    assert found.how is How.PAID
    assert found.format == f"camt.053.001.{version}"
    assert found.claims == (
        Claim(
            name="Molenaars Meel bv",
            iban=iban(11),
            bic="GKCCBEBB",
            amount="1250.00",
            currency="EUR",
            reference="090933755493",
            where="entry 1",
            at="2026-11-03",
        ),
        Claim(
            name="Tom Maes",
            iban=iban(14),
            amount="100.00",
            currency="EUR",
            reference="Loon oktober",
            where="entry 3.1",
            at="2026-10-30",
        ),
        Claim(
            name="An Peeters",
            iban=iban(15),
            amount="200.00",
            currency="EUR",
            reference="LOON-2",
            where="entry 3.2",
            at="2026-10-30",
        ),
        Claim(name="Kapotte Rekening", amount="5.00", currency="EUR", reference="Fout", where="entry 9", at="2026-11-03"),
    )
    assert found.unread == (
        Unread("entry 4", "no_details", "500.00"),
        Unread("entry 8", "no_details", "6.50"),
        Unread("entry 9", "iban", "BE00539007547034"),
    )


def test_a_statement_of_another_version_is_refused() -> None:
    with pytest.raises(Refused, match=r"camt\.053\.001\.01"):
        camt.read(b"<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.01'/>")


def test_a_version_without_schema_is_read_and_said() -> None:
    data = (SAMPLES / "statement-02.xml").read_bytes()
    found = camt.read(data.replace(b"camt.053.001.02", b"camt.053.001.04"))
    assert found.claims == camt.read(data).claims
    assert found.unread[0] == Unread("file", "unchecked", "camt.053.001.04")


def test_a_statement_without_payments_says_so() -> None:
    data = (SAMPLES / "statement-02.xml").read_bytes().replace(b"DBIT", b"CRDT")
    assert camt.read(data).unread == (Unread("file", "nothing"),)
