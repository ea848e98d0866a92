"""One account under several names: the pattern of a money mule, who is paid for many.

Told when invoices or payment codes in one message give an account to different names, when the ledger has it under several payees and somebody
still has to confirm one of them, or when mail from several unrelated senders named it before.

When it is wrong: firms of one group share accounts, and factoring companies collect for many. Confirmed for each of them, this stays silent.
"""

from collections.abc import Iterator

from weerbaar.detect._accounts import accounts
from weerbaar.detect._domain import registrable
from weerbaar.detect._standing import compared
from weerbaar.detect.declaration import detector
from weerbaar.ledger.compare import account_of, known
from weerbaar.model.finding import Finding, Question
from weerbaar.model.ledger import Kind
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts

MOST_NAMES = 4


@detector(
    reads=Parts,
    gives={"text.account_shared": ("iban", "names")},
    question=Question.FACTS,
    references=("https://www.europol.europa.eu/crime-areas/forgery-of-money-and-means-of-payment/money-muling",),
)
def account_shared(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    under = {one.claim.iban: (one.claim.name, *one.also) for one in compared(parts, organisation) if one.also}
    for where, _, account in accounts(parts):
        names = under.get(account.iban) or _known_under(account.iban, organisation)
        if len(names) > 1:
            yield Finding("text.account_shared", where, {"iban": str(account), "names": ", ".join(names[:MOST_NAMES])})
            return


def _known_under(iban: str, organisation: Organisation) -> tuple[str, ...]:
    """The names an account is known under, when that is not settled; else the domains it was seen from, when nobody is known to hold it."""
    ledger = known(organisation)
    holders = tuple({payee.id: payee for payee, _ in ledger.having(Kind.IBAN, iban)}.values())
    if holders:
        facts = [account_of(payee, iban, ledger.today) for payee in holders]
        settled = all(fact is not None and fact.confirmed for fact in facts)
        return () if settled else tuple(payee.name for payee in holders)
    return tuple(dict.fromkeys(registrable(domain) for domain in organisation.memory.ibans.get(iban, ())))
