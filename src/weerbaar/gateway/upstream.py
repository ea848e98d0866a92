"""The gateway's only door to the net: providers whose address and credential the desk gave, and nobody else.

    async with Upstream(settings) as upstream:
        async with upstream.send(route, Dialect.OPENAI, "/v1/chat/completions", body, headers, stream=True) as reply:
            async for chunk in reply.body: ...

Credentials are put on here and nowhere else. TLS is verified against the system's authorities (or SSL_CERT_FILE); plain http goes to
this machine only, for local models. No redirect is followed, no proxy or password of the environment is used, no cookie is kept, and no
header of a program but the few below goes out. A provider is tried a second time only where no connection came about: a request that
may have arrived is never sent twice (RFC 9110, 9.2.2).

Four clocks: to connect, until the first byte, between two bytes, and for the whole. A provider that drips a byte a minute ends by the
last one.
"""

import asyncio
import ipaddress
import re
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx

from weerbaar.gateway.limits import MB, GatewaySettings
from weerbaar.gateway.port import Dialect, Reply, Route, UpstreamFailed

TRIES = 2
MOST_CONNECTIONS = 200
PASSED_ON = {
    "anthropic-version": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "anthropic-beta": re.compile(r"[a-z][a-z0-9-]{0,60}(?:, ?[a-z][a-z0-9-]{0,60}){0,15}"),
    "openai-beta": re.compile(r"[a-z][a-z0-9-]{0,60}=v\d"),
}
"""Headers of a program that go out, and all they may say: a free value could carry anything."""
ANTHROPIC_VERSION = "2023-06-01"
PASSED_BACK = frozenset({"content-type", "retry-after", "request-id", "x-request-id"})
PATH = re.compile(r"(?:/[A-Za-z0-9._:-]+)+")


class Upstream:
    """Speaks to providers (weerbaar.gateway.port.Upstream)."""

    def __init__(self, settings: GatewaySettings, *, trust: ssl.SSLContext | None = None) -> None:
        self._settings = settings
        context = trust or ssl.create_default_context()
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        self._client = httpx.AsyncClient(
            verify=context,
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(settings.between_seconds, connect=settings.connect_seconds, pool=settings.connect_seconds),
            limits=httpx.Limits(max_connections=MOST_CONNECTIONS, max_keepalive_connections=32, keepalive_expiry=15.0),
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    @asynccontextmanager
    async def send(
        self, route: Route, dialect: Dialect, path: str, body: bytes | None, headers: Mapping[str, str], *, stream: bool
    ) -> AsyncIterator[Reply]:
        """POST the body (GET where there is none) to `route.url + path`; left before the answer ended, the connection is closed.

        Raises:
            UpstreamFailed: nothing came, or nothing that we take. `reply.body` raises it where the answer breaks off.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + self._settings.whole_seconds
        request = self._client.build_request(
            "GET" if body is None else "POST",
            address(route.url, path),
            content=body,
            headers=_headers(route, dialect, headers, body=body is not None, stream=stream),
            timeout=httpx.Timeout(
                self._settings.between_seconds,
                connect=self._settings.connect_seconds,
                pool=self._settings.connect_seconds,
                read=max(self._settings.first_seconds, self._settings.between_seconds),
            ),
        )
        # A cookie that a provider set for one organisation says nothing about the next.
        self._client.cookies.clear()
        request.headers.pop("cookie", None)
        async with AsyncExitStack() as open_:
            response = await self._begun(request)
            open_.push_async_callback(response.aclose)
            if response.has_redirect_location or response.headers.get("content-encoding", "identity") != "identity":
                raise UpstreamFailed("broken")
            kept = {name: value for name, value in response.headers.items() if name in PASSED_BACK}
            yield Reply(response.status_code, kept, self._body(response, end))

    async def _begun(self, request: httpx.Request) -> httpx.Response:
        for left in range(TRIES - 1, -1, -1):
            try:
                async with asyncio.timeout(min(self._settings.first_seconds, self._settings.whole_seconds)):
                    return await self._client.send(request, stream=True)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                if not left:
                    raise UpstreamFailed("unreachable") from None
            except (TimeoutError, httpx.TimeoutException):
                raise UpstreamFailed("slow") from None
            except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError):
                raise UpstreamFailed("broken") from None
        raise UpstreamFailed("unreachable")

    async def _body(self, response: httpx.Response, end: float) -> AsyncIterator[bytes]:
        """The bytes as they come.

        Raises:
            UpstreamFailed: silence for too long, too long in all, too much, or a connection that broke off.
        """
        loop, read = asyncio.get_running_loop(), 0
        chunks = response.aiter_raw().__aiter__()
        while True:
            try:
                async with asyncio.timeout(min(self._settings.between_seconds, end - loop.time())):
                    chunk = await anext(chunks)
            except StopAsyncIteration:
                return
            except (TimeoutError, httpx.TimeoutException):
                with suppress(httpx.HTTPError, RuntimeError):
                    await response.aclose()
                raise UpstreamFailed("slow") from None
            except (httpx.HTTPError, ssl.SSLError, OSError):
                raise UpstreamFailed("broken") from None
            read += len(chunk)
            if read > self._settings.answer_mb * MB:
                raise UpstreamFailed("too_large")
            yield chunk


def address(base: str, path: str) -> str:
    """Where a request goes.

    Raises:
        UpstreamFailed: the base is none we send to (`allowed`), or the path could lead elsewhere.
    """
    if not allowed(base) or not PATH.fullmatch(path) or ".." in path:
        raise UpstreamFailed("unreachable")
    return base.rstrip("/") + path


def allowed(base: str) -> bool:
    """Whether a base URL may be one of a provider: https, or http to this machine; no user, query or fragment in it."""
    try:
        parts = urlsplit(base)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    plain = base.isascii() and base.isprintable() and len(base) <= 500 and not re.search(r"[\s\\@?#]", base)
    if not plain or not host or (parts.path.strip("/") and (".." in parts.path or not PATH.fullmatch(parts.path.rstrip("/")))):
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_here(host))


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _headers(route: Route, dialect: Dialect, said: Mapping[str, str], *, body: bool, stream: bool) -> dict[str, str]:
    headers = {
        "user-agent": "weerbaar",
        "accept": "*/*" if not stream else "application/x-ndjson" if dialect is Dialect.OLLAMA else "text/event-stream",
        "accept-encoding": "identity",
    }
    if body:
        headers["content-type"] = "application/json"
    low = {name.lower(): value for name, value in said.items()}
    headers |= {name: low[name] for name, form in PASSED_ON.items() if name in low and form.fullmatch(low[name])}
    if dialect is Dialect.ANTHROPIC:
        headers.setdefault("anthropic-version", ANTHROPIC_VERSION)
    if route.credential:
        if not route.credential.isascii() or not route.credential.isprintable():
            raise UpstreamFailed("unreachable")
        if dialect is Dialect.ANTHROPIC:
            headers["x-api-key"] = route.credential
        else:
            headers["authorization"] = f"Bearer {route.credential}"
    return headers
