"""The firm and its account are known, and it is time to confirm them again.

A confirmation is kept for as long as the organisation decides. After that the account is still the likely one, but what was true two years
ago is what a swindler counts on: a firm that moved, merged or was taken over by somebody else is found out by calling.

When it is wrong: most old accounts are still right. It asks for a call, not for alarm.
"""

from collections.abc import Iterator

from weerbaar.detect._standing import shown
from weerbaar.detect.declaration import detector
from weerbaar.ledger.compare import account_of
from weerbaar.model.finding import Finding, Question
from weerbaar.model.ledger import Standing
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts


@detector(
    reads=Parts,
    gives={"text.account_expired": ("supplier", "iban", "until")},
    question=Question.FACTS,
    references=("https://www.europeanpaymentscouncil.eu/what-we-do/other-schemes/verification-payee",),
)
def account_expired(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    for one in shown(parts, organisation):
        if one.found.standing is not Standing.EXPIRED or one.payee is None:
            continue
        fact = account_of(one.payee, one.account.iban, organisation.ledger.today)
        if fact is not None:
            saw = {"supplier": one.payee.name, "iban": str(one.account), "until": fact.until}
            yield Finding("text.account_expired", one.where, saw)
            return
