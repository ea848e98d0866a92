"""The firm that asks: what it knows to be true. One argument to every detector."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from weerbaar.model.ledger import Kind, Ledger, Payee


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who works here. `other_addresses` are private addresses the organisation knows to be theirs."""

    name: str
    role: str = ""
    address: str = ""
    phones: tuple[str, ...] = ()
    other_addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Supplier:
    """A firm we deal with (supplier, customer, adviser, authority): its confirmed domains, accounts and numbers."""

    name: str
    domains: tuple[str, ...] = ()
    ibans: tuple[str, ...] = ()  # compact, upper-case
    phones: tuple[str, ...] = ()  # E.164
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Memory:
    """What was learned from a mailbox: counts only, no content.

    senders: address -> messages received from it; reply_to: sender address -> the reply domains it usually gives;
    link_domains: sender domain -> registrable domains it usually links to; ibans: account -> sender domain it came from.
    """

    senders: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # display name, folded -> addresses that used it
    reply_to: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    link_domains: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ibans: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # compact IBAN -> sender domains it came from
    messages: int = 0
    last_seen: Mapping[str, str] = field(default_factory=dict)  # address -> ISO date of its latest message


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who asks. `known` is False for the empty organisation: then the verdict says what it could not know.

    `suppliers` stand in the organisation file, `ledger` holds what the desk confirmed; `parties` are the firms of both.
    """

    name: str = ""
    domains: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    country: str = ""  # ISO 3166-1 alpha-2
    people: tuple[Person, ...] = ()
    suppliers: tuple[Supplier, ...] = ()
    trusted_authserv_ids: tuple[str, ...] = ()
    trusted_receivers: tuple[str, ...] = ()  # our own mail servers: host names and ranges of addresses
    allowed_domains: tuple[str, ...] = ()
    known_bad: tuple[str, ...] = ()  # domains, addresses, IBANs, phone numbers, URLs
    allowed: tuple[str, ...] = ()  # warninglist-style: never report these values
    dkim_keys: Mapping[str, str] = field(default_factory=dict)  # "selector._domainkey.domain" -> TXT record
    contact: str = ""  # whom to tell inside: "Els, extension 12"
    prior: float | None = None  # share of brought items that are fraud; None = the shipped prior
    memory: Memory = field(default_factory=Memory)
    ledger: Ledger = field(default_factory=Ledger)
    parties: tuple[Supplier, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "parties", _parties(self.suppliers, self.ledger))

    @property
    def known(self) -> bool:
        return bool(self.domains or self.people or self.parties or self.memory.messages)

    def is_ours(self, domain: str) -> bool:
        """Whether a domain is one of ours or below it."""
        return _below(domain, self.domains)

    def supplier_of(self, domain: str) -> Supplier | None:
        """The supplier a domain belongs to, itself or below."""
        return next((party for party in self.parties if _below(domain, party.domains)), None)

    def is_known_domain(self, domain: str) -> bool:
        """Ours, a supplier's, allowed, or one that has written to us before."""
        return (
            self.is_ours(domain)
            or self.supplier_of(domain) is not None
            or _below(domain, self.allowed_domains)
            or any(address.rpartition("@")[2] == domain for address in self.memory.senders)
        )


def _below(domain: str, of: tuple[str, ...]) -> bool:
    return any(domain == own or domain.endswith("." + own) for own in of)


@lru_cache(maxsize=8)
def _parties(suppliers: tuple[Supplier, ...], ledger: Ledger) -> tuple[Supplier, ...]:
    """The suppliers of the file, and the payees of the ledger of whom something was confirmed, with just that; one firm is one party."""
    if not ledger.payees:
        return suppliers
    made = list(suppliers)
    places = {key: place for place, supplier in enumerate(made) for key in _keys(supplier)}
    for payee in ledger.payees:
        if not any(fact.confirmed for fact in payee.facts):
            continue
        party = _party(payee)
        place = next((places[key] for key in _keys(party) if key in places), None)
        if place is None:
            place = len(made)
            made.append(party)
        else:
            made[place] = _joined(made[place], party)
        places.update((key, place) for key in _keys(party) if key not in places)
    return tuple(made)


def _keys(supplier: Supplier) -> tuple[str, ...]:
    return (" ".join(supplier.name.casefold().split()), *(f"@{domain}" for domain in supplier.domains))


def _party(payee: Payee) -> Supplier:
    kinds = (Kind.DOMAIN, Kind.IBAN, Kind.PHONE, Kind.ADDRESS)
    return Supplier(payee.name, *(tuple(fact.value for fact in payee.of(kind) if fact.confirmed) for kind in kinds))


def _joined(one: Supplier, other: Supplier) -> Supplier:
    return Supplier(
        other.name,
        tuple(dict.fromkeys((*one.domains, *other.domains))),
        tuple(dict.fromkeys((*one.ibans, *other.ibans))),
        tuple(dict.fromkeys((*one.phones, *other.phones))),
        tuple(dict.fromkeys((*one.addresses, *other.addresses))),
    )


NOBODY = Organisation()
