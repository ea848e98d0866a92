"""The account is on file for this firm, and nobody has confirmed it.

It came in with a list, an earlier invoice or a statement of the bank. That says that it was used before, not that it is right: an account
that a swindler brought in once stands in the books like any other. `_paid`: a statement shows that it was paid before.

When it is wrong: a fresh ledger holds many such accounts, and nearly all of them are right.
"""

from collections.abc import Iterator

from weerbaar.detect._standing import shown
from weerbaar.detect.declaration import detector
from weerbaar.ledger.compare import account_of
from weerbaar.model.finding import Finding, Question
from weerbaar.model.ledger import How, Standing
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts


@detector(
    reads=Parts,
    gives={
        "text.account_unconfirmed": ("supplier", "iban", "since"),
        "text.account_unconfirmed_paid": ("supplier", "iban", "since"),
    },
    question=Question.FACTS,
    references=("https://www.europeanpaymentscouncil.eu/what-we-do/other-schemes/verification-payee",),
)
def account_unconfirmed(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    for one in shown(parts, organisation):
        if one.found.standing is not Standing.UNCONFIRMED or one.payee is None:
            continue
        fact = account_of(one.payee, one.account.iban, organisation.ledger.today)
        if fact is None:
            continue  # only the mailbox knows it; that says where it was seen and no more
        saw = {"supplier": one.payee.name, "iban": str(one.account), "since": fact.since or fact.at}
        paid = fact.how is How.PAID
        yield Finding("text.account_unconfirmed_paid" if paid else "text.account_unconfirmed", one.where, saw)
        return
