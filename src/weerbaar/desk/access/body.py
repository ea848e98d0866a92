"""How much one request may bring, and all together: an ASGI layer before Django, which would write any amount to the disk, unsealed.

What is too large is read to its end within reason, so that the browser gets to see the answer, and kept nowhere.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from io import BytesIO
from typing import Any

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from weerbaar.desk.access.refusal import refusal

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]
TOGETHER = 512 * 1024 * 1024
"""Bytes of bodies in memory at one moment; who comes when they are used up is asked to come again."""
READ_ON = 4
"""Times the most of one request that is read before the connection ends."""
AGAIN_SECONDS = 5


class _Refused(Exception):
    """The request brings more than we take; the status that says so."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Bodies:
    """Counts what requests bring and refuses what is too much: one (413), or all of them together (503)."""

    def __init__(self, app: App, most: int, together: int = TOGETHER) -> None:
        self.app, self.most, self.together = app, most, together
        self.here = 0

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            size = len(message.get("body", b""))
            taken += size
            self.here += size
            if taken > self.most:
                raise _Refused(413)
            if self.here > self.together:
                raise _Refused(503)
            return message

        try:
            if _announced(scope) > self.most:
                raise _Refused(413)
            await self.app(scope, counted, send)
        except _Refused as refused:
            await _drain(receive, self.most * READ_ON)
            response = await sync_to_async(_said)(scope, refused.status)
            await _send(response, send)
        finally:
            self.here -= taken


def _announced(scope: MutableMapping[str, Any]) -> int:
    written = dict(scope.get("headers", ())).get(b"content-length", b"")
    return int(written) if written.isdigit() and len(written) < 20 else 0


async def _drain(receive: Receive, most: int) -> None:
    read = 0
    while read < most:
        message = await receive()
        read += max(1, len(message.get("body", b"")))
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return


def _said(scope: MutableMapping[str, Any], status: int) -> HttpResponse:
    """The answer, in the reader's language, with the headers that every answer has."""
    request: HttpRequest = ASGIRequest(scope, BytesIO())
    with translation.override(translation.get_language_from_request(request)):
        made = refusal(request, status)
    if status == 503:
        made["Retry-After"] = str(AGAIN_SECONDS)
    return made


async def _send(response: HttpResponse, send: Send) -> None:
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in response.items()]
    headers += [(b"content-length", str(len(response.content)).encode()), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": response.content})
