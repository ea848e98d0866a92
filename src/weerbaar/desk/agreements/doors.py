"""The doors of these pages: everybody of an organisation reads and signs; some make the agreement."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from weerbaar.desk.accounts.members import for_members
from weerbaar.desk.accounts.models import LANGUAGES, Membership
from weerbaar.desk.accounts.permissions import Action, can
from weerbaar.desk.language import readers_language
from weerbaar.desk.web.team import doors

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Membership, P], HttpResponse]

makes = doors.may(Action.AGREEMENT)
"""Opens a view to those who make the agreement."""


def reads(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Opens a view to everybody of the organisation."""

    def guarded(request: HttpRequest, who: Membership, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not can(who, Action.AGREE):
            raise PermissionDenied
        return view(request, who, *args, **kwargs)

    update_wrapper(guarded, view)
    return for_members(guarded)


def language_of(request: HttpRequest) -> str:
    """The language that was asked for, else the reader's."""
    asked = request.GET.get("language", "")
    return asked if asked in dict(LANGUAGES) else readers_language()
