"""Payments and direct debits as claims; what the gate's reader sees is what an ordinary reader sees."""

from pathlib import Path

import pytest

from tests.ledger.payments import STYLES, Payment, Style, iban, pain, payments
from weerbaar.ledger.read import pain as reader
from weerbaar.ledger.read.reading import Reading, Unread
from weerbaar.ledger.read.refused import Refused
from weerbaar.model.ledger import Claim, How

SAMPLES = Path(__file__).parents[1] / "samples"


def test_each_payment_is_a_claim() -> None:
    found = reader.read(pain([payments(1)], Style(version="09")))
    assert found == Reading(
        "pain.001.001.09",
        (
            Claim(
                name="Leverancier 1 & zoon",
                iban=iban(1),
                amount="1.01",
                currency="EUR",
                reference="Factuur 1",
                where="line 1",
                at="2026-11-23",
            ),
        ),
        how=How.IMPORTED,
    )


@pytest.mark.parametrize("version", ["02", "08"])
def test_a_direct_debit_names_who_is_debited(version: str) -> None:
    found = reader.read((SAMPLES / "pain008" / f"direct-debits-{version}.xml").read_bytes())
    assert found.claims == (
        Claim(
            name="A. Smit",
            iban=iban(61, "NL"),
            bic="MOLNNL2A",
            amount="39.95",
            currency="EUR",
            reference="Contributie december",
            where="line 1",
            country="NL",
            at="2026-12-01",
        ),
        Claim(
            name="B. Jansen", bic="MOLNNL2A", amount="39.95", currency="EUR", reference="LID-2", where="line 2", at="2026-12-01"
        ),
    )
    assert found.unread == (Unread("line 2", "iban", "NL91MOLN0000000062"),)


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_the_gate_and_the_ledger_read_the_same(style: Style) -> None:
    data = pain([payments(3), [Payment(text="Bril")]], style)
    order = reader.order_of(data)
    assert tuple(line.claim for line in order.lines) == reader.read(data).claims
    assert [data[line.start : line.start + 1] + data[line.end - 1 : line.end] for line in order.lines] == [b"<>"] * 4


@pytest.mark.parametrize("path", sorted((SAMPLES / "pain").glob("*.xml")), ids=lambda path: path.stem)
def test_samples_read_alike(path: Path) -> None:
    data = path.read_bytes()
    assert tuple(line.claim for line in reader.order_of(data).lines) == reader.read(data).claims


def test_a_file_that_breaks_its_schema_is_still_read_for_a_ledger() -> None:
    found = reader.read(pain([[Payment(iban="BE68 5390 0754 7034")]]))
    assert [claim.iban for claim in found.claims] == ["BE68539007547034"]
    assert [(one.where, one.code) for one in found.unread] == [("file", "schema")]


@pytest.mark.parametrize("version", ["pain.001.003.03", "pain.001.001.12"])
def test_versions_that_the_gate_refuses_still_fill_a_ledger(version: str) -> None:
    found = reader.read(pain([payments(1)]).replace(b"pain.001.001.03", version.encode()))
    assert [claim.iban for claim in found.claims] == [iban(1)]
    assert found.unread == (Unread("file", "unchecked", version),)


def test_a_line_without_name_and_account_is_left_out_and_said() -> None:
    found = reader.read(pain([[Payment(name="", iban="BE00")]]))
    assert not found.claims
    assert [(one.where, one.code) for one in found.unread] == [
        ("file", "schema"),
        ("line 1", "iban"),
        ("line 1", "no_name"),
        ("file", "nothing"),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<Document xmlns='urn:iso:std:iso:20022:tech:xsd:pain.001.001.02'/>", "version"),
        (b"<Document xmlns='urn:iso:std:iso:20022:tech:xsd:pain.008.001.99'/>", "version"),
        (b"<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.02'/>", "kind"),
        (b"<Document/>", "kind"),
        (b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", "dtd"),
        (b"<a>", "not_xml"),
        (b"", "empty"),
    ],
)
def test_what_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        reader.read(data)
    assert refusal.value.code == code


def test_more_lines_than_are_read_in_one_go_are_refused_by_the_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_LINES", 2)
    reader.order_of(pain([payments(2)]))
    with pytest.raises(Refused) as refusal:
        reader.order_of(pain([payments(2), payments(1, start=3)]))
    assert refusal.value.code == "too_many"
