"""Who visits the pages of a prover: a member, or someone outside whose device just said who they are."""

import time
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from weerbaar.desk.accounts.middleware import member
from weerbaar.desk.accounts.permissions import Action, can
from weerbaar.desk.proof.devices import colleague
from weerbaar.desk.proof.models import Prover

GUEST, INVITED = "proof guest", "proof invited"
"""What a session notes: a prover from outside, who may enrol by an invitation."""
STAYS_SECONDS = 15 * 60
P = ParamSpec("P")


def let_in(request: HttpRequest, prover: Prover) -> None:
    """Remember that a device of this prover, who is no user here, just proved who they are."""
    request.session.cycle_key()
    request.session[GUEST] = {"ref": str(prover.ref), "until": int(time.time()) + STAYS_SECONDS}


def prover_of(request: HttpRequest) -> Prover | None:
    """Whom this visitor can prove to be; None: nobody we know, or not any more."""
    who = member(request)
    if who is not None:
        return colleague(who) if can(who, Action.PROVE) else None
    kept = request.session.get(GUEST)
    if not isinstance(kept, dict) or kept["until"] < time.time():
        return None
    there = Prover.objects.filter(ref=uuid.UUID(kept["ref"]), removed_at=None, user=None)
    return there.select_related("organisation", "family_of").first()


def for_provers(
    view: Callable[Concatenate[HttpRequest, Prover, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Calls the view with the prover; others say first who they are: at the door who has been a guest, by signing in who has not."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        prover = prover_of(request)
        if prover is not None:
            return view(request, prover, *args, **kwargs)
        if request.user.is_authenticated:
            raise PermissionDenied
        if GUEST in request.session:
            return redirect("proof_door")
        return redirect(f"{reverse('account_login')}?next={request.path}")

    return guarded  # type: ignore[return-value]
