"""The account is known, but as another firm's than the one that writes.

Money for one supplier on the account of another is a sign of a mixed-up or borrowed invoice, and of mule accounts used for several
victims.

When it is wrong: firms of one group share accounts, factoring companies collect for many, and a colleague may ask to pay several
suppliers in one message (then those are named, and this stays silent). An invoice for programs and a payment code name the payee
themselves: there the name decides.
"""

from collections.abc import Iterator

from weerbaar.detect._accounts import Account, accounts
from weerbaar.detect._claimed import claims, named, owner_of
from weerbaar.detect._standing import compared, written
from weerbaar.detect.declaration import detector
from weerbaar.ledger.compare import known
from weerbaar.model.finding import Finding, Question
from weerbaar.model.ledger import Kind, Standing
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts


@detector(
    reads=Parts,
    gives={"text.account_of_another": ("iban", "owner", "writer")},
    question=Question.FACTS,
    references=("https://www.europol.europa.eu/crime-areas/forgery-of-money-and-means-of-payment/money-muling",),
)
def account_of_another(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    for one in compared(parts, organisation):
        owner = known(organisation).payee(one.holder)
        if one.standing is Standing.OTHER_PAYEE and owner and one.claim.name:
            saw = {"iban": written(one.claim.iban), "owner": owner.name, "writer": one.claim.name}
            yield Finding("text.account_of_another", one.claim.where, saw)
            return
    sender = parts.mail.sender if parts.mail else None
    if sender is None or organisation.is_ours(sender.domain):
        return
    for where, _, account in accounts(parts):
        owner_name = _owner(account, sender.domain, organisation)
        if not owner_name:
            continue
        writers = [claim.payee.name for claim in claims(parts, organisation)]
        if owner_name in writers or any(payee.name == owner_name for payee, _ in named(parts, organisation)):
            continue
        saw = {"iban": str(account), "owner": owner_name, "writer": writers[0] if writers else sender.domain}
        yield Finding("text.account_of_another", where, saw)
        return


def _owner(account: Account, domain: str, organisation: Organisation) -> str:
    """Whose account it is, when it is not that of the sender's domain."""
    ledger = known(organisation)
    owners = [payee for payee, _ in ledger.having(Kind.IBAN, account.iban)]
    if owners:
        return "" if owner_of(domain, ledger.payees) in owners else owners[0].name
    seen = organisation.memory.ibans.get(account.iban, ())
    return seen[0] if seen and domain not in seen else ""
