"""Hostile files: each ends in a reading or a refusal with a known code, bounded; the gate lets go of nothing else than was decided."""

from collections.abc import Callable
from pathlib import Path

import pytest
from bench.pain import fuzz, readers

from weerbaar.ledger.read import camt, cii, csv, pain, pdf, reading, refused, ubl, vcard, xml
from weerbaar.ledger.read.reading import Reading
from weerbaar.ledger.read.refused import Refused

XML = {"pain": pain.read, "camt": camt.read, "ubl": ubl.read, "cii": cii.read}
BOMB = b"<!DOCTYPE a [<!ENTITY a0 'ha'>%s]><a>&a9;</a>" % b"".join(
    b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)
)
UBL = b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">%s</Invoice>'
CARD = b"BEGIN:VCARD\nFN:Tom Maes\n%s\nEND:VCARD\n"


def test_files_changed_by_chance_do_no_harm() -> None:
    rows = fuzz(800, seed=7)
    assert set(rows) == set(readers())
    assert {kind: dict(row.wrong) for kind, row in rows.items()} == {kind: {} for kind in rows}
    assert all(row.read for row in rows.values()), "some of each are still read"
    assert rows["gate"].refused
    assert {code for row in rows.values() for code in row.refused} <= set(refused.WHY)


@pytest.mark.parametrize("read", XML.values(), ids=XML)
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (BOMB, "dtd"),
        (b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>", "dtd"),
        (b"<!DOCTYPE a SYSTEM 'https://open.example/a.dtd'><a/>", "dtd"),
        (b"<!DOCTYPE a [<!ENTITY % x SYSTEM 'https://open.example/a.dtd'> %x;]><a/>", "dtd"),
        ("<!DOCTYPE a []><a/>".encode("utf-16"), "dtd"),
        (b"<a>" * 100, "too_deep"),
        (b"<a>&nbsp;</a>", "not_xml"),
        (b"\xef\xbb\xbf<?xml version='1.0' encoding='UTF-16'?><a/>", "encoding"),
        (b"<?xml version='1.0' encoding='x-user-defined'?><a/>", "encoding"),
        (b"<?xml version='2.0'?><a/>", "xml_version"),
        (b"\0" * 100, "encoding"),
        (b"<a/>", "kind"),
    ],
)
def test_xml_of_strangers(read: Callable[[bytes], Reading], data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        read(data)
    assert refusal.value.code == code


def test_nothing_is_fetched_by_an_invoice() -> None:
    found = ubl.read(
        UBL % b'<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="file:///etc/hostname" parse="text"/><ID>7</ID>'
    )
    assert found.claims[0].reference == "7"


@pytest.mark.parametrize(
    ("module", "read"),
    [(xml, ubl.read), (csv, csv.read), (vcard, vcard.read), (pdf, cii.read_pdf)],
    ids=["xml", "csv", "vcard", "pdf"],
)
def test_a_file_that_is_too_large_is_refused(
    monkeypatch: pytest.MonkeyPatch, module: object, read: Callable[[bytes], Reading]
) -> None:  # fmt: skip
    monkeypatch.setattr(module, "MOST_BYTES", 10)
    with pytest.raises(Refused) as refusal:
        read(b"x" * 11)
    assert refusal.value.code == "too_large"


def test_more_elements_than_are_read_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "MOST_ELEMENTS", 5)
    with pytest.raises(Refused) as refusal:
        ubl.read(UBL % (b"<ID/>" * 5))
    assert refusal.value.code == "too_many"


ACCOUNT = b"<PaymentMeans><PayeeFinancialAccount><ID>BE00</ID></PayeeFinancialAccount></PaymentMeans>"
MUCH = {
    "accounts": (ubl.read, UBL % (ACCOUNT * 100), 20),
    "rows that cannot be read": (csv.read, b"naam;iban\n" + b"a;BE00\n" * 5000, reading.MOST_UNREAD),
    "columns": (csv.read, b"naam;" + b"telefoon;" * 1000 + b"\na;" + b"+32470000001;" * 1000, 1),
    "numbers on a card": (vcard.read, CARD % b"\n".join(b"TEL:+324700000%02d" % n for n in range(99)), vcard.MOST_VALUES),
    "folded lines": (vcard.read, CARD % (b"NOTE:a\n" + b" b\n" * 50_000), 1),
    "letters in a name": (vcard.read, b"BEGIN:VCARD\nFN:" + b"x" * 100_000 + b"\nEND:VCARD", 1),
}


@pytest.mark.parametrize(("read", "data", "most"), MUCH.values(), ids=MUCH)
def test_of_what_is_much_a_bounded_part_is_read(read: Callable[[bytes], Reading], data: bytes, most: int) -> None:
    found = read(data)
    assert 0 < len(found.claims) <= most
    assert len(found.unread) <= reading.MOST_UNREAD + 5
    assert all(len(claim.name) <= reading.LONGEST for claim in found.claims)


def test_the_rest_of_a_long_table_is_said_to_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv, "MOST_CLAIMS", 2)
    found = csv.read(b"naam;telefoon\n" + b"a;\n" * 5)
    assert len(found.claims) == 2
    assert (found.unread[-1].where, found.unread[-1].code) == ("row 4", "too_many")


def test_every_reason_has_its_words() -> None:
    assert all(refused.WHY.values())
    assert all(reading.WHY.values())
    assert set(reading.NORMALISED) < set(reading.WHY)


def test_every_refusal_fault_and_note_stands_in_the_docs() -> None:
    page = Path("docs/rooms/payment-files.md").read_text(encoding="utf-8")
    assert [code for code in (*refused.WHY, *pain.FAULTS, *pain.NOTES) if f"`{code}`" not in page] == []
