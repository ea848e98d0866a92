"""An account number that belongs to nobody the organisation knows.

The organisation has told us whom it pays. A first payment to a new account is the moment to look up the firm and call it.

When it is wrong: every new supplier is unknown once, and private people (a refund, an employee's account) are seldom in the file.
"""

from collections.abc import Iterator

from weerbaar.detect._accounts import accounts
from weerbaar.detect.declaration import detector
from weerbaar.ledger.compare import known
from weerbaar.model.finding import Finding, Question
from weerbaar.model.ledger import Kind
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts


@detector(
    reads=Parts,
    gives={"text.account_unknown": ("iban",)},
    question=Question.FACTS,
    references=("https://www.europeanpaymentscouncil.eu/what-we-do/other-schemes/verification-payee",),
)
def account_unknown(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    shown = list(accounts(parts))
    if not shown:
        return
    held = {
        fact.value for payee in known(organisation).payees for fact in payee.of(Kind.IBAN)
    } | organisation.memory.ibans.keys()
    if not held:
        return
    for where, _, account in shown:
        if account.iban not in held:
            yield Finding("text.account_unknown", where, {"iban": str(account)})
            return
