"""Invoices that a program can read: UBL, CII, and CII inside a PDF."""

from pathlib import Path

import pytest

from tests.ledger.payments import iban
from weerbaar.ledger.read import cii, ubl
from weerbaar.ledger.read.reading import Reading, Unread
from weerbaar.ledger.read.refused import Refused
from weerbaar.model.ledger import Claim

SAMPLES = Path(__file__).parents[1] / "samples" / "invoice"
MOLEN = {
    "name": "Molenaars Meel bv",
    "alias": "De Molen",
    "vat": "BE0403019261",
    "enterprise": "BE0403019261",
    "phone": "+3291234567",
    "address": "facturen@molen.example",
    "contact": "Lies Molenaar",
    "country": "BE",
    "at": "2026-11-02",
}
ASKED = {"amount": "1250.00", "currency": "EUR", "reference": "+++090/9337/55493+++"}
SAW = Claim(
    name="Sägewerk Müller & Söhne KG",
    iban=iban(21, "DE"),
    bic="COBADEFF",
    vat="DE136695976",
    enterprise="DEHRB12345",
    phone="+492281234567",
    address="rechnung@saegewerk.example",
    amount="333.33",
    currency="EUR",
    reference="RE-21",
    where="PaymentMeans 1",
    contact="Uta Müller",
    alias="Holz Müller",
    country="DE",
    at="2026-11-02",
)


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def test_an_invoice_by_peppol() -> None:
    assert ubl.read(sample("peppol-invoice.xml")) == Reading(
        "ubl", (Claim(**MOLEN, **ASKED, iban=iban(11), bic="GKCCBEBB", where="PaymentMeans 1"),)
    )


def test_a_wrong_account_is_left_out_and_said() -> None:
    assert ubl.read(sample("peppol-two-accounts.xml")) == Reading(
        "ubl",
        (
            Claim(**MOLEN, **ASKED, iban=iban(1), where="PaymentMeans 1"),
            Claim(**MOLEN, **ASKED, bic="GKCCBEBB", where="PaymentMeans 2"),
        ),
        (Unread("PaymentMeans 2", "iban", "BE43000000000102"),),
    )


def test_the_account_of_a_factor_is_the_factors() -> None:
    assert ubl.read(sample("peppol-factor.xml")).claims == (
        Claim(
            name="Factor Fictief nv",
            iban=iban(80),
            bic="GKCCBEBB",
            enterprise="BE0403170701",
            **ASKED,
            where="PaymentMeans 1",
            at="2026-11-02",
        ),
        Claim(**MOLEN, where="AccountingSupplierParty"),
    )


def test_a_credit_note_asks_for_nothing() -> None:
    claim = Claim(**MOLEN, reference="C2026-7", where="AccountingSupplierParty")
    assert ubl.read(sample("peppol-credit-note.xml")) == Reading("ubl", (claim,))


@pytest.mark.parametrize("name", ["factur-x.xml", "factur-x.pdf"])
def test_an_invoice_by_factur_x(name: str) -> None:
    read = cii.read_pdf if name.endswith(".pdf") else cii.read
    assert read(sample(name)) == Reading("cii", (SAW,))


def test_zugferd_1_has_other_names_for_the_same() -> None:
    data = sample("factur-x.xml").decode()
    for now, was in (
        ("CrossIndustryInvoice", "CrossIndustryDocument"),
        ("ApplicableHeaderTradeSettlement", "ApplicableSupplyChainTradeSettlement"),
        ("rsm:ExchangedDocument>", "rsm:HeaderExchangedDocument>"),
    ):
        data = data.replace(now, was)
    assert cii.read(data.encode()).claims == (SAW,)


@pytest.mark.parametrize(
    ("name", "code", "detail"),
    [
        ("no-invoice-inside.pdf", "pdf", "0 invoices inside"),
        ("two-invoices-inside.pdf", "pdf", "2 invoices inside"),
        ("factur-x.xml", "pdf", ""),
    ],
)
def test_a_pdf_without_one_invoice_is_refused(name: str, code: str, detail: str) -> None:
    with pytest.raises(Refused) as refusal:
        cii.read_pdf(sample(name))
    assert (refusal.value.code, refusal.value.detail.startswith(detail)) == (code, True)


def test_one_kind_of_invoice_is_not_the_other() -> None:
    for read, name in ((ubl.read, "factur-x.xml"), (cii.read, "peppol-invoice.xml")):
        with pytest.raises(Refused) as refusal:
            read(sample(name))
        assert refusal.value.code == "kind"


def test_an_invoice_may_be_in_utf_16() -> None:
    data = sample("peppol-invoice.xml").decode().replace("UTF-8", "UTF-16").encode("utf-16")
    assert ubl.read(data) == ubl.read(sample("peppol-invoice.xml"))


@pytest.mark.parametrize("amount", ["-12.00", "12,00", "twaalf", "1e3"])
def test_what_is_no_amount_to_pay_is_left_out_and_said(amount: str) -> None:
    found = ubl.read(sample("peppol-invoice.xml").replace(b"1250.00", amount.encode()))
    assert found.claims[0].amount == ""
    assert found.unread == (Unread("PaymentMeans 1", "amount", amount),)
