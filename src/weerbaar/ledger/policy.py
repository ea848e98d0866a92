"""What has to happen before money follows a new or changed fact, and who may do it.

    asked -> called -> (proven) -> approved (-> approved again)

Who asks, who calls and who approves are three different people; where the desk itself asked, because a payment or a doubt showed the
change, two people are enough. The amount adds steps and never takes any away. Urgency is not in any rule. Nobody is called back over a
channel that came with the request, or that the ledger knew no earlier than the request.

An override lets one payment go without all that. It needs two named people, it confirms nothing, and it stays marked. After a call that
said no, there is none.

Sources: separation of duties, ISO/IEC 27002:2022 control 5.3; call back over a known channel, FinCEN advisory FIN-2016-A003 and the Dutch
Betaalvereniging's advice on changed accounts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from weerbaar.model.ledger import Fact, How, Kind, Payee


class Step(StrEnum):
    """Something that is done for a change, by one person."""

    ASKED = "asked"
    CALLED = "called"  # the other side was asked over a known channel, and said yes
    PROVEN = "proven"  # the one who asked for it proved who they are, with a device
    APPROVED = "approved"
    OVERRIDDEN = "overridden"
    DENIED = "denied"  # the other side was asked, and said no
    DECLINED = "declined"
    CANCELLED = "cancelled"


class State(StrEnum):
    """Where a change stands."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    OVERRIDDEN = "overridden"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Refusal(StrEnum):
    """Why a step is refused."""

    CLOSED = "closed"
    EXPIRED = "expired"
    SAME_PERSON = "same_person"  # they did another step of this change
    ROLE = "role"  # their role may not
    NOBODY = "nobody"  # no person is named
    TOO_EARLY = "too_early"  # something has to be done before, or it lies before what was done last
    DONE = "done"  # done already, or not needed
    WAY = "way"  # this way of asking confirms nothing here
    NO_CHANNEL = "no_channel"  # a call back without a number
    CAME_WITH_REQUEST = "came_with_request"
    YOUNGER = "younger"  # the ledger knows the channel no longer than the request
    UNKNOWN_CHANNEL = "unknown_channel"  # it is no fact of this payee
    NO_EVIDENCE = "no_evidence"
    NOT_ALLOWED = "not_allowed"  # this organisation has no overrides


CLOSING = {Step.DENIED: State.DECLINED, Step.DECLINED: State.DECLINED, Step.CANCELLED: State.CANCELLED}
ROLES = frozenset((Step.ASKED, Step.CALLED, Step.APPROVED))
"""Who did one of these does no other."""
ON_PAPER = frozenset((How.CONTRACT, How.BANK_LETTER))
CHANNELS = (Kind.PHONE, Kind.ADDRESS)
"""Where one can be asked back, the better first: a mailbox that was taken over answers for its owner."""
WAYS = (How.CALL_BACK, How.CALL_PROOF, How.TWO_PEOPLE, How.CONTRACT, How.BANK_LETTER)
"""What can confirm. A bank's Verification of Payee is evidence beside it: it says that a name goes with an account, not that it is right."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What an organisation asks for. Amounts are decimals in euro ("5000.00"); "" is never, "0" always. Days are whole.

    `roles`: step -> the roles that may do it; a step that is not named is open to every role. `mail_counts`: whether a question by mail to
    an address known before counts as a call back.
    """

    second_approval_from: str = "25000.00"
    proof_from: str = ""
    ways: tuple[How, ...] = WAYS
    mail_counts: bool = False
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    channel_days: int = 30  # how long an unconfirmed channel was known before the request
    remind_days: int = 3
    expire_days: int = 30
    reconfirm_days: int = 730
    close_names: bool = False  # whether a payment goes when its name is a close match
    overrides: bool = True
    override_days: int = 3  # how long the one payment of an override may be let go


LIMITS = {
    "channel_days": (1, 365),
    "remind_days": (1, 30),
    "expire_days": (2, 180),
    "reconfirm_days": (30, 3650),
    "override_days": (1, 14),
}


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was done: by whom ("" only for the desk that asked), when (an aware time), and how the other side was asked."""

    step: Step
    who: str
    at: datetime
    how: How | None = None
    channel: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that is to be confirmed. `came_with` are the numbers, addresses and domains that the request brought, normalised.

    `amount` is what is to be paid ("" when nobody knows, which counts as very much); `urgent` is what the request says, and no rule reads it.
    """

    payee: str
    kind: Kind
    value: str
    asked_at: datetime
    done: tuple[Done, ...] = ()
    came_with: tuple[str, ...] = ()
    amount: str = ""
    urgent: bool = False
    proof: bool = False

    @property
    def overridden(self) -> bool:
        """Whether two people let a payment go without confirmation; it stays so."""
        return len(_by(self.done, Step.OVERRIDDEN)) >= 2


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to reach a payee that was known before. `confirmed`: somebody confirmed it before the request."""

    kind: Kind
    value: str
    fact: str
    confirmed: bool
    since: str


class Refused(ValueError):
    """A step that the policy does not allow."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why


def needed(change: Change, policy: Policy) -> tuple[Step, ...]:
    """The steps a change needs, in order. The base is the same for every amount; more money adds steps."""
    steps = [Step.ASKED, Step.CALLED]
    if change.proof or _reaches(change.amount, policy.proof_from):
        steps.append(Step.PROVEN)
    steps.append(Step.APPROVED)
    if _reaches(change.amount, policy.second_approval_from):
        steps.append(Step.APPROVED)
    return tuple(steps)


def state(change: Change, policy: Policy, now: datetime) -> State:
    """Where a change stands. What was settled in time stays settled; what was not is over after `expire_days`."""
    for one in change.done:
        if one.step in CLOSING:
            return CLOSING[one.step]
    if change.overridden:
        return State.OVERRIDDEN
    if not missing(change, policy):
        return State.CONFIRMED
    return State.EXPIRED if now >= expires(change, policy) else State.OPEN


def expires(change: Change, policy: Policy) -> datetime:
    """When a change that was not settled is over."""
    return change.asked_at + timedelta(days=policy.expire_days)


def missing(change: Change, policy: Policy) -> tuple[Step, ...]:
    """What is still to be done, in order."""
    left = [one.step for one in change.done]
    steps = []
    for step in needed(change, policy):
        if step in left:
            left.remove(step)
        else:
            steps.append(step)
    return tuple(steps)


def may(change: Change, done: Done, policy: Policy, payee: Payee | None = None, role: str | None = None) -> Refusal | None:
    """Why somebody may not do this step now, or None. `payee` is whom the change is about, as the ledger knows them."""
    now = state(change, policy, done.at)
    if now is not State.OPEN:
        return Refusal.EXPIRED if now is State.EXPIRED else Refusal.CLOSED
    if done.at < max((one.at for one in change.done), default=change.asked_at):
        return Refusal.TOO_EARLY
    if not person(done.who) and done.step is not Step.ASKED:
        return Refusal.NOBODY
    roles = policy.roles.get(done.step.value)
    if role is not None and roles is not None and role not in roles:
        return Refusal.ROLE
    if done.step is Step.OVERRIDDEN:
        return _override(change, done, policy)
    if done.step in (Step.DECLINED, Step.CANCELLED):
        return None
    return _in_turn(change, done, policy) or refused_person(change, done.step, done.who) or _asked(change, done, policy, payee)


def do(change: Change, done: Done, policy: Policy, payee: Payee | None = None, role: str | None = None) -> Change:
    """The change after this step.

    Raises:
        Refused: the policy does not allow it; `why` says what is in the way.
    """
    refusal = may(change, done, policy, payee, role)
    if refusal is not None:
        raise Refused(refusal)
    return replace(change, done=(*change.done, done))


def refused_person(change: Change, step: Step, who: str) -> Refusal | None:
    """Whether one person would do two of: ask, call, approve. A second approval is somebody else's too."""
    if step not in ROLES:
        return None
    others = {person(one.who) for one in change.done if one.step in ROLES and (one.step is not step or step is Step.APPROVED)}
    return Refusal.SAME_PERSON if person(who) and person(who) in others else None


def person(who: str) -> str:
    """A name or id for comparing people: case and spaces apart."""
    return " ".join(who.split()).casefold()


def channels(change: Change, payee: Payee, policy: Policy) -> tuple[Channel, ...]:
    """The ways to ask back that may be proposed, the best first: telephone before mail, confirmed before not, the oldest first."""
    kinds = CHANNELS if policy.mail_counts else CHANNELS[:1]
    made = [
        Channel(fact.kind, fact.value, fact.id, _confirmed_before(fact, change), fact.since or fact.at)
        for fact in payee.of(*kinds)
        if refused_channel(change, fact, policy) is None
    ]
    return tuple(sorted(made, key=lambda one: (CHANNELS.index(one.kind), not one.confirmed, one.since, one.value)))


def refused_channel(change: Change, fact: Fact, policy: Policy) -> Refusal | None:
    """Why a fact of the payee may not be used to ask back.

    Confirmed before the day of the request: it may, also when the request names it. Not confirmed: it was known for `channel_days` before
    the request, and the request does not name it. The fact that is to be confirmed is never its own witness.
    """
    if fact.kind not in CHANNELS or (fact.kind is Kind.ADDRESS and not policy.mail_counts):
        return Refusal.WAY
    if fact.value == change.value:
        return Refusal.CAME_WITH_REQUEST
    day = change.asked_at.date()
    if _confirmed_before(fact, change):
        return None
    if _brought(fact.value, change.came_with):
        return Refusal.CAME_WITH_REQUEST
    since = _date(fact.since or fact.at)
    if since is None or since > day - timedelta(days=policy.channel_days):
        return Refusal.YOUNGER
    return None


def refused_value(change: Change, value: str, payee: Payee | None, policy: Policy) -> Refusal | None:
    """Why a number or address may not be used to ask back, as `refused_channel`; it must be a fact of the payee."""
    facts = [fact for fact in payee.of(*CHANNELS) if fact.value == value] if payee else []
    refusals = [refused_channel(change, fact, policy) for fact in facts]
    if None in refusals:
        return None
    if refusals:
        return refusals[0]
    return Refusal.CAME_WITH_REQUEST if _brought(value, change.came_with) else Refusal.UNKNOWN_CHANNEL


def covers(change: Change, iban: str, amount: str) -> bool:
    """Whether an override lets this payment go: the same account, and no more money than was asked for. Without an amount it does not."""
    if not change.overridden or change.kind is not Kind.IBAN or change.value != iban:
        return False
    asked, paid = _decimal(change.amount), _decimal(amount)
    return asked is not None and paid is not None and 0 < paid <= asked


def problems(policy: Policy) -> tuple[str, ...]:
    """The names of fields that have no possible value; empty when the policy can be used."""
    wrong = [
        name
        for name in ("second_approval_from", "proof_from")
        if getattr(policy, name) and _decimal(getattr(policy, name)) is None
    ]
    wrong += [name for name, (least, most) in LIMITS.items() if not least <= getattr(policy, name) <= most]
    if not policy.ways or not set(policy.ways) <= set(WAYS):
        wrong.append("ways")
    if policy.remind_days >= policy.expire_days:
        wrong.append("remind_days")
    return tuple(dict.fromkeys(wrong))


def to_table(policy: Policy) -> dict[str, Any]:
    """A policy as an entry of the ledger holds it."""
    return {
        **asdict(policy),
        "ways": [way.value for way in policy.ways],
        "roles": {step: list(who) for step, who in policy.roles.items()},
    }


def from_table(table: Mapping[str, Any]) -> Policy:
    """The policy of an entry; a field that an older entry lacks has its default.

    Raises:
        ValueError: a field is not as it should be; the message names it.
    """
    known = {one.name for one in fields(Policy)}
    values = {name: value for name, value in table.items() if name in known}
    try:
        if "ways" in values:
            values["ways"] = tuple(How(way) for way in values["ways"])
        if "roles" in values:
            values["roles"] = {str(step): tuple(map(str, who)) for step, who in dict(values["roles"]).items()}
        made = Policy(**values)
        wrong = problems(made)
    except (TypeError, AttributeError) as trouble:
        raise ValueError(f"this is no policy: {type(trouble).__name__}") from None
    if wrong:
        raise ValueError(f"no possible value: {', '.join(wrong)}")
    return made


def _in_turn(change: Change, done: Done, policy: Policy) -> Refusal | None:
    left = missing(change, policy)
    if done.step is Step.DENIED:
        return None if Step.ASKED not in left else Refusal.TOO_EARLY
    if done.step not in left:
        return Refusal.DONE
    return None if left[0] is done.step else Refusal.TOO_EARLY


def _asked(change: Change, done: Done, policy: Policy, payee: Payee | None) -> Refusal | None:
    """Whether the way in which the other side was asked counts."""
    if done.step not in (Step.CALLED, Step.DENIED):
        return None
    if done.step is Step.DENIED:
        return None  # a no counts however it came
    if done.how is None or done.how not in policy.ways:
        return Refusal.WAY
    if done.how in ON_PAPER:
        return None if done.evidence else Refusal.NO_EVIDENCE
    if done.how is How.CALL_PROOF:
        return None
    if not done.channel:
        return Refusal.NO_CHANNEL
    if done.how is How.TWO_PEOPLE:  # a number found elsewhere, where the ledger knows none
        if payee is not None and channels(change, payee, policy):
            return Refusal.WAY
        return Refusal.CAME_WITH_REQUEST if _brought(done.channel, change.came_with) else None
    return refused_value(change, done.channel, payee, policy)


def _override(change: Change, done: Done, policy: Policy) -> Refusal | None:
    if not policy.overrides:
        return Refusal.NOT_ALLOWED
    return Refusal.SAME_PERSON if person(done.who) in _by(change.done, Step.OVERRIDDEN) else None


def _by(done: Sequence[Done], step: Step) -> set[str]:
    return {person(one.who) for one in done if one.step is step and person(one.who)}


def _reaches(amount: str, limit: str) -> bool:
    """Whether an amount is at or over a limit; an unknown amount is over every limit there is."""
    if not limit:
        return False
    least, much = _decimal(limit), _decimal(amount)
    return least is None or much is None or much >= least


def _decimal(text: str) -> Decimal | None:
    plain = text.isascii() and text.replace(".", "", 1).isdigit() and len(text) <= 24
    return Decimal(text) if plain else None


def _confirmed_before(fact: Fact, change: Change) -> bool:
    at = _date(fact.at)
    return fact.confirmed and at is not None and at < change.asked_at.date()


def _brought(value: str, came_with: Iterable[str]) -> bool:
    """Whether a request brought this value, a number of the same switchboard (all but the last two digits), or the domain of an address."""
    digits = value.lstrip("+")
    for brought in came_with:
        if value == brought or ("@" in value and value.rpartition("@")[2] == brought.rpartition("@")[2]):
            return True
        if digits.isdigit() and len(digits) >= 8 and brought.lstrip("+")[:-2] == digits[:-2]:
            return True
    return False


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
