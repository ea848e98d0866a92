"""Every account in a message beside the ledger: one comparison for every detector that tells how an account stands.

An account is compared with the payee that the message speaks for (by the sender's domain, a look-alike of it, or the name it shows); where
it speaks for nobody known, with what an invoice for programs or a payment code says beside the account; and else with a payee that is
named near it in the text.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from weerbaar.detect._accounts import Account, accounts
from weerbaar.detect._claimed import Claim as Spoken
from weerbaar.detect._claimed import claims, stands_near
from weerbaar.detect._transfer import transfer_of
from weerbaar.ledger.compare import beside, compare_all, known
from weerbaar.ledger.numbers import iban as account_in
from weerbaar.model.ledger import Claim, Comparison, Kind, Ledger, Payee, Standing
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Code, Document, Parts

FIRST = (
    Standing.SAME, Standing.EXPIRED, Standing.UNCONFIRMED, Standing.OTHER_ACCOUNT, Standing.OTHER_PAYEE, Standing.UNKNOWN,
)  # fmt: skip
"""Where several payees may be meant, the one the account fits best."""
MOST = 200
"""Claims of invoices and codes that are compared in one message."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An account as a message shows it, and how it stands; `payee` is whom it was compared with."""

    where: str
    account: Account
    found: Comparison
    payee: Payee | None


def shown(parts: Parts, organisation: Organisation) -> tuple[Shown, ...]:
    """How every valid account in a message stands, each account once."""
    named = list(accounts(parts))
    if not named:
        return ()
    ledger = known(organisation)
    spoken = claims(parts, organisation)
    stated = {one.claim.iban: one for one in reversed(compared(parts, organisation))}
    return tuple(_shown(where, text, account, ledger, organisation, spoken, stated) for where, text, account in named)


def _shown(
    where: str,
    text: str,
    account: Account,
    ledger: Ledger,
    organisation: Organisation,
    spoken: tuple[Spoken, ...],
    stated: dict[str, Comparison],
) -> Shown:
    claim = Claim(iban=account.iban, where=where)
    payees: list[Payee] = [one.payee for one in spoken if one.how != "text"]
    if not payees and account.iban in stated:
        found = stated[account.iban]
        return Shown(where, account, found, ledger.payee(found.payee))
    payees = payees or [one.payee for one in spoken if stands_near(one.payee, text, account.at, organisation)]
    choices = [(beside(claim, payee, ledger, organisation.memory), payee) for payee in payees]
    if not choices:
        return Shown(where, account, beside(claim, None, ledger, organisation.memory), None)
    found, payee = min(choices, key=lambda one: FIRST.index(one[0].standing))
    return Shown(where, account, found, payee)


def compared(parts: Parts, organisation: Organisation) -> tuple[Comparison, ...]:
    """What invoices for programs and payment codes claim, beside the ledger."""
    made = list(stated(parts))[:MOST]
    return compare_all(made, known(organisation), organisation.memory) if made else ()


def stated(parts: Parts) -> Iterator[Claim]:
    """Every claim that names an account: of documents, and of payment codes."""
    for document in parts.of(Document):
        yield from (claim for claim in document.claims if claim.iban)
    for code in parts.of(Code):
        transfer = transfer_of(code.payload)
        if transfer is not None and (account := account_in(transfer.iban)):
            yield Claim(name=transfer.name, iban=account, where=code.where)


def accounts_of(payee: Payee) -> tuple[str, ...]:
    """The accounts of a payee, confirmed ones first."""
    return tuple(fact.value for fact in sorted(payee.of(Kind.IBAN), key=lambda fact: not fact.confirmed))


def written(iban: str) -> str:
    """An account in groups of four."""
    return str(Account(iban, 0, True))
