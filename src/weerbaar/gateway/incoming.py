"""What comes in: whose key it is, and the JSON of the request."""

import json
import re
from typing import Any

from starlette.requests import Request

from weerbaar.gateway import limits
from weerbaar.gateway.answers import Refusal
from weerbaar.gateway.port import Caller, Desk

LONGEST_KEY = 200
CONVERSATION = "weerbaar-conversation"
"""Header that names a conversation whose masked values we keep; without it every request stands for itself."""
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


async def known(desk: Desk, request: Request) -> Caller:
    """Who asks.

    Raises:
        Refusal: no key, or none that anybody holds.
    """
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    key = request.headers.get("x-api-key", "") or (token.strip() if kind.lower() == "bearer" else "")
    caller = await desk.caller(key) if 0 < len(key) <= LONGEST_KEY else None
    if caller is None:
        raise Refusal("no_key", 401)
    return caller


async def body(request: Request, settings: limits.GatewaySettings) -> dict[str, Any]:
    """The JSON object of a request.

    Raises:
        Refusal: it is compressed.
        limits.Refused: it is too large, too slow, or no JSON object.
    """
    if request.headers.get("content-encoding", "identity") != "identity":
        raise Refusal("malformed", 415)
    declared = request.headers.get("content-length", "")
    length = int(declared) if declared.isascii() and declared.isdigit() and len(declared) < 16 else 0
    data = await limits.body(request.stream(), settings, declared=length)
    found = limits.parsed(data)
    if _SURROGATE.search(data):
        # Half of a pair stands for nothing; the other end and our own checks may stumble over it.
        said = json.dumps(found, ensure_ascii=False).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        found = limits.parsed(said.encode("utf-8"))
    return found


def conversation(request: Request) -> str:
    """The name of the conversation, or an empty string.

    Raises:
        Refusal: it is no name.
    """
    name = request.headers.get(CONVERSATION, "")
    if name and not _NAME.fullmatch(name):
        raise Refusal("bad_conversation")
    return name
