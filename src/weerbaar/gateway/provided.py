"""What a provider answers when it does not stream, and what we say when it says no."""

import json
from typing import Any

from weerbaar.gateway.answers import Refusal
from weerbaar.gateway.back import Back
from weerbaar.gateway.port import Reply
from weerbaar.gateway.stream import read

MOST_SAID = 500
"""Characters of a provider's own error that are passed on."""
ABOUT_THE_REQUEST = (400, 404, 413, 422)
NOTHING = "-"


async def whole(reply: Reply) -> tuple[dict[str, Any], int]:
    """An answer that comes in one piece, and how many bytes it had.

    Raises:
        UpstreamFailed: it is no JSON object, or broke off.
    """
    data = await _read(reply)
    return read(data), len(data)


async def refused(reply: Reply, back: Back, credential: str) -> Refusal:
    """What to say. The provider's words may hold its customer's key: they are passed on only where they are about the request."""
    if reply.status in (401, 402, 403):
        return Refusal("upstream_key", 502)
    if reply.status in (429, 529):
        wait = reply.headers.get("retry-after", "")
        return Refusal("upstream_busy", 503, wait=int(wait) if wait.isascii() and wait.isdigit() and len(wait) < 6 else 0)
    if reply.status >= 500:
        return Refusal("upstream_error", 502)
    said = _said(await _read(reply))[:MOST_SAID]
    if credential and credential[:8] in said:
        said = NOTHING
    return Refusal(
        "upstream_said", reply.status if reply.status in ABOUT_THE_REQUEST else 400, values={"said": back.whole(said)}
    )


def _said(data: bytes) -> str:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return NOTHING
    inner = found.get("error", found) if isinstance(found, dict) else None
    said = inner.get("message") if isinstance(inner, dict) else inner
    return said if isinstance(said, str) and said else NOTHING


async def _read(reply: Reply) -> bytes:
    return b"".join([chunk async for chunk in reply.body])
