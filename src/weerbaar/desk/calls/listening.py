"""Who may listen along now, and the calls that are listened to: in the memory of this process, and nowhere else.

A call that no page asks about any more is forgotten after `SILENT_SECONDS`. With several web processes a page must keep coming to the one it
began with; otherwise its call is not known, and the page says that listening ended.
"""

import contextlib
import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path

from django.conf import settings as configured

from weerbaar.advise.sentences import LANGUAGES
from weerbaar.desk.accounts.known import known
from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.calls import door
from weerbaar.desk.calls.law import Law, law_of
from weerbaar.desk.calls.listener import Listener
from weerbaar.desk.calls.live import Deaf, Heard
from weerbaar.settings import load
from weerbaar.unpack.listen import folder_of, why_not

SILENT_SECONDS = 30.0
LONGEST_CALL = 2 * 3600.0
"""Seconds after which a call is no longer listened to; it can be begun again."""
MOST_BYTES = 10 * 32_000
"""Sound that one question may bring: ten seconds."""
MULTILINGUAL = 51_865
"""Words of the smallest multilingual model."""


class Not(StrEnum):
    """Why a call is not listened to."""

    OFF = "off"  # the organisation did not switch it on
    COUNTRY = "country"  # we do not know in which country it works
    LAW = "law"  # we do not know what the law of that country says
    NO_MODEL = "no_model"
    LANGUAGE = "language"  # the model does not know it
    NOT_TOLD = "not_told"  # the person did not say that everyone knows
    BUSY = "busy"  # as many calls as this machine can follow
    FAILED = "failed"
    ENDED = "ended"


class NotNow(Exception):
    """A call is not listened to; `why` is a Not."""

    def __init__(self, why: Not) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class May:
    """Whether this member may listen along: in which languages and under which law, or why not."""

    why_not: Not | None
    country: str = ""
    law: Law | None = None
    languages: tuple[str, ...] = ()


@dataclass(slots=True)
class _Call:
    user: int
    began: float
    used: float
    turn: threading.Lock = field(default_factory=threading.Lock)


def may_listen(who: Membership) -> May:
    """What holds for this member now."""
    if not door.is_open(who.organisation):
        return May(Not.OFF)
    country = known(who.organisation).country.strip().upper()
    if not country:
        return May(Not.COUNTRY)
    law = law_of(country)
    if law is None:
        return May(Not.LAW, country)
    heard = heard_languages()
    return May(None if heard else Not.NO_MODEL, country, law, heard)


def heard_languages() -> tuple[str, ...]:
    """Our languages that what listens here knows; none where there is no model."""
    there = load()
    folder = None if why_not(there) else folder_of(there)
    return _languages(folder) if folder else ()


@cache
def _languages(folder: Path) -> tuple[str, ...]:
    """What a Whisper model knows, by the size of its vocabulary: the English ones have one word less (openai/whisper, tokenizer.py)."""
    with contextlib.suppress(OSError, ValueError):
        if (folder / "vocabulary.txt").is_file():
            words = len((folder / "vocabulary.txt").read_bytes().splitlines())
        else:
            words = len(json.loads((folder / "vocabulary.json").read_text(encoding="utf-8")))
        return LANGUAGES if words >= MULTILINGUAL else ("en",)
    return ()


@cache
def listener() -> Listener:
    """The process of this desk that listens, started when it is needed."""
    return Listener(load())


_calls: dict[str, _Call] = {}
_guard = threading.Lock()


def begin(who: Membership, language: str, told: bool, *, direct: bool = False) -> str:
    """Listen to a call from now on; the name by which its page goes on.

    `told` is what the person says: that everyone who takes part knows, or, where the law lets a participant, that they take part. `direct`: the
    sound is that of the call itself, not of a microphone beside it.

    Raises:
        NotNow: it may not be, or cannot be.
    """
    may = may_listen(who)
    if may.why_not is not None:
        raise NotNow(may.why_not)
    if not told:
        raise NotNow(Not.NOT_TOLD)
    if language not in may.languages:
        raise NotNow(Not.LANGUAGE)
    call, now = secrets.token_urlsafe(18), time.monotonic()
    with _guard:
        gone = _let_go(now)
        for one in [name for name, there in _calls.items() if there.user == who.user_id]:
            gone.append(one)
            del _calls[one]
        full = len(_calls) >= configured.WEERBAAR_DESK.calls_heard
        if not full:
            _calls[call] = _Call(who.user_id, now, now)
    for one in gone:
        listener().end(one)
    if full:
        raise NotNow(Not.BUSY)
    try:
        listener().begin(call, language, direct=direct)
    except Deaf as why:
        _forget(call)
        raise NotNow(_because(why)) from None
    _touch(call)
    return call


def hear(who: Membership, call: str, sound: bytes) -> Heard:
    """The next stretch of sound of a call: 16-bit little-endian mono, 16,000 samples a second, at most ten seconds.

    Raises:
        NotNow: this call is not listened to (any more).
    """
    with _guard:
        there = _calls.get(call)
        if there is None or there.user != who.user_id or time.monotonic() - there.began > LONGEST_CALL:
            raise NotNow(Not.ENDED)
    if not there.turn.acquire(blocking=False):
        raise NotNow(Not.BUSY)  # one page, one question at a time
    try:
        heard = listener().hear(call, sound[:MOST_BYTES])
    except Deaf as why:
        _forget(call)
        raise NotNow(_because(why)) from None
    finally:
        there.turn.release()
    _touch(call)
    return heard


def end(who: Membership, call: str) -> None:
    """Stop listening to a call of one's own, and forget all of it."""
    with _guard:
        there = _calls.get(call)
        if there is None or there.user != who.user_id:
            return
        del _calls[call]
    listener().end(call)


def _let_go(now: float) -> list[str]:
    gone = [name for name, call in _calls.items() if now - call.used > SILENT_SECONDS or now - call.began > LONGEST_CALL]
    for name in gone:
        del _calls[name]
    return gone


def _touch(call: str) -> None:
    with _guard:
        if call in _calls:
            _calls[call].used = time.monotonic()


def _forget(call: str) -> None:
    with _guard:
        _calls.pop(call, None)


def _because(why: Deaf) -> Not:
    return {"no_model": Not.NO_MODEL, "language": Not.LANGUAGE}.get(why.why, Not.FAILED)
