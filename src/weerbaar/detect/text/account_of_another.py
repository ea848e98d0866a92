"""The account is known, but as another firm's than the one that writes.

Money for one supplier on the account of another is a sign of a mixed-up or borrowed invoice, and of mule accounts used for several
victims.

When it is wrong: firms of one group share accounts, factoring companies collect for many, and a colleague may ask to pay several
suppliers in one message (then those are named, and this stays silent).
"""

from collections.abc import Iterator

from weerbaar.detect._accounts import Account, accounts
from weerbaar.detect._claimed import claims, named
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts


@detector(
    reads=Parts,
    gives={"text.account_of_another": ("iban", "owner", "writer")},
    question=Question.FACTS,
    references=("https://www.europol.europa.eu/crime-areas/forgery-of-money-and-means-of-payment/money-muling",),
)
def account_of_another(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    sender = parts.mail.sender if parts.mail else None
    if sender is None or organisation.is_ours(sender.domain):
        return
    for where, _, account in accounts(parts):
        owner = _owner(account, sender.domain, organisation)
        if not owner:
            continue
        writers = [claim.supplier.name for claim in claims(parts, organisation)]
        if owner in writers or any(supplier.name == owner for supplier, _ in named(parts, organisation)):
            continue
        saw = {"iban": str(account), "owner": owner, "writer": writers[0] if writers else sender.domain}
        yield Finding("text.account_of_another", where, saw)
        return


def _owner(account: Account, domain: str, organisation: Organisation) -> str:
    """Whose account it is, when it is not that of the sender's domain."""
    owners = [supplier for supplier in organisation.suppliers if account.iban in supplier.ibans]
    if owners:
        return "" if organisation.supplier_of(domain) in owners else owners[0].name
    seen = organisation.memory.ibans.get(account.iban, ())
    return seen[0] if seen and domain not in seen else ""
