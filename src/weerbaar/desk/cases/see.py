"""Which cases a member sees, and finding one among them."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action, Reach, can, reach
from weerbaar.desk.cases.index import Kind
from weerbaar.desk.cases.models import Case, State, Token
from weerbaar.desk.cases.words import first, words
from weerbaar.desk.vault import tokens

MOST_WORDS = 12


class Forbidden(PermissionDenied):
    """This member may not do this. Whoever shows it says no more than that."""


def demand(member: Membership | None, action: Action, obj: object = None) -> None:
    """
    Raises:
        Forbidden: they may not.
    """
    if not can(member, action, obj):
        raise Forbidden(action.value)


def visible(member: Membership | None) -> QuerySet[Case]:
    """The cases a member may list, the latest first: all of the organisation, or those they brought."""
    if member is None:
        return Case.objects.none()
    cases = Case.objects.filter(organisation_id=member.organisation_id).order_by("-received_at", "-pk")
    return cases if reach(member, Action.LIST) is Reach.ALL else cases.filter(reporter_id=member.user_id)


def search(member: Membership | None, text: str, kind: Kind = Kind.WORD) -> QuerySet[Case]:
    """The visible cases that have every word of a text (whole words; case and accents do not matter), the latest first.

    Raises:
        Forbidden: this member may not search.
    """
    demand(member, Action.SEARCH)
    cases = visible(member)
    if member is None:
        return cases
    key = member.organisation.search_key
    for value in tokens(key, kind, first(words(text) if kind is Kind.WORD else (text,), MOST_WORDS)):
        having = Token.objects.filter(organisation_id=member.organisation_id, kind=kind, value=value)
        cases = cases.filter(pk__in=having.values("case_id"))
    return cases


def waiting_for_a_person(member: Membership | None) -> QuerySet[Case]:
    """What a decider has to do: contested first, then by age."""
    return visible(member).filter(state=State.NEEDS_PERSON).order_by("-contested_at", "received_at")
