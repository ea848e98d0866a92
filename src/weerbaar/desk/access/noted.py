"""Who signed in, out, or tried to, and what was changed about it: in the trail where it is somebody's, in the log where it is nobody's.

A failed first step stands in the log alone: anybody can make any number of them, and the trail is kept for years. A failed second step stands
in both: whoever makes it knew the first, and may do so five times in five minutes (ACCOUNT_RATE_LIMITS). No address and no name is
logged; the tries from one address can be told together by a fingerprint that changes with the master key.
"""

import hashlib
import logging
from collections.abc import Callable
from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest, HttpResponse

from weerbaar.desk.access.limits import address
from weerbaar.desk.accounts.models import Membership, User
from weerbaar.desk.keys import ring
from weerbaar.desk.trail import record

log = logging.getLogger(__name__)
REFUSED = (401, 403, 429)


def connect() -> None:
    """Listen to Django and allauth."""
    user_logged_in.connect(_signed_in, dispatch_uid="signed in")
    user_logged_out.connect(_signed_out, dispatch_uid="signed out")
    user_login_failed.connect(_failed, dispatch_uid="sign-in failed")
    for signal in (password_changed, password_reset, password_set):
        signal.connect(_password, dispatch_uid=f"password {id(signal)}")
    authenticator_added.connect(_factor_added, dispatch_uid="second factor added")
    authenticator_removed.connect(_factor_removed, dispatch_uid="second factor removed")
    authenticator_reset.connect(_factor_reset, dispatch_uid="second factor reset")
    authentication_failed.connect(_factor_failed, dispatch_uid="second step failed")


class Refusals:
    """Logs who was refused what: the name of the view, the status, the user if there is one; never the address of the page."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.respond(request)
        if response.status_code in REFUSED:
            match = request.resolver_match
            facts = {"view": match.view_name if match else "", "status": response.status_code, "user": request.user.pk}
            log.warning("refused", extra={"facts": {**facts, "from": whence(request)}})
        return response


def whence(request: HttpRequest | None) -> str:
    """A fingerprint of the address a request comes from: the same for the same address, and told to nobody without the master key."""
    if request is None:
        return ""
    key = ring().derived("addresses in the log")[0]
    return hashlib.blake2b(address(request).encode(), key=key, digest_size=6).hexdigest()


def _write(user: User, action: str, **facts: str) -> None:
    """One line in the trail of each organisation the user belongs to; in that of the desk for a user of none."""
    organisations: list[int | None] = list(Membership.objects.filter(user_id=user.pk).values_list("organisation_id", flat=True))
    for organisation in organisations or [None]:
        record(action, organisation=organisation, actor=user.pk, about=f"user:{user.pk}", facts=facts)
    log.info(action, extra={"facts": {"user": user.pk, **facts}})


def _signed_in(sender: object, request: HttpRequest, user: User, **_: Any) -> None:
    methods = request.session.get("account_authentication_methods", [])
    _write(user, "signed in", by=" ".join(str(one.get("method", "")) for one in methods) or "session")


def _signed_out(sender: object, request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        _write(user, "signed out")


def _failed(sender: object, request: HttpRequest | None = None, **_: Any) -> None:
    log.warning("sign-in failed", extra={"facts": {"from": whence(request)}})


def _password(sender: object, user: User, **_: Any) -> None:
    _write(user, "password changed")


def _factor_added(sender: object, user: User, authenticator: Any, **_: Any) -> None:
    _write(user, "second factor added", type=str(authenticator.type))


def _factor_removed(sender: object, user: User, authenticator: Any, **_: Any) -> None:
    _write(user, "second factor removed", type=str(authenticator.type))


def _factor_reset(sender: object, user: User, authenticator: Any, **_: Any) -> None:
    _write(user, "second factor renewed", type=str(authenticator.type))


def _factor_failed(sender: object, request: HttpRequest | None, user: User | None, authenticator: Any = None, **_: Any) -> None:
    kind = str(authenticator.type) if authenticator is not None else "webauthn"
    log.warning("second step failed", extra={"facts": {"type": kind, "from": whence(request)}})
    if user is not None:
        _write(user, "second step failed", type=kind)
