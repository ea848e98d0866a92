"""What a key may be made for: one table. A scope opens actions; what its holder may not do, no scope opens."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action, can


class Scope(StrEnum):
    """What a program may be allowed to do."""

    BRING = "bring"
    ANSWERS = "answers"
    CASES = "cases"
    CONTENT = "content"
    DECIDE = "decide"
    STANDING = "standing"
    PROTECT = "protect"
    PAYMENTS = "payments:check"
    LEDGER = "ledger:read"
    PASTE = "paste"


OPENS: Mapping[Scope, frozenset[Action]] = {
    Scope.BRING: frozenset({Action.BRING}),
    Scope.ANSWERS: frozenset({Action.SEE_ANSWER, Action.CONTEST}),
    Scope.CASES: frozenset({Action.LIST, Action.SEE_FACTS}),
    Scope.CONTENT: frozenset({Action.READ, Action.SEARCH}),
    Scope.DECIDE: frozenset({Action.NOTE, Action.DECIDE}),
    Scope.STANDING: frozenset({Action.STANDING}),
    Scope.PROTECT: frozenset({Action.PROTECT}),
    Scope.PAYMENTS: frozenset({Action.RELEASE}),
    Scope.LEDGER: frozenset({Action.LEDGER}),
    Scope.PASTE: frozenset({Action.AI}),
}


def open_to(member: Membership) -> list[Scope]:
    """The scopes of which a member may do something."""
    return [scope for scope, actions in OPENS.items() if any(can(member, action) for action in actions)]


def actions(scopes: Iterable[str]) -> frozenset[Action]:
    """Everything that these scopes open; a scope that a later release has no more opens nothing."""
    known = set(Scope)
    return frozenset().union(*(OPENS[Scope(one)] for one in scopes if one in known))
