"""May this payment go? The one place that says so: the ledger says same, by a fact that was confirmed and has not run out, and the name
agrees. Everything else is held, with reasons.

Pure: it gets what the ledger says and answers; it looks nothing up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from weerbaar.model.ledger import Comparison, Fact, Kind, Ledger, NameMatch, Standing

Facts = Mapping[tuple[str, str], Fact]


class Reason(StrEnum):
    """Why a line is held."""

    FAULT = "fault"  # the line itself is not as it should be (weerbaar.ledger.read.pain.FAULTS)
    UNKNOWN = "unknown"
    OTHER_ACCOUNT = "other_account"
    OTHER_PAYEE = "other_payee"
    UNCONFIRMED = "unconfirmed"
    EXPIRED = "expired"
    NAME = "name"
    NAME_CLOSE = "name_close"
    NO_NAME = "no_name"
    BANK = "bank"  # the bank says that this name does not go with this account
    BEFORE = "before"  # this payment was released before
    TWICE = "twice"  # this payment stands in the file twice
    ROUTE = "route"  # it asks a bank for something out of the ordinary
    CLOCK = "clock"  # the clock of this machine went back


STANDING = {
    Standing.UNCONFIRMED: Reason.UNCONFIRMED,
    Standing.OTHER_ACCOUNT: Reason.OTHER_ACCOUNT,
    Standing.OTHER_PAYEE: Reason.OTHER_PAYEE,
    Standing.EXPIRED: Reason.EXPIRED,
    Standing.UNKNOWN: Reason.UNKNOWN,
}
CONFIRMABLE = frozenset(
    (Reason.UNKNOWN, Reason.OTHER_ACCOUNT, Reason.OTHER_PAYEE, Reason.UNCONFIRMED, Reason.EXPIRED, Reason.BANK)
)
"""Where a confirmation of the account can help."""

OUT_OF_THE_ORDINARY = frozenset(("bank_instruction", "intermediary", "bic_country"))
"""Notes of the gate (weerbaar.ledger.read.pain.NOTES) by which money may go elsewhere than to the account that was compared."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a bank answered last about a name and an account: the result, and the day (ISO date)."""

    result: NameMatch
    at: str


def facts_of(ledger: Ledger) -> Facts:
    """Every fact by payee and id."""
    return {(payee.id, fact.id): fact for payee in ledger.payees for fact in payee.facts}


def judge(found: Comparison, facts: Facts, today: str, said: Said | None = None, *, close_names: bool) -> tuple[Reason, ...]:
    """Why this payment is held; empty when it may go.

    `close_names`: whether a name that nearly agrees (close match) is enough, as the organisation's policy says. `today` is the day (ISO
    date) that facts run out by. The bank's answer never lets a payment go; a "no match" of a later day than the confirmation holds it.
    """
    if found.standing is not Standing.SAME:
        return (STANDING[found.standing],)
    fact = facts.get((found.payee, found.fact))
    if fact is None or fact.kind is not Kind.IBAN or fact.value != found.claim.iban or not fact.confirmed:
        return (Reason.UNCONFIRMED,)
    if not today or fact.expired(today):
        return (Reason.EXPIRED,)
    reasons = []
    if (name := _name(found.name, close_names)) is not None:
        reasons.append(name)
    if said is not None and said.result is NameMatch.NONE and said.at > fact.at:
        reasons.append(Reason.BANK)
    return tuple(reasons)


def _name(match: NameMatch, close_names: bool) -> Reason | None:
    if match is NameMatch.MATCH or (match is NameMatch.CLOSE and close_names):
        return None
    return {NameMatch.CLOSE: Reason.NAME_CLOSE, NameMatch.UNCHECKED: Reason.NO_NAME}.get(match, Reason.NAME)


def identity(end_to_end: str, iban: str, amount: str, currency: str, date: str, debtor: str) -> str:
    """What makes a payment this payment: two of the same identity are never both released."""
    return "\0".join((end_to_end.strip(), iban, _canonical(amount), currency, date, debtor))


def _canonical(amount: str) -> str:
    """An amount however many zeros it was written with: "1250.00" and "1250.0" are one."""
    whole, _, cents = amount.partition(".")
    return f"{whole.lstrip('0') or '0'}.{cents.rstrip('0')}"
