"""A file that calls itself an invoice, reminder or proof of payment came along.

It says what the message is about, not whether it is honest: the commonest name of honest and of false files alike.

When it is wrong: most invoices are honest. Nearly no weight alone.
"""

import re
from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Document

NAMED = re.compile(
    r"factuur|facturen|invoice|facture|rechnung|rekening|herinnering|aanmaning|rappel|mahnung|reminder|remittance|payment|betaling|betaalbewijs"
    r"|paiement|zahlung|pro.?forma|statement|relev[ée]|kontoauszug|creditnota|avoir|gutschrift",
    re.I,
)
ENDING = re.compile(r"\.(?:pdf|docx?|xlsx?|html?|zip|rtf|od[ts]|xml)$", re.I)


@detector(
    reads=Document,
    gives={"document.invoice_attached": ("name",)},
    question=Question.ASK,
    references=("https://attack.mitre.org/techniques/T1566/001/",),
)
def invoice_attached(document: Document, organisation: Organisation) -> Iterator[Finding]:
    if not document.body and NAMED.search(document.name) and ENDING.search(document.name):
        yield Finding("document.invoice_attached", document.where, {"name": document.name})
