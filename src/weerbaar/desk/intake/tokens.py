"""Tokens for mail servers that take no password: asked for when a connection is opened, kept in memory for some minutes."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace

from weerbaar.outside.oauth import Grant, ask

KEPT_SECONDS = 300.0
"""A token that was withdrawn is shown no longer than this."""
MOST = 500
_kept: dict[Grant, tuple[str, float]] = {}
_lock = threading.Lock()


def token(grant: Grant, renew: Callable[[str], None]) -> str:
    """A token for a grant. `renew` is given the refresh token that takes the place of the one that was used, where there is one.

    Raises:
        NoService: the token service gives none.
    """
    now = time.monotonic()
    with _lock:
        access, until = _kept.get(grant, ("", 0.0))
    if now < until:
        return access
    made = ask(grant)
    if made.refresh:
        grant = replace(grant, refresh=made.refresh)
        renew(made.refresh)
    with _lock:
        for old in [one for one, (_access, until) in _kept.items() if until <= now]:
            del _kept[old]
        if len(_kept) < MOST:
            _kept[grant] = (made.access, now + min(KEPT_SECONDS, made.seconds / 2))
    return made.access
