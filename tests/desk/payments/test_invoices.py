"""A purchase invoice beside the ledger."""

import pytest

from tests.desk.cast import Desk
from tests.desk.payments.world import KROON, known
from tests.ledger.payments import iban
from weerbaar.desk.payments import invoices
from weerbaar.desk.payments.models import Invoice, Way

State = Invoice.State


def ubl(name: str = "Molens De Kroon", account: str = KROON, phone: str = "+32 9 330 00 99") -> bytes:
    """An invoice in UBL, as Peppol BIS 3 writes it, in what we read of it."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
 <cbc:ID>F-2026-117</cbc:ID><cbc:IssueDate>2026-11-18</cbc:IssueDate>
 <cac:AccountingSupplierParty><cac:Party><cac:PartyName><cbc:Name>{name}</cbc:Name></cac:PartyName>
  <cac:PartyLegalEntity><cbc:RegistrationName>{name}</cbc:RegistrationName></cac:PartyLegalEntity>
  <cac:Contact><cbc:Telephone>{phone}</cbc:Telephone></cac:Contact></cac:Party></cac:AccountingSupplierParty>
 <cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>
  <cac:PayeeFinancialAccount><cbc:ID>{account}</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>
 <cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="EUR">1250.00</cbc:PayableAmount></cac:LegalMonetaryTotal>
</Invoice>""".encode()


def read(desk: Desk, data: bytes, name: str = "factuur.xml") -> Invoice:
    who = desk.member("tom")
    return invoices.read(invoices.take_in(who.organisation, data, name=name, way=Way.PAGE, member=who))


CASES = [
    ("the confirmed account", ubl(), State.AGREES),
    ("another account", ubl(account=iban(77)), State.ASK),
    ("another name on a known account", ubl(name="Nieuwe Leverancier"), State.ASK),
    ("nobody we know", ubl("Nieuwe Leverancier", iban(78)), State.ASK),
    ("no account", ubl(account=""), State.UNREAD),
    ("another kind of XML", b"<x/>", State.UNREAD),
    ("an entity", b'<!DOCTYPE a [<!ENTITY b "c">]><Invoice>&b;</Invoice>', State.UNREAD),
    ("cut off", ubl()[:-30], State.UNREAD),
    ("a text with a confirmed account", f"Gelieve te betalen op {KROON}.".encode(), State.AGREES),
    ("a text with an account nobody knows", f"Gelieve te betalen op {iban(79)}.".encode(), State.ASK),
    ("a text with both", f"Betaal op {iban(79)}, niet op {KROON}.".encode(), State.ASK),
    ("nothing to read", b"\0\1\2", State.UNREAD),
]


@pytest.mark.parametrize(("case", "data", "state"), CASES, ids=[case[0] for case in CASES])
def test_an_invoice_agrees_only_with_the_confirmed_account_of_whom_it_names(
    desk: Desk, case: str, data: bytes, state: State
) -> None:
    known(desk)
    name = "factuur.txt" if case.startswith(("a text", "nothing")) else "factuur.xml"
    assert read(desk, data, name).state == state


def test_the_same_invoice_is_taken_in_once(desk: Desk) -> None:
    known(desk)
    assert read(desk, ubl()).pk == read(desk, ubl()).pk
    assert Invoice.objects.count() == 1


def test_a_confirmation_of_it_refuses_the_number_on_it(desk: Desk) -> None:
    from django.urls import reverse

    from weerbaar.desk.ledger.about import About
    from weerbaar.desk.ledger.models import Confirmation

    known(desk)
    made = read(desk, ubl(account=iban(77)))
    answer = desk.browser("tom").post(reverse("invoice_confirm", args=(made.ref, 0)))
    asked = Confirmation.objects.select_related("organisation").get()
    assert answer.headers["Location"] == reverse("confirmation", args=(asked.ref,))
    assert "+3293300099" in About.of(asked).came_with


def test_its_pages_say_what_to_do(desk: Desk) -> None:
    from django.urls import reverse

    known(desk)
    browser = desk.browser("tom")
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = browser.post(reverse("invoices"), {"file": SimpleUploadedFile("factuur.xml", ubl(account=iban(77)))}, follow=True)
    assert answer.status_code == 200 and b"BE" in answer.content
    assert browser.post(reverse("invoices")).status_code == 400
    assert b"factuur.xml" in browser.get(reverse("invoices")).content
