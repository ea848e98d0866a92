"""A firm we know, an account number that is not its confirmed one.

The commonest costly fraud against small firms: the invoice is real, the letterhead is real, only the account is another. Firms do
change banks, so this proves nothing; it is always confirmed by calling the number the organisation already had. `_unconfirmed`: the account
we have for the firm was itself never confirmed, only taken over from a list or an earlier payment.

When it is wrong: the supplier really changed its bank, uses a second account or a factoring company, or the message is about somebody
else's account.
"""

from collections.abc import Iterator

from weerbaar.detect._standing import accounts_of, shown, written
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.ledger import Kind, Standing
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts


@detector(
    reads=Parts,
    gives={
        "text.account_differs": ("supplier", "iban", "confirmed"),
        "text.account_differs_unconfirmed": ("supplier", "iban", "known"),
    },
    question=Question.FACTS,
    references=("https://www.swift.com/standards/data-standards/iban-international-bank-account-number",),
)
def account_differs(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    for one in shown(parts, organisation):
        if one.found.standing is not Standing.OTHER_ACCOUNT or one.payee is None:
            continue
        saw = {"supplier": one.payee.name, "iban": str(one.account)}
        account = written(accounts_of(one.payee)[0])
        if any(fact.confirmed for fact in one.payee.of(Kind.IBAN)):
            yield Finding("text.account_differs", one.where, {**saw, "confirmed": account})
        else:
            yield Finding("text.account_differs_unconfirmed", one.where, {**saw, "known": account})
        return
