"""`weerbaar gateway`: the gateway with the desk of this machine behind it, until told to stop.

/livez    this process answers
/readyz   checkers live and the database answers; else 503, and nothing would leave
"""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable

from django.db import DatabaseError, connection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from weerbaar.desk.gateway.models import Key
from weerbaar.desk.gateway.port import DeskPort
from weerbaar.gateway.app import app
from weerbaar.gateway.checker import Checker
from weerbaar.gateway.limits import GatewaySettings
from weerbaar.gateway.port import Unavailable
from weerbaar.gateway.upstream import Upstream
from weerbaar.model.errors import NotHere

MOST_CONNECTIONS = 500
END_SECONDS = 30
SWITCH_SECONDS = 0.001
"""How long a thread that writes or reads the database may keep the others waiting (Python's own is 5 ms): a streamed answer must not."""


def serve(settings: GatewaySettings) -> None:
    """Serve until SIGTERM or Ctrl-C; answers that have begun get `END_SECONDS` to end.

    Raises:
        NotHere: there is no desk yet, or no checker comes up.
    """
    logging.getLogger("httpx").setLevel(logging.WARNING)
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        Key.objects.exists()
    except DatabaseError:
        raise NotHere("gateway_no_desk") from None
    finally:
        connection.close()
    try:
        asyncio.run(_serve(settings))
    except Unavailable:
        raise NotHere("gateway_no_checker") from None


async def _serve(settings: GatewaySettings) -> None:
    import uvicorn

    desk = DeskPort()
    try:
        async with Checker(settings) as checker, Upstream(settings) as upstream:
            config = uvicorn.Config(
                Watched(app(desk, checker, upstream, settings), lambda: _ready(desk, checker)),
                host=settings.host,
                port=settings.port,
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                lifespan="off",
                timeout_graceful_shutdown=END_SECONDS,
                limit_concurrency=MOST_CONNECTIONS,
            )
            await uvicorn.Server(config).serve()
    finally:
        desk.close()


async def _ready(desk: DeskPort, checker: Checker) -> str:
    """What is not right; "" when everything is."""
    try:
        await desk.alive()
    except Exception:  # whatever it is, the answer is no
        return "no database"
    return "" if checker.workers else "no checker"


class Watched:
    """The application, with two addresses for whoever watches it."""

    def __init__(self, inner: ASGIApp, ready: Callable[[], Awaitable[str]]) -> None:
        self._inner, self._ready = inner, ready

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/livez":
            await PlainTextResponse("ok")(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] == "/readyz":
            wrong = await self._ready()
            await PlainTextResponse(wrong or "ok", 503 if wrong else 200)(scope, receive, send)
        else:
            await self._inner(scope, receive, send)
