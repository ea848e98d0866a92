"""The door of a page: who is signed in, and a member of an organisation."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from weerbaar.desk.accounts.middleware import member
from weerbaar.desk.accounts.models import Membership

P = ParamSpec("P")


def for_members(
    view: Callable[Concatenate[HttpRequest, Membership, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Calls the view with the request and the member it comes from; others sign in first, or are told that they belong to none."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        who = member(request)
        if who is None:
            raise PermissionDenied
        return view(request, who, *args, **kwargs)

    return login_required(guarded)  # type: ignore[return-value]
