"""Every account in the message is one that was confirmed for the firm it speaks for.

Evidence of honesty: money that is paid would reach the right firm. It says nothing about links, attachments or other requests in the
same message.

When it is wrong: a swindler copies an old invoice whole and asks for something else than a payment, or the bank details in the
organisation's file were wrong to begin with.
"""

from collections.abc import Iterator

from weerbaar.detect._accounts import accounts
from weerbaar.detect._claimed import claims
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
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
    if not shown or not organisation.suppliers:
        return
    for claim in claims(parts, organisation):
        if all(account.iban in claim.supplier.ibans for _, _, account in shown):
            where, _, account = shown[0]
            yield Finding("text.account_known", where, {"supplier": claim.supplier.name, "iban": str(account)})
            return
