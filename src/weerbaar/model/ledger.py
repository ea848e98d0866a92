"""The ledger: what is true about those who are paid, and how each fact was confirmed."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a fact is about."""

    NAME = "name"  # the legal name
    ALIAS = "alias"  # another name it goes by: trade name, former name, abbreviation
    VAT = "vat"
    ENTERPRISE = "enterprise"  # number in the register of its country
    IBAN = "iban"
    BIC = "bic"
    PHONE = "phone"
    DOMAIN = "domain"
    ADDRESS = "address"  # of mail
    CONTACT = "contact"  # a person there


class How(StrEnum):
    """How a fact was confirmed. PAID and IMPORTED confirm nothing: they say where a fact that nobody confirmed came from."""

    CALL_BACK = "call_back"  # to a number known before
    CONTRACT = "contract"  # a signed contract
    BANK_LETTER = "bank_letter"
    VERIFICATION_OF_PAYEE = "verification_of_payee"
    TWO_PEOPLE = "two_people"
    CALL_PROOF = "call_proof"
    PAID = "paid"  # a statement of the bank shows it was paid before
    IMPORTED = "imported"
    FILE = "file"  # the organisation file says so, which holds only what was confirmed


CONFIRMING = frozenset(How) - {How.PAID, How.IMPORTED}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing about a payee. `value` is normalised: IBAN and numbers compact and upper-case, phones E.164, domains and mail lower-case.

    Dates are ISO 8601 (yyyy-mm-dd): `at` when it was confirmed or came in, `until` when it is to be confirmed again ("" = never),
    `since` when it first came in, confirmed or not ("" = at). `by` are the names of those who confirmed it, `evidence` SHA-256 digests of what is attached.
    """

    id: str
    kind: Kind
    value: str
    how: How
    at: str
    until: str = ""
    by: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    since: str = ""

    @property
    def confirmed(self) -> bool:
        return self.how in CONFIRMING

    def expired(self, today: str) -> bool:
        """Whether it is to be confirmed again by `today` (ISO date)."""
        return bool(self.until) and self.until < today


@dataclass(frozen=True, slots=True)
class Payee:
    """Who is paid: a supplier, a colleague, an authority. `id` stays the same for ever."""

    id: str
    name: str
    facts: tuple[Fact, ...] = ()
    country: str = ""  # of its seat, ISO 3166-1 alpha-2

    def of(self, *kinds: Kind) -> tuple[Fact, ...]:
        """Its facts of these kinds."""
        return tuple(fact for fact in self.facts if fact.kind in kinds)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything that is known at one moment; `today` is the day it is read for (ISO date)."""

    payees: tuple[Payee, ...] = ()
    today: str = ""

    def __hash__(self) -> int:
        return hash((self.today, len(self.payees), tuple(payee.id for payee in self.payees[-3:])))  # a key of caches: cheap

    def payee(self, id: str) -> Payee | None:
        return next((payee for payee in self.payees if payee.id == id), None)

    def having(self, kind: Kind, value: str) -> tuple[tuple[Payee, Fact], ...]:
        """Who has this fact, confirmed or not."""
        return tuple(
            (payee, fact) for payee in self.payees for fact in payee.facts if fact.kind is kind and fact.value == value
        )


@dataclass(frozen=True, slots=True)
class Claim:
    """What an invoice, a mail or a line of payment says about who is to be paid; "" where it does not say. Normalised as facts are."""

    name: str = ""
    iban: str = ""
    bic: str = ""
    vat: str = ""
    enterprise: str = ""
    phone: str = ""
    domain: str = ""
    address: str = ""
    amount: str = ""  # decimal with a point, as written: "1250.00"
    currency: str = ""
    reference: str = ""
    where: str = ""  # the place in what was brought
    contact: str = ""  # a person there
    alias: str = ""  # another name of it
    country: str = ""  # of its seat, ISO 3166-1 alpha-2
    at: str = ""  # the day it speaks of: of the payment or the invoice (ISO date)


class Standing(StrEnum):
    """How a claimed account stands in the ledger."""

    SAME = "same"  # known payee, confirmed account
    UNCONFIRMED = "unconfirmed"  # known payee, an account of theirs that nobody confirmed
    OTHER_ACCOUNT = "other_account"  # known payee, another account
    OTHER_PAYEE = "other_payee"  # a known account, under another payee
    EXPIRED = "expired"  # known payee and account, to be confirmed again
    UNKNOWN = "unknown"


class NameMatch(StrEnum):
    """How two names agree, in the words of Verification of Payee (EPC218-23)."""

    MATCH = "match"
    CLOSE = "close_match"
    NONE = "no_match"
    UNCHECKED = "not_checked"  # one of them is missing


@dataclass(frozen=True, slots=True)
class Comparison:
    """A claim beside the ledger. `payee` is whom it was taken for, `holder` who has the account; country is of the account."""

    claim: Claim
    standing: Standing
    payee: str = ""
    holder: str = ""
    name: NameMatch = NameMatch.UNCHECKED
    fact: str = ""  # id of the fact that settles it
    country_differs: bool = False  # the account is in another country than the seat
    shared: tuple[str, ...] = ()  # ids of other payees with the same account
    also: tuple[str, ...] = ()  # other names that claims beside this one give the same account
    seen: tuple[str, ...] = ()  # domains of mail from which the mailbox saw this account before
