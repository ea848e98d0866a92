"""A stranger asks for money: nothing ties the sender to the organisation, and the message names an amount or account to pay.

The organisation has told us whom it deals with and whom it hears from. A first invoice, fee or order from outside that circle is looked
up before it is paid.

When it is wrong: every new supplier is a stranger once.
"""

import re
from collections.abc import Iterator

from weerbaar.detect._accounts import accounts_in, amounts_in, said
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts, Text

PAY = re.compile(
    r"\b(?:betaal|betalen|betaling|overmaken|overschrijv\w*|voldoe\w*|openstaand\w*|factuur|verschuldigd\w*|te\s+betalen"
    r"|pay(?:ment|able|ing)?|transfer|wire|remit\w*|invoice|overdue|outstanding|amount\s+due"
    r"|pay(?:er|ez|é\w*)|paiement|r[ée]gl(?:er|ez|ement)|virement|virer|factures?|impay[ée]\w*"
    r"|bezahl\w*|zahl(?:en|ung|bar)|überweis\w*|rechnung|begleich\w*|offene\w*\s+betrag)\b",
    re.I,
)


@detector(
    reads=Parts,
    gives={"text.first_payment": ("sender", "amount")},
    question=Question.FACTS,
    references=("https://attack.mitre.org/techniques/T1657/",),
)
def first_payment(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    sender = parts.mail.sender if parts.mail else None
    if sender is None or not organisation.known or organisation.is_known_domain(sender.domain):
        return
    if any(sender.address in (person.address, *person.other_addresses) for person in organisation.people):
        return
    subject = next((text.subject for text in parts.of(Text) if text.subject), "")
    for where, text in said(parts):
        account = next((a for a in accounts_in(text) if a.valid), None)
        amount = next(iter(amounts_in(text)), "")
        if (account or amount) and PAY.search(f"{subject}\n{text}"[:50_000]):
            yield Finding("text.first_payment", where, {"sender": sender.address, "amount": amount or str(account)})
            return
