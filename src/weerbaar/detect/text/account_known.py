"""Every account in the message is one that was confirmed for the firm it speaks for.

Evidence of honesty: money that is paid would reach the right firm. It says nothing about links, attachments or other requests in the
same message. Silent when a confirmation has run out, and when an invoice or payment code gives the account another name.

When it is wrong: a swindler copies an old invoice whole and asks for something else than a payment, or the bank details that the
organisation keeps were wrong to begin with.
"""

from collections.abc import Iterator

from weerbaar.detect._accounts import accounts
from weerbaar.detect._claimed import claims
from weerbaar.detect._standing import compared, written
from weerbaar.detect.declaration import detector
from weerbaar.ledger.compare import account_of, known
from weerbaar.model.finding import Finding, Question
from weerbaar.model.ledger import NameMatch, Payee
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts


@detector(
    reads=Parts,
    gives={"text.account_known": ("supplier", "iban")},
    question=Question.FACTS,
    references=("https://www.europeanpaymentscouncil.eu/what-we-do/other-schemes/verification-payee",),
)
def account_known(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    shown = list(accounts(parts))
    ledger = known(organisation)
    if not shown or not ledger.payees:
        return
    stated = compared(parts, organisation)
    if any(one.name is NameMatch.NONE or one.also for one in stated):
        return
    meant = [ledger.payee(one.payee) for one in stated if one.payee and one.name is NameMatch.MATCH]
    for payee in [claim.payee for claim in claims(parts, organisation)] or [payee for payee in meant if payee]:
        if all(_holds(payee, account.iban, ledger.today) for _, _, account in shown):
            where, _, account = shown[0]
            yield Finding("text.account_known", where, {"supplier": payee.name, "iban": written(account.iban)})
            return


def _holds(payee: Payee, iban: str, today: str) -> bool:
    fact = account_of(payee, iban, today)
    return fact is not None and fact.confirmed and not fact.expired(today)
