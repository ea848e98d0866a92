"""The pages of an electronic invoice and the data inside it name another account, amount or payee.

A Factur-X or ZUGFeRD invoice is a PDF for people with the same invoice for programs inside (EN 16931). The two must agree; the program that pays reads
the one, the person who approves sees the other.

When it is wrong: pages without any account or amount are not compared; a page that shows a rounded amount, or a trade name while the data has the legal one.
"""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from rapidfuzz import fuzz

from weerbaar.detect._accounts import accounts_in, amounts_in
from weerbaar.detect.declaration import detector
from weerbaar.ledger.numbers import grouped
from weerbaar.model.finding import Finding, Question
from weerbaar.model.ledger import Claim
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Document, Parts, Text

ALIKE = 65
"""Of 100: how much of a name stands on the pages."""
ENOUGH = 80
"""Characters on the pages from which a name is looked for."""


@detector(
    reads=Parts,
    gives={
        "document.data_differs_account": ("name", "page", "data"),
        "document.data_differs_amount": ("name", "page", "data"),
        "document.data_differs_payee": ("name", "data"),
    },
    question=Question.FACTS,
    references=("https://fnfe-mpe.org/factur-x/", "https://www.ferd-net.de/standards/zugferd"),
)
def data_differs(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    documents = list(parts.of(Document))
    for pdf in documents:
        if pdf.kind != "pdf" or not pdf.members:
            continue
        said = "\n".join(
            text.text for text in parts.of(Text) if text.where == pdf.where or text.where.startswith(f"{pdf.where} > page ")
        )
        for inner in documents:
            if inner.claims and inner.name in pdf.members and inner.where in _places(pdf, inner.name):
                yield from _compared(inner.claims[0], said, pdf)


def _places(pdf: Document, name: str) -> tuple[str, ...]:
    """Where a file inside a PDF says it stands; in a PDF that was brought by itself the path begins with the file."""
    inside = f"attachment {name}"
    return (f"{pdf.where} > {inside}", inside) if pdf.where == pdf.name else (f"{pdf.where} > {inside}",)


def _compared(claim: Claim, said: str, pdf: Document) -> Iterator[Finding]:
    shown = [one for one in accounts_in(said) if one.valid]
    if claim.iban and shown and claim.iban not in [one.iban for one in shown]:
        yield Finding(
            "document.data_differs_account", pdf.where, {"name": pdf.name, "page": str(shown[0]), "data": grouped(claim.iban)}
        )
    amounts = amounts_in(said)
    if claim.amount and amounts and not set(map(_digits, amounts)) & _spellings(claim.amount):
        saw = {"name": pdf.name, "page": amounts[-1], "data": f"{claim.amount} {claim.currency}".strip()}
        yield Finding("document.data_differs_amount", pdf.where, saw)
    names = [name for name in (claim.name, claim.alias) if name]
    if names and len(said) >= ENOUGH and all(fuzz.partial_ratio(name.casefold(), said.casefold()) < ALIKE for name in names):
        yield Finding("document.data_differs_payee", pdf.where, {"name": pdf.name, "data": claim.name or claim.alias})


def _digits(amount: str) -> str:
    return "".join(c for c in amount if c.isdigit())


def _spellings(amount: str) -> set[str]:
    """The digits of an amount with two decimals and, when it is whole, without."""
    try:
        cents = f"{Decimal(amount):.2f}"
    except InvalidOperation:
        return {_digits(amount)}
    return {_digits(cents), *([_digits(cents[:-3])] if cents.endswith(".00") else [])}
