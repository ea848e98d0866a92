"""Who may do what: one table. `can` is asked before anything is shown or done, with the object it concerns."""

from collections.abc import Mapping
from enum import Enum, StrEnum

from weerbaar.desk.accounts.models import Membership, Role


class Action(StrEnum):
    """Everything that can be done at a desk."""

    BRING = "bring a doubt"
    SEE_ANSWER = "see the answer to a doubt"
    CONTEST = "contest an answer"
    LIST = "list the doubts of the organisation"
    SEE_FACTS = "see what happened to a doubt, without its content"
    READ = "read what was brought"
    SEARCH = "search in what was brought"
    NOTE = "write a note"
    DECIDE = "decide, overrule and undo"
    PROTECT = "quarantine and restore messages"
    KNOW = "change what the organisation knows"
    MAILBOXES = "connect mailboxes and receivers"
    PEOPLE = "invite people and change roles"
    SETTINGS = "change the settings of the organisation"
    TOKENS = "make and withdraw keys for programs"
    TRAIL = "read and verify the trail"
    STANDING = "see how it stands"
    PERSON = "search for the data of a person"
    ERASE = "erase and export"
    HOLD = "put on hold and change how long things are kept"
    LEDGER = "see the ledger, its confirmations and the payments it held"
    CONFIRM = "open a confirmation and record what a call told"
    APPROVE = "approve what was confirmed about a payee"
    RELEASE = "check payments and take what the ledger lets go"
    PAYMENT_POLICY = "change the rules for payments"
    PROVE = "ask for proof of a caller, and give it"
    ENROL = "invite, revoke and renew the devices of others"
    AGREE = "read and sign the agreement about AI, and see the register and the numbers"
    AGREEMENT = "make the agreement about AI, and see who signed it"
    AI = "use AI through the gateway, and say why something may leave"
    GATEWAY = "connect AI providers, make keys for teams, set budgets"
    VOICE = "enrol and withdraw one's own voice"
    COMPARE = "compare a voice in a doubt with one that was enrolled"
    CONFIDE = "tell one person in confidence that one is threatened"


class Reach(Enum):
    """Over which objects of the organisation."""

    OWN = "what they brought themselves"
    ALL = "everything of the organisation"


_EVERYONE = {
    Action.BRING: Reach.OWN,
    Action.SEE_ANSWER: Reach.OWN,
    Action.CONTEST: Reach.OWN,
    Action.TOKENS: Reach.OWN,
    Action.PROVE: Reach.OWN,
    Action.AGREE: Reach.OWN,
    Action.AI: Reach.OWN,
    Action.VOICE: Reach.OWN,
    Action.CONFIDE: Reach.OWN,
}
_HELPER = _EVERYONE | dict.fromkeys(
    (
        Action.SEE_ANSWER,
        Action.LIST,
        Action.SEE_FACTS,
        Action.READ,
        Action.SEARCH,
        Action.NOTE,
        Action.STANDING,
        Action.LEDGER,
        Action.CONFIRM,
        Action.RELEASE,
    ),
    Reach.ALL,
)
_DECIDER = _HELPER | dict.fromkeys((Action.DECIDE, Action.PROTECT, Action.KNOW, Action.APPROVE, Action.COMPARE), Reach.ALL)
_ADMINISTRATOR = _DECIDER | dict.fromkeys(
    (
        Action.MAILBOXES,
        Action.PEOPLE,
        Action.SETTINGS,
        Action.TOKENS,
        Action.TRAIL,
        Action.PAYMENT_POLICY,
        Action.ENROL,
        Action.AGREEMENT,
        Action.GATEWAY,
    ),
    Reach.ALL,
)
_PROTECTION = _EVERYONE | dict.fromkeys(
    (
        Action.SEE_ANSWER, Action.LIST, Action.SEE_FACTS, Action.READ, Action.SEARCH, Action.TRAIL, Action.STANDING, Action.PERSON,
        Action.ERASE, Action.HOLD, Action.LEDGER, Action.AGREEMENT,
    ),
    Reach.ALL,
)  # fmt: skip
_AUDITOR = _EVERYONE | dict.fromkeys((Action.LIST, Action.SEE_FACTS, Action.TRAIL, Action.STANDING, Action.LEDGER), Reach.ALL)

ALLOWED: Mapping[Role, Mapping[Action, Reach]] = {
    Role.REPORTER: _EVERYONE,
    Role.HELPER: _HELPER,
    Role.DECIDER: _DECIDER,
    Role.ADMINISTRATOR: _ADMINISTRATOR,
    Role.PROTECTION: _PROTECTION,
    Role.AUDITOR: _AUDITOR,
}
SECOND_FACTOR = frozenset(Role) - {Role.REPORTER}
"""Roles that sign in with a second factor."""


def reach(membership: Membership, action: Action) -> Reach | None:
    """Over which objects this member may do this; None: over none."""
    return ALLOWED[Role(membership.role)].get(action) if membership.user.is_active else None


def can(membership: Membership | None, action: Action, obj: object = None) -> bool:
    """Whether this member may do this, to `obj` where it concerns one (anything with `organisation_id`).

    Nothing of another organisation; of their own, what the table says. OWN asks for an object whose `reporter_id` is theirs, and is
    enough where there is no object yet.
    """
    far = reach(membership, action) if membership is not None else None
    if membership is None or far is None:
        return False
    if obj is None:
        return True
    if getattr(obj, "organisation_id", None) != membership.organisation_id:
        return False
    return far is Reach.ALL or getattr(obj, "reporter_id", None) == membership.user_id
