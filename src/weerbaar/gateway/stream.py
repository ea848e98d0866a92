"""Answers that come bit by bit: server-sent events (WHATWG HTML, 9.2) and lines of JSON, read and written.

Reading puts events together however the bytes were cut; an event larger than `MOST_EVENT`, or one that is no JSON, ends the stream.
"""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from weerbaar.gateway.port import UpstreamFailed

EVENT_NAME = re.compile(rb"[A-Za-z0-9_.-]{1,100}")
MOST_EVENT = 16 * 1024 * 1024
DONE = "[DONE]"


@dataclass(frozen=True, slots=True)
class Event:
    """One event. `data` is None for a comment (the provider is still there) and at the end of the stream (`done`)."""

    name: str = ""
    data: dict[str, Any] | None = field(default=None, repr=False)
    done: bool = False


async def sse(body: AsyncIterator[bytes]) -> AsyncIterator[Event]:
    """Server-sent events.

    Raises:
        UpstreamFailed: an event is too large or no JSON object; or the bytes broke off.
    """
    name, data = "", list[bytes]()
    async for line in _lines(body):
        if not line:
            if data:
                yield _event(name, b"\n".join(data))
            name, data = "", []
        elif line.startswith(b":"):
            yield Event()
        else:
            key, _, value = line.partition(b":")
            value = value.removeprefix(b" ")
            if key == b"event":
                name = value.decode() if EVENT_NAME.fullmatch(value) else ""
            elif key == b"data":
                data.append(value)
                if sum(map(len, data)) > MOST_EVENT:
                    raise UpstreamFailed("too_large")
    if data:
        yield _event(name, b"\n".join(data))


async def ndjson(body: AsyncIterator[bytes]) -> AsyncIterator[Event]:
    """One JSON object on each line.

    Raises:
        UpstreamFailed: as `sse`.
    """
    async for line in _lines(body):
        if line.strip():
            yield _event("", line)


def as_sse(event: Event) -> bytes:
    """An event as it is written."""
    if event.done:
        return f"data: {DONE}\n\n".encode()
    if event.data is None:
        return b":\n\n"
    name = f"event: {event.name}\n" if event.name else ""
    return f"{name}data: {_written(event.data)}\n\n".encode()


def as_ndjson(event: Event) -> bytes:
    """An event as a line."""
    return b"" if event.data is None else f"{_written(event.data)}\n".encode()


def _written(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=True, separators=(",", ":"))


def _event(name: str, data: bytes) -> Event:
    if data.strip() == DONE.encode():
        return Event(done=True)
    return Event(name, read(data))


def read(data: bytes) -> dict[str, Any]:
    """The JSON object in an answer. NaN and infinity, which no JSON knows and some providers write, become null.

    Raises:
        UpstreamFailed: it is none.
    """
    try:
        found = json.loads(data, parse_constant=lambda name: None)
    except (ValueError, RecursionError):
        raise UpstreamFailed("broken") from None
    if not isinstance(found, dict):
        raise UpstreamFailed("broken")
    return found


async def _lines(body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Lines without their ends; the last one also when nothing ends it."""
    rest = bytearray()
    async for chunk in body:
        rest += chunk
        if b"\n" not in chunk:
            if len(rest) > MOST_EVENT:
                raise UpstreamFailed("too_large")
            continue
        whole, _, tail = bytes(rest).rpartition(b"\n")
        for line in whole.split(b"\n"):
            yield line.removesuffix(b"\r")
        rest = bytearray(tail)
    if rest:
        yield bytes(rest).removesuffix(b"\r")
