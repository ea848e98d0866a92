"""Limits on pages, and the end of sign-ins that were left open."""

import logging
import time
from collections.abc import Callable, Mapping

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from weerbaar.desk.access.limits import TooOften, address, take
from weerbaar.desk.access.refusal import refusal
from weerbaar.desk.accounts.middleware import needs_second_factor

Respond = Callable[[HttpRequest], HttpResponse]
LIMITED: Mapping[str, tuple[str, str]] = {
    "bring": ("upload by account", "upload by address"),
    "bring_one": ("upload by account", "upload by address"),
    "share": ("upload by account", "upload by address"),
    "call_notes": ("upload by account", "upload by address"),
    "call_listen": ("listening by account", ""),
    "welcome": ("", "welcome by address"),
    "proof_welcome": ("", "proof by address"),
    "proof_door": ("", "proof by address"),
    "push_ask": ("browser by account", ""),
    "openid_connect_login": ("", "sign-in elsewhere by address"),
    "openid_connect_callback": ("", "sign-in elsewhere by address"),
}
"""Name of a view -> what is counted for the account, and for the address; "" where nothing is."""
READ_TOO = frozenset(("openid_connect_callback",))
"""Views of which a GET counts as well."""
log = logging.getLogger(__name__)
SINCE, SEEN = "since", "seen"
SEEN_EVERY = 60


class Limits:
    """Counts what is brought and tried through pages."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        account, place = LIMITED.get(name := _name(request), ("", ""))
        if request.method in ("GET", "HEAD", "OPTIONS") and name not in READ_TOO:
            return self.respond(request)
        try:
            if account and request.user.is_authenticated:
                take(account, str(request.user.pk))
            if place:
                take(place, address(request))
        except TooOften as often:
            response = refusal(request, 429)
            response["Retry-After"] = str(often.wait)
            return response
        return self.respond(request)


class Elsewhere:
    """Says so where the organisation's own sign-in does not answer, or answers with something else."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_exception(self, request: HttpRequest, trouble: Exception) -> HttpResponse | None:
        """The page for "busy", for a failure of the net on the way there; None for every other."""
        from requests import RequestException

        if not isinstance(trouble, RequestException) or not _name(request).startswith("openid_connect_"):
            return None
        log.warning("own sign-in does not answer", extra={"facts": {"error": type(trouble).__name__}})
        return refusal(request, 503)


class Leaving:
    """When a sign-in ends, tells the browser to drop the pages it keeps for going back (Clear-Site-Data, W3C).

    Not what lies in its storage: what was shared and still waits there, and what a phone proves itself with, are to outlive a sign-in.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        was_here = request.user.is_authenticated
        response = self.respond(request)
        if was_here and not request.user.is_authenticated:
            response["Clear-Site-Data"] = '"cache"'
        return response


class Awake:
    """Ends a sign-in after `session_hours`, however busy, and with a role beyond reporter after `idle_minutes` of silence.

    Its times stand in the session itself, in seconds; the last one is written once a minute.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            _tend(request, int(time.time()))
        return self.respond(request)


def _tend(request: HttpRequest, now: int) -> None:
    desk = settings.WEERBAAR_DESK
    since, seen = request.session.setdefault(SINCE, now), request.session.setdefault(SEEN, now)
    if now - since >= desk.session_hours * 3600:
        logout(request)
        return
    if now - seen < SEEN_EVERY:
        return
    if now - seen >= desk.idle_minutes * 60 and needs_second_factor(request.user.pk or 0):
        logout(request)
        return
    request.session[SEEN] = now


def _name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).url_name or ""
    except Resolver404:
        return ""
