"""What somebody claims about who is to be paid, beside what the ledger knows.

First whom the claim is about: by VAT or enterprise number, by domain or address of mail, by name; then how the account stands with that
payee. Numbers and domains in a claim are claims too: whoever borrows them gets the account compared with that payee's, which is what
shows the swindle. An account is the same only when a fact that was confirmed, and has not run out, says so.

When it is wrong: groups share accounts, and factoring companies collect for many. Those are facts of the payee like others: confirm them
once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from weerbaar.ledger.names import best, keys, whole
from weerbaar.ledger.numbers import enterprise_of
from weerbaar.model.ledger import Claim, Comparison, Fact, How, Kind, Ledger, NameMatch, Payee, Standing
from weerbaar.model.organisation import Memory, Organisation, Supplier

MOST_NEAR = 200
"""Payees whose names are compared with one claimed name."""
NO_MEMORY = Memory()
K = TypeVar("K")


def compare(claim: Claim, ledger: Ledger, memory: Memory = NO_MEMORY) -> Comparison:
    """How a claim stands in the ledger. Without an account the standing is UNKNOWN, and `payee` says whom it is about."""
    return beside(claim, _payee(claim, ledger), ledger, memory)


def beside(claim: Claim, payee: Payee | None, ledger: Ledger, memory: Memory = NO_MEMORY) -> Comparison:
    """As `compare`, where it is known already whom the claim is about (None: nobody in the ledger)."""
    holders = _holders(ledger).get(claim.iban, ()) if claim.iban else ()
    fact = account_of(payee, claim.iban, ledger.today) if payee and claim.iban else None
    holder = payee if fact else next(iter(holders), None)
    named = payee or holder
    seen = memory.ibans.get(claim.iban, ()) if claim.iban else ()
    seat = (payee.country if payee else "") or seat_of(claim)
    return Comparison(
        claim,
        _standing(claim, payee, fact, holders, seen, ledger.today),
        payee=payee.id if payee else "",
        holder=holder.id if holder else "",
        name=agrees(claim.name, named) if named else NameMatch.UNCHECKED,
        fact=fact.id if fact else "",
        country_differs=bool(claim.iban and seat) and claim.iban[:2] != seat,
        shared=tuple(one.id for one in holders if one is not (payee or holder)),
        seen=seen,
    )  # fmt: skip


def compare_all(claims: Iterable[Claim], ledger: Ledger, memory: Memory = NO_MEMORY) -> tuple[Comparison, ...]:
    """Each claim compared, in order. `also` names who else among them claims the same account: a mule is paid under many names."""
    claims = tuple(claims)
    under: dict[str, dict[str, None]] = {}
    for claim in claims:
        if claim.iban and claim.name:
            under.setdefault(claim.iban, {})[claim.name] = None
    return tuple(
        replace(compare(claim, ledger, memory), also=_also(claim.name, tuple(under.get(claim.iban, ())))) for claim in claims
    )


def _also(name: str, names: tuple[str, ...]) -> tuple[str, ...]:
    if len(names) < 2 or not name:
        return ()
    return tuple(other for other in names[:50] if other != name and best(name, (other,)) is NameMatch.NONE)


def names_of(payee: Payee) -> tuple[str, ...]:
    """Every name a payee goes by, confirmed or not: who is meant by a name."""
    return tuple(dict.fromkeys((payee.name, *(fact.value for fact in payee.of(Kind.NAME, Kind.ALIAS)))))


def agrees(name: str, payee: Payee) -> NameMatch:
    """How a name agrees with a payee. A name that nobody confirmed is never more than close: it may have come in with a swindle."""
    confirmed = (payee.name, *(fact.value for fact in payee.of(Kind.NAME, Kind.ALIAS) if fact.confirmed))
    found = best(name, confirmed)
    if found in (NameMatch.MATCH, NameMatch.CLOSE):
        return found
    other = best(name, names_of(payee))
    return NameMatch.CLOSE if other is NameMatch.MATCH else other


def account_of(payee: Payee, iban: str, today: str) -> Fact | None:
    """The fact that settles an account of a payee: confirmed and valid before run out, before unconfirmed."""
    facts = [fact for fact in payee.facts if fact.kind is Kind.IBAN and fact.value == iban]
    return min(facts, key=lambda fact: (not fact.confirmed, fact.expired(today)), default=None)


@lru_cache(maxsize=8)
def _holders(ledger: Ledger) -> Mapping[str, tuple[Payee, ...]]:
    """Who has an account."""
    found: dict[str, dict[str, Payee]] = {}
    for payee in ledger.payees:
        for fact in payee.of(Kind.IBAN):
            found.setdefault(fact.value, {})[payee.id] = payee
    return _settled(found)


@lru_cache(maxsize=8)
def _numbers(ledger: Ledger) -> Mapping[tuple[Kind, str], tuple[Payee, ...]]:
    """Who has a VAT or enterprise number, a domain or an address of mail."""
    found: dict[tuple[Kind, str], dict[str, Payee]] = {}
    for payee in ledger.payees:
        for fact in payee.of(Kind.VAT, Kind.ENTERPRISE, Kind.DOMAIN, Kind.ADDRESS):
            found.setdefault((fact.kind, fact.value), {})[payee.id] = payee
            if fact.kind is Kind.VAT and (number := enterprise_of(fact.value)):
                found.setdefault((Kind.ENTERPRISE, number), {})[payee.id] = payee
    return _settled(found)


@lru_cache(maxsize=8)
def _names(ledger: Ledger) -> Mapping[str, tuple[Payee, ...]]:
    """Who goes by a name, by its keys (names.keys)."""
    found: dict[str, dict[str, Payee]] = {}
    for payee in ledger.payees:
        for name in names_of(payee):
            for key in keys(name):
                found.setdefault(key, {})[payee.id] = payee
    return _settled(found)


def _settled(table: Mapping[K, Mapping[str, Payee]]) -> dict[K, tuple[Payee, ...]]:
    return {key: tuple(found.values()) for key, found in table.items()}


def _payee(claim: Claim, ledger: Ledger) -> Payee | None:
    """Whom a claim is about. Where several could be meant: the one whose account it is, then the one whose name agrees best."""
    enterprise = claim.enterprise or enterprise_of(claim.vat)
    for kind, value in (
        (Kind.VAT, claim.vat), (Kind.ENTERPRISE, enterprise), (Kind.ADDRESS, claim.address), (Kind.DOMAIN, claim.domain),
        (Kind.DOMAIN, claim.address.rpartition("@")[2]),
    ):  # fmt: skip
        if value and (found := _numbers(ledger).get((kind, value))):
            return _chosen(found, claim, ledger)
    if claim.name:
        named = _named(claim.name, ledger)
        return _chosen(named, claim, ledger) if named else None
    holders = _holders(ledger).get(claim.iban, ())
    return holders[0] if len(holders) == 1 else None


def _named(name: str, ledger: Ledger) -> tuple[Payee, ...]:
    """The payees whose name matches, else those whose name is close. Keys that half the ledger shares ("handel") are asked last."""
    index = _names(ledger)
    same = {payee.id: payee for key in whole(name) for payee in index.get(key, ())}
    if matching := _agreeing(name, same, NameMatch.MATCH):
        return matching
    near: dict[str, Payee] = {}
    for payees in sorted((index[key] for key in keys(name) if key in index), key=len):
        if len(near) + len(payees) > MOST_NEAR:
            break
        near.update((payee.id, payee) for payee in payees)
    return _agreeing(name, near, NameMatch.CLOSE)


def _agreeing(name: str, payees: Mapping[str, Payee], wanted: NameMatch) -> tuple[Payee, ...]:
    return tuple(payee for payee in payees.values() if best(name, names_of(payee)) is wanted)


def _chosen(payees: tuple[Payee, ...], claim: Claim, ledger: Ledger) -> Payee:
    holders = {payee.id for payee in _holders(ledger).get(claim.iban, ())}
    order = (NameMatch.MATCH, NameMatch.CLOSE, NameMatch.UNCHECKED, NameMatch.NONE)
    return min(payees, key=lambda payee: (payee.id not in holders, order.index(best(claim.name, names_of(payee)))))


def _standing(
    claim: Claim, payee: Payee | None, fact: Fact | None, holders: tuple[Payee, ...], seen: tuple[str, ...], today: str
) -> Standing:
    if not claim.iban:
        return Standing.UNKNOWN
    if fact is not None:
        if not fact.confirmed:
            return Standing.UNCONFIRMED
        return Standing.EXPIRED if fact.expired(today) else Standing.SAME
    if holders:
        return Standing.OTHER_PAYEE
    if payee is None:
        return Standing.UNKNOWN
    if {fact.value for fact in payee.of(Kind.DOMAIN)} & set(seen):
        return Standing.UNCONFIRMED  # the mailbox knows it as theirs, and nobody confirmed it
    return Standing.OTHER_ACCOUNT if payee.of(Kind.IBAN) else Standing.UNKNOWN


def seat_of(claim: Claim) -> str:
    """The seat a claim gives itself: as written, else by its VAT or enterprise number."""
    if claim.country:
        return claim.country
    country = (claim.vat or claim.enterprise)[:2]
    return "GR" if country == "EL" else country


def known(organisation: Organisation) -> Ledger:
    """The ledger of an organisation with the suppliers of its file: one comparison serves both.

    A supplier that has the name, or a domain, of a payee adds to that payee what nobody confirmed in the ledger yet.
    """
    global _last
    last = _last
    if last is None or last[0] is not organisation:
        last = _last = (organisation, _known(organisation.ledger, organisation.suppliers))
    return last[1]


_last: tuple[Organisation, Ledger] | None = None
"""The ledger of the organisation that was asked for last: a look asks some twenty times, and comparing two large ledgers is dear."""


def _same_firm(supplier: Supplier, ledger: Ledger) -> Payee | None:
    """The payee that has a domain of a supplier, confirmed, or else its name."""
    for domain in supplier.domains:
        for payee in _numbers(ledger).get((Kind.DOMAIN, domain), ()):
            if any(fact.confirmed and fact.value == domain for fact in payee.of(Kind.DOMAIN)):
                return payee
    meant = _payee(Claim(name=supplier.name), ledger)
    return meant if meant is not None and agrees(supplier.name, meant) is NameMatch.MATCH else None


def facts_of(supplier: Supplier, id: str) -> tuple[Fact, ...]:
    """What the organisation file says of a supplier, as facts; `id` begins theirs."""
    values = {
        Kind.IBAN: supplier.ibans,
        Kind.DOMAIN: supplier.domains,
        Kind.PHONE: supplier.phones,
        Kind.ADDRESS: supplier.addresses,
    }
    return tuple(
        Fact(f"{id}:{kind}:{number}", kind, value, How.FILE, "")
        for kind, listed in values.items()
        for number, value in enumerate(listed)
    )


@lru_cache(maxsize=8)
def _known(ledger: Ledger, suppliers: tuple[Supplier, ...]) -> Ledger:
    if not suppliers:
        return ledger
    added: dict[str, list[Fact]] = {}
    fresh = []
    for number, supplier in enumerate(suppliers):
        facts = facts_of(supplier, f"file:{number}")
        payee = _same_firm(supplier, ledger)
        if payee is not None:
            said = {(fact.kind, fact.value) for fact in payee.facts if fact.confirmed}
            added.setdefault(payee.id, []).extend(fact for fact in facts if (fact.kind, fact.value) not in said)
        else:
            fresh.append(Payee(f"file:{number}", supplier.name, facts))
    joined = (replace(payee, facts=(*payee.facts, *added.get(payee.id, ()))) for payee in ledger.payees)
    return replace(ledger, payees=(*joined, *fresh))
