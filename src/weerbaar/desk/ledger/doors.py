"""The doors of the ledger's pages: as the team's, and a page that says so where the ledger does not hold."""

import uuid
from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.ledger.models import Confirmation
from weerbaar.desk.ledger.state import Broken
from weerbaar.desk.web.team import doors

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Membership, P], HttpResponse]


def may(action: Action) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """Opens a view to members who may do this; where the ledger does not hold, nothing of it is shown or changed."""

    def door(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        def guarded(request: HttpRequest, who: Membership, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            try:
                return view(request, who, *args, **kwargs)
            except Broken:
                return render(request, "ledger/broken.html", status=503)

        update_wrapper(guarded, view)
        return doors.may(action)(guarded)

    return door


def confirmation_of(who: Membership, ref: uuid.UUID) -> Confirmation:
    """The confirmation with this name in an address."""
    found = (
        Confirmation.objects.filter(ref=ref, organisation_id=who.organisation_id)
        .select_related("organisation", "asked_by", "case")
        .first()
    )
    if found is None:
        raise Http404
    return found
