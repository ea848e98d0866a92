"""Who is here, in which organisation, and with a second factor where the role asks for one."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve

from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import SECOND_FACTOR

Response = Callable[[HttpRequest], HttpResponse]
OPEN = frozenset(
    (
        "account_login", "account_logout", "account_reauthenticate", "set_language", "set_theme", "health", "ready",
        "on_the_phone", "threat", "threat_child", "threat_adult", "offline", "manifest", "service_worker",
    )
)  # fmt: skip
"""Views that someone without second factor may still see, besides those that set it up."""
CHOSEN = "organisation"
"""The session's note of which organisation is being worked for."""


class Here:
    """Sets `request.membership`: the member this request comes from, or None."""

    def __init__(self, respond: Response) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.membership = _membership(request)  # type: ignore[attr-defined]
        return self.respond(request)


class SecondFactor:
    """Sends whoever has a role beyond reporter to set up a second factor before anything else."""

    def __init__(self, respond: Response) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and not _is_open(request) and needs_second_factor(user.pk) and not is_mfa_enabled(user):
            return redirect("mfa_index")
        return self.respond(request)


def needs_second_factor(user: int) -> bool:
    """Whether one of a user's roles asks for a second factor."""
    return Membership.objects.filter(user_id=user, role__in=SECOND_FACTOR).exists()


def member(request: HttpRequest) -> Membership | None:
    """The member a request comes from; None for nobody, and for a user of no organisation."""
    found: Membership | None = getattr(request, "membership", None)
    return found


def _membership(request: HttpRequest) -> Membership | None:
    if not request.user.is_authenticated:
        return None
    memberships = (
        Membership.objects.filter(user_id=request.user.pk).select_related("organisation", "user").order_by("since", "pk")
    )
    chosen = request.session.get(CHOSEN)
    return (memberships.filter(organisation_id=chosen).first() if chosen else None) or memberships.first()


def _is_open(request: HttpRequest) -> bool:
    name = resolve(request.path_info).url_name or ""
    return name in OPEN or name.startswith("mfa_")
