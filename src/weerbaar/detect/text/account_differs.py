"""A firm we know, an account number that is not its confirmed one.

The commonest costly fraud against small firms: the invoice is real, the letterhead is real, only the account is another. Firms do
change banks, so this proves nothing; it is always confirmed by calling the number the organisation already had.

When it is wrong: the supplier really changed its bank, uses a second account or a factoring company, or the message is about somebody
else's account.
"""

from collections.abc import Iterator

from weerbaar.detect._accounts import Account, accounts
from weerbaar.detect._claimed import claims, stands_near
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts


@detector(
    reads=Parts,
    gives={"text.account_differs": ("supplier", "iban", "confirmed")},
    question=Question.FACTS,
    references=("https://www.swift.com/standards/data-standards/iban-international-bank-account-number",),
)
def account_differs(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    shown = list(accounts(parts))
    if not shown or not organisation.suppliers:
        return
    known = {iban for supplier in organisation.suppliers for iban in supplier.ibans}
    for claim in claims(parts, organisation):
        if not claim.supplier.ibans:
            continue
        for where, text, account in shown:
            if account.iban in known or _seen_from(account, claim.supplier.domains, organisation):
                continue
            if claim.how == "text" and not stands_near(claim.supplier, text, account.at, organisation):
                continue
            confirmed = Account(claim.supplier.ibans[0], 0, True)
            saw = {"supplier": claim.supplier.name, "iban": str(account), "confirmed": str(confirmed)}
            yield Finding("text.account_differs", where, saw)
            return


def _seen_from(account: Account, domains: tuple[str, ...], organisation: Organisation) -> bool:
    return any(domain in domains for domain in organisation.memory.ibans.get(account.iban, ()))
