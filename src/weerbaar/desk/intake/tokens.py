"""Tokens for mail servers that take no password: asked for when a connection is opened, kept in memory for some minutes."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction

from weerbaar.desk.trail import record
from weerbaar.desk.work.connection import fresh
from weerbaar.outside.oauth import Grant, ask

if TYPE_CHECKING:
    from weerbaar.desk.intake.models import Door

KEPT_SECONDS = 300.0
"""A token that was withdrawn is shown no longer than this."""
MOST = 500
_kept: dict[Grant, tuple[str, float]] = {}
_lock = threading.Lock()


def of(door: "Door") -> Callable[[], str] | None:
    """What gives a token for a door; None where it signs in with a password.

    Raises:
        BrokenSettings: what was filled in does not suffice.
    """
    return (lambda: _token(door)) if door.details.grant is not None else None


def _token(door: "Door") -> str:
    """
    Raises:
        NoService: the token service gives none.
    """
    with fresh():
        now_kept = door if door.pk is None else type(door).objects.select_related("organisation").get(pk=door.pk)
    grant = now_kept.details.grant
    if grant is None:
        return ""
    now = time.monotonic()
    with _lock:
        access, until = _kept.get(grant, ("", 0.0))
    if now < until:
        return access
    made = ask(grant)
    if made.refresh:
        grant = replace(grant, refresh=made.refresh)
        _renew(door, made.refresh)
    with _lock:
        for old in [one for one, (_access, until) in _kept.items() if until <= now]:
            del _kept[old]
        if len(_kept) < MOST:
            _kept[grant] = (made.access, now + min(KEPT_SECONDS, made.seconds / 2))
    return made.access


def _renew(door: "Door", refresh: str) -> None:
    """Keep the refresh token that takes the place of the one that was used. A door that is only being tried is kept by who tries it."""
    if door.pk is None:
        door.details = replace(door.details, refresh=refresh)
        return
    with fresh(), transaction.atomic():
        kept = type(door).objects.select_for_update().select_related("organisation").get(pk=door.pk)
        kept.keep(replace(kept.details, refresh=refresh))
        kept.save(update_fields=("sealed",))
        record("token renewed", organisation=kept.organisation_id, about=kept.name)
