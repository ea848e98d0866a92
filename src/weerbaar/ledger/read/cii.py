"""Invoices in UN/CEFACT Cross Industry Invoice: the XML of Factur-X and ZUGFeRD (1 and 2), and of XRechnung in that syntax.

`read` takes the XML, `read_pdf` a PDF with the XML inside. The PDF's pages are not read: what people see there may say otherwise.
References: UN/CEFACT D16B Cross Industry Invoice; Factur-X 1.0.07; EN 16931-1 (BT-27 to BT-43, BG-10, BG-16 to BG-17).
"""

from typing import Any

from weerbaar.ledger.read import pdf, xml
from weerbaar.ledger.read.reading import Reading, Unread, claim_of
from weerbaar.ledger.read.refused import Refused
from weerbaar.ledger.read.ubl import MOST_ACCOUNTS, reading_of
from weerbaar.model.ledger import Claim

ROOTS = frozenset({"CrossIndustryInvoice", "CrossIndustryDocument"})
CREDIT_NOTE = "381"
"""UNTDID 1001."""
NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml")
"""Names of the invoice inside a PDF, by Factur-X, ZUGFeRD and XRechnung."""


def read(data: bytes) -> Reading:
    """The claims of one invoice: one for each account it names. Raises `Refused` when it is no cross industry invoice."""
    root = xml.parse(data)
    if xml.local(root) not in ROOTS:
        raise Refused("kind", str(root.tag))
    return reading_of("cii", *_claims(root))


def read_pdf(data: bytes) -> Reading:
    """The same of the invoice inside a PDF. PDF is read by native code: call this in a guarded process for what strangers sent."""
    attached = pdf.attached(data)
    named = [inner for name, inner in attached if name.lower() in NAMES]
    if len(named) != 1:
        raise Refused("pdf", f"{len(named)} invoices inside")
    return read(named[0])


def _first(element: Any, *names: str) -> Any:
    """The first element of one of these local names, however deep; None where there is none."""
    return next((found for name in names for found in element.iterdescendants(f"{{*}}{name}")), None)


def _claims(root: Any) -> tuple[list[Claim], list[Unread]]:
    settlement = _first(root, "ApplicableHeaderTradeSettlement", "ApplicableSupplyChainTradeSettlement")
    seller_party = _first(root, "SellerTradeParty")
    seller = {} if seller_party is None else _party(seller_party)
    document = _first(root, "ExchangedDocument", "HeaderExchangedDocument")
    invoice = {"reference": "" if document is None else xml.text(document, "ID")}
    day = "" if document is None else xml.text(document, "IssueDateTime/DateTimeString")
    claims: list[Claim] = []
    unread: list[Unread] = []

    def add(where: str, written: dict[str, str]) -> None:
        claim, doubts = claim_of(where, written, day)
        unread.extend(doubts)
        if claim not in claims:
            claims.append(claim)

    payee: dict[str, str] = {}
    if settlement is not None:
        payee_party = _first(settlement, "PayeeTradeParty")
        payee = {} if payee_party is None else _party(payee_party)
        credit = document is not None and xml.text(document, "TypeCode") == CREDIT_NOTE
        amount = None if credit else _first(settlement, "DuePayableAmount", "GrandTotalAmount")
        invoice |= {
            "amount": "" if amount is None else (amount.text or "").strip(),
            "currency": xml.text(settlement, "InvoiceCurrencyCode"),
            "reference": xml.text(settlement, "PaymentReference") or invoice["reference"],
        }
        for number, means in enumerate(xml.every(settlement, "SpecifiedTradeSettlementPaymentMeans"), 1):
            if number > MOST_ACCOUNTS:
                unread.append(Unread(f"PaymentMeans {number}", "too_many"))
                break
            account = "PayeePartyCreditorFinancialAccount"
            written = xml.text(means, f"{account}/IBANID") or xml.text(means, f"{account}/ProprietaryID")
            if written:
                bic = xml.text(means, "PayeeSpecifiedCreditorFinancialInstitution/BICID")
                add(f"PaymentMeans {number}", {**(payee or seller), **invoice, "iban": written, "bic": bic})
    if not claims or payee:
        add("SellerTradeParty", {**seller, **(invoice if not claims else {})})
    return claims, unread


def _party(party: Any) -> dict[str, str]:
    name, trade = xml.text(party, "Name"), xml.text(party, "SpecifiedLegalOrganization/TradingBusinessName")
    taxes = [found for found in xml.every(party, "SpecifiedTaxRegistration/ID") if found.get("schemeID") == "VA"]
    return {
        "name": name or trade,
        "alias": trade if trade != name else "",
        "country": xml.text(party, "PostalTradeAddress/CountryID"),
        "vat": (taxes[0].text or "").strip() if taxes else "",
        "enterprise": xml.text(party, "SpecifiedLegalOrganization/ID"),
        "contact": xml.text(party, "DefinedTradeContact/PersonName"),
        "phone": xml.text(party, "DefinedTradeContact/TelephoneUniversalCommunication/CompleteNumber"),
        "address": xml.text(party, "DefinedTradeContact/EmailURIUniversalCommunication/URIID"),
    }
