"""Who calls: the member a key acts for, and what that key opens."""

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from allauth.mfa.utils import is_mfa_enabled
from django.http import Http404, HttpRequest
from ninja.security import HttpBearer

from weerbaar.desk.access.limits import address, look, take
from weerbaar.desk.accounts.models import Membership, Role
from weerbaar.desk.accounts.permissions import SECOND_FACTOR, Action, can
from weerbaar.desk.api.keys import of
from weerbaar.desk.api.models import Key
from weerbaar.desk.api.scopes import actions
from weerbaar.desk.cases.models import Case
from weerbaar.desk.cases.see import Forbidden

MOST_CHARACTERS = 200


class NoSecondFactor(Exception):
    """The role of this member asks for a second factor, and they have none (any more)."""


class OutOfScope(Forbidden):
    """The key was not made for this."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A member, seen through the scopes of a key."""

    member: Membership
    key: Key
    actions: frozenset[Action]

    def may(self, action: Action, obj: object = None) -> bool:
        """Whether the key was made for this, and its holder may do it."""
        return action in self.actions and can(self.member, action, obj)

    def demand(self, action: Action, obj: object = None) -> None:
        """
        Raises:
            OutOfScope: the key was not made for this.
            Forbidden: its holder may not.
        """
        if action not in self.actions:
            raise OutOfScope(action.value)
        if not can(self.member, action, obj):
            raise Forbidden(action.value)


class Bearer(HttpBearer):
    """`Authorization: Bearer wk_...` (RFC 6750, 2.1). Cookies open nothing here, so no other page can make a browser ask."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """
        Raises:
            TooOften: this key or this address asked too much, or tried too many wrong keys.
            NoSecondFactor: the holder's role asks for one.
        """
        where = address(request)
        look("api refused by address", where)
        key = of(token) if len(token) <= MOST_CHARACTERS else None
        if key is None:
            take("api refused by address", where)
            return None
        take("api by key", str(key.pk))
        take("api by address", where)
        member = key.membership
        if Role(member.role) in SECOND_FACTOR and not is_mfa_enabled(member.user):
            raise NoSecondFactor
        return Caller(member, key, actions(key.scopes))


def caller(request: HttpRequest) -> Caller:
    """Who calls, in an operation behind `Bearer`."""
    return cast(Caller, request.auth)  # type: ignore[attr-defined]


def one(here: Caller, ref: UUID, action: Action) -> Case:
    """The case with this name, for who may do this to it; for everyone else it is not there.

    Raises:
        OutOfScope: the key was not made for this.
        Forbidden: its holder may do this to no case.
        Http404: there is none, or not for them.
    """
    here.demand(action)
    case = Case.objects.filter(ref=ref, organisation_id=here.member.organisation_id).select_related("organisation").first()
    if case is None or not here.may(action, case):
        raise Http404
    return case
