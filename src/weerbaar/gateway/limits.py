"""What one request may cost us: settings of the gateway, how a body is read, how often a key may ask.

A setting comes from the environment (`WEERBAAR_GATEWAY_PORT=8090`), the table `[gateway]` of the file named by `WEERBAAR_SETTINGS`, or is
the default. Whatever is over a limit raises `Refused`, before anything was looked at or sent.

Errors:
    Refused
    |-- TooLarge   413  more bytes than one request may have
    |-- TooSlow    408  the program took too long to send its request
    |-- Malformed  400  no JSON object, or one nested too deep
    |-- TooOften   429  too many requests of this key; `wait` seconds until the next
"""

import json
import os
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any

from weerbaar.settings import read, table

MB = 1024 * 1024
DEEPEST = 64
"""Levels of objects and lists in a request; tool schemas of the large providers stay under 20."""
MOST_KEYS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewaySettings:
    """All settings of the gateway; the explanation stands beside each."""

    host: Annotated[
        str, "Address the gateway listens on; a reverse proxy with TLS stands before any other than this machine's."
    ] = "127.0.0.1"
    port: Annotated[int, "Port the gateway listens on."] = 8090
    public_url: Annotated[
        str, "Address programs reach the gateway at, such as https://ai.firm.example; the pages tell it. Empty: host and port."
    ] = ""
    checkers: Annotated[int, "Processes that check texts. 0: one for each core, at most two."] = 0
    max_body_mb: Annotated[int, "MB one request may have, with the files in it."] = 32
    body_seconds: Annotated[float, "Seconds a program may take to send its request."] = 60.0
    check_seconds: Annotated[float, "Seconds the texts of one request may take to check; after that nothing leaves."] = 10.0
    file_seconds: Annotated[float, "Seconds the files of one request may take to read and check."] = 30.0
    wait_seconds: Annotated[float, "Seconds a request waits for a free checker; after that nothing leaves."] = 10.0
    check_memory_mib: Annotated[int, "MiB a process that checks may use beyond what it starts with."] = 512
    requests_minute: Annotated[int, "Requests of one key in a minute."] = 600
    at_once: Annotated[int, "Requests of one key at the same time."] = 32
    connect_seconds: Annotated[float, "Seconds to reach a provider."] = 10.0
    first_seconds: Annotated[float, "Seconds until a provider begins to answer."] = 300.0
    between_seconds: Annotated[float, "Seconds of silence in an answer that has begun."] = 60.0
    whole_seconds: Annotated[float, "Seconds an answer may take in all."] = 900.0
    answer_mb: Annotated[int, "MB one answer may have."] = 64


def load(environment: Mapping[str, str] | None = None) -> GatewaySettings:
    """The gateway's settings in force.

    Raises:
        BrokenSettings: the file or a variable names a setting we do not have or a value of another type.
    """
    environment = os.environ if environment is None else environment
    return read(GatewaySettings, table(environment).get("gateway", {}), "WEERBAAR_GATEWAY_", environment)


class Refused(Exception):
    """A request that is not looked at. `why` is one word of ours, `status` the HTTP status that says it."""

    why, status = "refused", 400

    def __init__(self, wait: int = 0) -> None:
        super().__init__(self.why)
        self.wait = wait


class TooLarge(Refused):
    """More bytes than one request may have."""

    why, status = "too_large", 413


class TooSlow(Refused):
    """The program took too long to send its request."""

    why, status = "too_slow", 408


class Malformed(Refused):
    """No JSON object, or one nested too deep."""

    why, status = "malformed", 400


class TooOften(Refused):
    """Too many requests of this key; `wait` seconds until the next."""

    why, status = "too_often", 429


async def body(stream: AsyncIterator[bytes], settings: GatewaySettings, *, declared: int = 0) -> bytes:
    """The bytes of a request; `declared` is its Content-Length where it has one.

    Raises:
        TooLarge: at once where the length says so, else when the limit is passed.
        TooSlow: it trickles in.
    """
    import asyncio

    most = settings.max_body_mb * MB
    if declared > most:
        raise TooLarge
    read = bytearray()
    try:
        async with asyncio.timeout(settings.body_seconds):
            async for chunk in stream:
                read += chunk
                if len(read) > most:
                    raise TooLarge
    except TimeoutError:
        raise TooSlow from None
    return bytes(read)


def parsed(data: bytes) -> dict[str, Any]:
    """The JSON object in a request (RFC 8259). Of a name that stands there twice the last counts, and only that is ever sent on.

    Raises:
        Malformed: anything else: other encodings than UTF-8, NaN, nested deeper than `DEEPEST`.
    """
    try:
        found = json.loads(data.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Malformed from None
    if not isinstance(found, dict) or not _shallow(found):
        raise Malformed
    return found


def written(said: object) -> bytes:
    """JSON as it is sent on: only ASCII, so that a lone surrogate of a broken emoji stays an escape.

    Raises:
        ValueError: what no JSON can say (NaN, a circle).
    """
    return json.dumps(said, ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode("ascii")


class Rate:
    """How often each key asks: at most `most` in any minute by a bucket that fills steadily, and `at_once` at the same time.

    Kept in memory: it protects this process. Budgets, which outlive it, are the desk's.
    """

    def __init__(self, most: int, at_once: int, now: Callable[[], float] = time.monotonic) -> None:
        self._most, self._at_once, self._now = max(1, most), max(1, at_once), now
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._open: dict[str, int] = {}

    @contextmanager
    def taken(self, key: str) -> Iterator[None]:
        """One request of a key, as long as the block runs.

        Raises:
            TooOften: there were too many; this one was not counted.
        """
        self._take(key)
        self._open[key] = self._open.get(key, 0) + 1
        try:
            yield
        finally:
            self._open[key] -= 1
            if not self._open[key]:
                del self._open[key]

    def _take(self, key: str) -> None:
        if self._open.get(key, 0) >= self._at_once:
            raise TooOften(1)
        now, per_second = self._now(), self._most / 60
        left, at = self._left.pop(key, (float(self._most), now))
        left = min(float(self._most), left + (now - at) * per_second)
        enough = left >= 1
        self._left[key] = (left - 1 if enough else left, now)
        while len(self._left) > MOST_KEYS:
            self._left.popitem(last=False)
        if not enough:
            raise TooOften(max(1, round((1 - left) / per_second)))


def _no_constant(name: str) -> object:
    raise ValueError(name)


def _shallow(found: object) -> bool:
    """Whether nothing stands deeper than `DEEPEST`; level by level, since the depth is what we do not trust."""
    level = [found]
    for _ in range(DEEPEST):
        level = [
            inner
            for one in level
            for inner in (one.values() if isinstance(one, dict) else one if isinstance(one, list) else ())
            if isinstance(inner, dict | list)
        ]
        if not level:
            return True
    return False
