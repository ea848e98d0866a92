"""Invoices and credit notes in UBL 2 as Peppol BIS Billing 3 and EN 16931 write them: who asks to be paid, and on which account.

A credit note gives no amount: nothing is to be paid. Where an invoice names a payee besides the seller (a factor, a parent), the account
is the payee's: that claim carries the payee's name.
References: OASIS UBL 2.1; EN 16931-1 (BT-27 to BT-43, BG-10, BG-16 to BG-17); Peppol BIS Billing 3.0.
"""

from typing import Any

from weerbaar.ledger.read import xml
from weerbaar.ledger.read.reading import Reading, Unread, claim_of
from weerbaar.ledger.read.refused import Refused
from weerbaar.model.ledger import Claim

ROOTS = frozenset(f"{{urn:oasis:names:specification:ubl:schema:xsd:{name}-2}}{name}" for name in ("Invoice", "CreditNote"))
MOST_ACCOUNTS = 20


def read(data: bytes) -> Reading:
    """The claims of one invoice: one for each account it names. Raises `Refused` when it is no UBL invoice or credit note."""
    root = xml.parse(data)
    if root.tag not in ROOTS:
        raise Refused("kind", str(root.tag))
    return reading_of("ubl", *_claims(root))


def reading_of(format: str, claims: list[Claim], unread: list[Unread]) -> Reading:
    """The reading of one invoice; says so when nothing in it tells who is paid."""
    if not any(claim.name or claim.iban for claim in claims):
        unread.append(Unread("file", "nothing"))
    return Reading(format, tuple(claims), tuple(unread))


def _claims(root: Any) -> tuple[list[Claim], list[Unread]]:
    credit = xml.local(root) == "CreditNote"
    amount = None if credit else next(iter(xml.every(root, "LegalMonetaryTotal/PayableAmount")), None)
    invoice = {
        "amount": "" if amount is None else (amount.text or "").strip(),
        "currency": "" if amount is None else (amount.get("currencyID") or ""),
        "reference": xml.text(root, "ID"),
    }
    day = xml.text(root, "IssueDate")
    seller = next((_party(party) for party in xml.every(root, "AccountingSupplierParty/Party")), {})
    payee = next((_party(party) for party in xml.every(root, "PayeeParty")), {})
    claims: list[Claim] = []
    unread: list[Unread] = []

    def add(where: str, written: dict[str, str]) -> None:
        claim, doubts = claim_of(where, written, day)
        unread.extend(doubts)
        if claim not in claims:
            claims.append(claim)

    for number, means in enumerate(xml.every(root, "PaymentMeans"), 1):
        if number > MOST_ACCOUNTS:
            unread.append(Unread(f"PaymentMeans {number}", "too_many"))
            break
        account = xml.text(means, "PayeeFinancialAccount/ID")
        if account:
            paid = {
                "iban": account,
                "bic": xml.text(means, "PayeeFinancialAccount/FinancialInstitutionBranch/ID"),
                "reference": xml.text(means, "PaymentID") or invoice["reference"],
            }
            add(f"PaymentMeans {number}", {**(payee or seller), **invoice, **paid})
    if not claims or payee:
        add("AccountingSupplierParty", {**seller, **(invoice if not claims else {})})
    return claims, unread


def _party(party: Any) -> dict[str, str]:
    legal, trade = xml.text(party, "PartyLegalEntity/RegistrationName"), xml.text(party, "PartyName/Name")
    country = xml.text(party, "PostalAddress/Country/IdentificationCode")
    taxes = [
        xml.text(tax, "CompanyID") for tax in xml.every(party, "PartyTaxScheme") if xml.text(tax, "TaxScheme/ID") in ("VAT", "")
    ]
    tax = taxes[0] if taxes else ""
    return {
        "name": legal or trade,
        "alias": trade if legal and trade != legal else "",
        "country": country,
        "vat": tax,
        "enterprise": xml.text(party, "PartyLegalEntity/CompanyID"),
        "contact": xml.text(party, "Contact/Name"),
        "phone": xml.text(party, "Contact/Telephone"),
        "address": xml.text(party, "Contact/ElectronicMail"),
        "domain": xml.text(party, "WebsiteURI"),
    }
