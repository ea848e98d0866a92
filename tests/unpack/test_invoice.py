"""Invoices for programs: who is to be paid as claims, the words as text, the file inside as an attachment; hostile ones end in an answer."""

import base64
from dataclasses import replace
from pathlib import Path

import pytest
from bench.seeds import invoice, pdf

from weerbaar.model.finding import Reason
from weerbaar.model.item import Item
from weerbaar.model.part import Document, Link, Parts, Text
from weerbaar.settings import DEFAULT
from weerbaar.unpack.unpack import unpack

SAMPLES = Path(__file__).parents[1] / "ledger" / "samples" / "invoice"
BOMB = b'<?xml version="1.0"?><!DOCTYPE Invoice [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


def document(parts: Parts) -> Document:
    return next(one for one in parts.of(Document) if one.kind == "invoice")


@pytest.mark.parametrize(
    ("name", "payee", "iban"),
    [
        ("peppol-invoice.xml", "Molenaars Meel bv", "BE30000000001111"),
        ("factur-x.xml", "Sägewerk Müller & Söhne KG", "DE51000000000000000021"),
        ("factur-x.pdf", "Sägewerk Müller & Söhne KG", "DE51000000000000000021"),
    ],
)
def test_it_says_who_is_to_be_paid(name: str, payee: str, iban: str) -> None:
    parts = unpack(Item(name, (SAMPLES / name).read_bytes()))
    claim = document(parts).claims[0]
    assert (claim.name, claim.iban) == (payee, iban)
    assert claim.where == document(parts).where
    assert any(iban in text.text for text in parts.of(Text))


def test_it_is_read_inside_a_mail_too() -> None:
    body = base64.encodebytes(invoice()).decode()
    mail = (
        "From: a@b.example\nTo: c@d.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=q\n\n"
        f"--q\nContent-Type: text/plain\n\nZie bijlage\n--q\nContent-Type: application/xml; name=f.xml\n"
        f"Content-Disposition: attachment; filename=f.xml\nContent-Transfer-Encoding: base64\n\n{body}\n--q--\n"
    )
    claim = document(unpack(Item("m.eml", mail.encode()))).claims[0]
    assert (claim.name, claim.iban, claim.where) == (
        "Firma", "BE68539007547034", "attachment f.xml",
    )  # fmt: skip


def test_what_is_packed_inside_is_read_like_an_attachment() -> None:
    inside = base64.b64encode(pdf("Te betalen op BE43 0000 0000 0101 binnen acht dagen.")).decode()
    packed = (
        "<cac:AdditionalDocumentReference><cac:Attachment><cbc:EmbeddedDocumentBinaryObject "
        f'mimeCode="application/pdf" filename="../../factuur.pdf">{inside}</cbc:EmbeddedDocumentBinaryObject>'
        "</cac:Attachment></cac:AdditionalDocumentReference></Invoice>"
    )
    parts = unpack(Item("f.xml", invoice().replace(b"</Invoice>", packed.encode())))
    assert "embedded_file" in document(parts).traits
    assert next(one for one in parts.of(Document) if one.kind == "pdf").name == "factuur.pdf"
    assert any("BE43 0000 0000 0101" in text.text for text in parts.of(Text))
    assert not any(inside[:40] in text.text for text in parts.of(Text))


def test_names_of_standards_are_no_links() -> None:
    parts = unpack(Item("factur-x.xml", (SAMPLES / "factur-x.xml").read_bytes()))
    assert not list(parts.of(Link))


@pytest.mark.parametrize(
    "data",
    [
        BOMB + invoice().partition(b"?>")[2],
        invoice()[:-40],  # cut off
        invoice().replace(b"<cbc:ID>4711", b"<cbc:ID>&xxe;4711"),
        invoice().replace(b"</Invoice>", b"<a>" * 200 + b"</a>" * 200 + b"</Invoice>"),
        b"<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-3'>Factuur van de firma</Invoice>",
    ],
)
def test_what_cannot_be_trusted_makes_no_claims_and_is_still_read_as_text(data: bytes) -> None:
    parts = unpack(Item("f.xml", data))
    assert document(parts).claims == ()
    assert "damaged" in document(parts).traits
    assert any(one.detector == "unpack.invoice" and one.reason is Reason.DAMAGED for one in parts.not_looked)
    assert any(text.text for text in parts.of(Text))


def test_a_file_inside_that_is_no_base64_is_named() -> None:
    broken = '<cbc:EmbeddedDocumentBinaryObject filename="a.pdf">=====a</cbc:EmbeddedDocumentBinaryObject></Invoice>'
    parts = unpack(Item("f.xml", invoice().replace(b"</Invoice>", broken.encode())))
    assert any(one.where.endswith("a.pdf") and one.reason is Reason.DAMAGED for one in parts.not_looked)


def test_many_files_inside_are_counted_not_read() -> None:
    one = '<cbc:EmbeddedDocumentBinaryObject filename="a.txt">RmFjdHV1cg==</cbc:EmbeddedDocumentBinaryObject>'
    parts = unpack(Item("f.xml", invoice().replace(b"</Invoice>", (one * 30).encode() + b"</Invoice>")))
    assert any(one.reason is Reason.TOO_MANY and one.detail == "20 files" for one in parts.not_looked)


def test_what_is_packed_inside_stays_within_the_budget() -> None:
    large = base64.b64encode(bytes(300_000)).decode()
    one = f'<cbc:EmbeddedDocumentBinaryObject filename="a.bin">{large}</cbc:EmbeddedDocumentBinaryObject></Invoice>'
    parts = unpack(Item("f.xml", invoice().replace(b"</Invoice>", one.encode())), replace(DEFAULT, max_unpacked_bytes=200_000))
    assert any(one.reason is Reason.TOO_LARGE for one in parts.not_looked)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<html><!-- CrossIndustryInvoice ubl:schema:xsd --><body><p>Dag</p></body></html>", "x.xml"),
        (b"<Invoice><!-- ubl:schema:xsd --></Invoice>", "page.html"),
        (b"<note>CrossIndustryInvoice</note>", "note.xml"),
    ],
)
def test_other_files_are_not_taken_for_invoices(data: bytes, name: str) -> None:
    assert not [one for one in unpack(Item(name, data)).of(Document) if one.kind == "invoice"]
