"""The doors of the team's pages: what a member may not do is not there for them, and nothing of another organisation is."""

import uuid
from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from weerbaar.desk.accounts.members import for_members
from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action, Reach, can, reach
from weerbaar.desk.cases.models import Campaign, Case
from weerbaar.desk.cases.see import Forbidden
from weerbaar.desk.language import readers_language
from weerbaar.model.errors import Trouble

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Membership, P], HttpResponse]


def may(action: Action) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """Opens a view to members who may do this to everything of their organisation; others are told that the page is not theirs."""

    def door(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        def guarded(request: HttpRequest, who: Membership, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if reach(who, action) is not Reach.ALL:
                raise PermissionDenied
            try:
                return view(request, who, *args, **kwargs)
            except Forbidden:
                raise PermissionDenied from None

        update_wrapper(guarded, view)
        return for_members(guarded)

    return door


def case_of(who: Membership, ref: uuid.UUID) -> Case:
    """The case with this name in an address."""
    found = (
        Case.objects.filter(ref=ref, organisation_id=who.organisation_id)
        .select_related("organisation", "campaign", "reporter")
        .first()
    )
    if found is None or not can(who, Action.SEE_FACTS, found):
        raise Http404
    return found


def campaign_of(who: Membership, id: int) -> Campaign:
    """The campaign with this number."""
    found = Campaign.objects.filter(pk=id, organisation_id=who.organisation_id).select_related("organisation").first()
    if found is None:
        raise Http404
    return found


def tell(request: HttpRequest, done: Callable[[], object], said: str) -> bool:
    """Do something and say that it is done, or what was in the way; whether it is done."""
    try:
        done()
    except Trouble as trouble:
        messages.error(request, trouble.said(readers_language()))
        return False
    messages.success(request, said)
    return True
