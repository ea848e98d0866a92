"""The gateway's port in memory, a checker without processes, and a gateway that listens on loopback.

desk = MemoryDesk(provider.url)
with gateway(desk) as url:
    ...
"""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import uvicorn

from weerbaar.gateway.app import app
from weerbaar.gateway.checking import look_into
from weerbaar.gateway.limits import GatewaySettings
from weerbaar.gateway.port import (
    Asked,
    Caller,
    Checked,
    Dialect,
    File,
    Granted,
    Model,
    Reserved,
    Route,
    Spent,
    Unavailable,
    Use,
    Vocabulary,
)
from weerbaar.gateway.upstream import Upstream
from weerbaar.leak.check import check
from weerbaar.leak.policy import Policy
from weerbaar.leak.words import NO_WORDS
from weerbaar.model.leak import DataClass
from weerbaar.settings import Settings

KEY = "wb-alice"
CREDENTIAL = "provider-credential-7731"
SETTINGS = GatewaySettings(
    connect_seconds=5, first_seconds=5, between_seconds=5, whole_seconds=20, requests_minute=100_000, at_once=1000
)


@dataclass
class MemoryDesk:
    """What the desk knows and keeps, as far as a test wants it."""

    url: str
    of: Policy = field(default_factory=Policy)
    callers: dict[str, Caller] = field(default_factory=lambda: {KEY: Caller("key-1", "org-1", "person-1", "member")})
    dialects: frozenset[Dialect] = frozenset(Dialect)
    streams: bool = True
    spent: Spent | None = None
    grants: set[str] = field(default_factory=set)
    broken: str = ""
    """Name of a method that does not answer."""
    asks: list[tuple[Mapping[DataClass, int], frozenset[str]]] = field(default_factory=list)
    kept: dict[str, bytes] = field(default_factory=dict)
    uses: list[Use] = field(default_factory=list)
    reserved: int = 0
    settled: list[int] = field(default_factory=list)

    def used(self, number: int) -> list[Use]:
        """What was noted, when there are that many: a use is noted after its answer is out."""
        for _ in range(500):
            if len(self.uses) >= number:
                break
            time.sleep(0.01)
        return self.uses

    def _breaks(self, name: str) -> None:
        if self.broken == name:
            raise Unavailable("desk")
        if self.broken == f"{name}!":
            raise RuntimeError("what a person wrote")

    async def caller(self, key: str) -> Caller | None:
        self._breaks("caller")
        return self.callers.get(key)

    async def route(self, caller: Caller, model: str, dialect: Dialect) -> Route | None:
        self._breaks("route")
        if model != "small" or dialect not in self.dialects:
            return None
        return Route("Helper", self.url, "small-2026", self.dialects, CREDENTIAL, self.streams, 0.5)

    async def models(self, caller: Caller) -> Sequence[Model]:
        return (Model("small", "Helper", self.dialects),)

    async def policy(self, caller: Caller, tool: str) -> Policy:
        self._breaks("policy")
        return self.of

    async def words(self, caller: Caller) -> Vocabulary:
        self._breaks("words")
        return Vocabulary("0", NO_WORDS)

    async def load(self, caller: Caller, conversation: str) -> bytes | None:
        self._breaks("load")
        return self.kept.get(f"{caller.key}/{conversation}")

    async def keep(self, caller: Caller, conversation: str, kept: bytes) -> None:
        self._breaks("keep")
        self.kept[f"{caller.key}/{conversation}"] = kept

    async def reserve(self, caller: Caller, route: Route, tokens: int) -> Reserved | Spent:
        self._breaks("reserve")
        if self.spent:
            return self.spent
        self.reserved += 1
        return Reserved(str(self.reserved))

    async def settle(self, reserved: Reserved, tokens: int, joules: float) -> None:
        self.settled.append(tokens)

    async def asked(
        self, caller: Caller, route: Route, found: Mapping[DataClass, int], fingerprints: frozenset[str]
    ) -> Granted | Asked:
        self._breaks("asked")
        if fingerprints <= self.grants:
            return Granted("grant-1")
        self.asks.append((found, fingerprints))
        return Asked("ask-1", "https://desk.example/ask/1/")

    async def note(self, use: Use) -> None:
        self._breaks("note")
        self.uses.append(use)


class DirectChecker:
    """The check without processes; `trouble` makes it fail."""

    def __init__(self) -> None:
        self.trouble: Exception | None = None
        self.texts: list[str] = []

    async def check(self, texts: Sequence[str], files: Sequence[File], words: Vocabulary) -> Checked:
        if self.trouble:
            raise self.trouble
        self.texts = list(texts)
        read = (
            await asyncio.to_thread(lambda: tuple(look_into(file, words.words, Settings(ocr=False)) for file in files))
            if files
            else ()
        )
        return Checked(tuple(check(text, words.words) for text in texts), read)


@contextmanager
def gateway(desk: MemoryDesk, checker: DirectChecker | None = None, settings: GatewaySettings = SETTINGS) -> Iterator[str]:
    """A gateway that listens until the block ends; gives its address."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    started = threading.Event()
    server: list[uvicorn.Server] = []

    async def serve() -> None:
        async with Upstream(settings) as upstream:
            served = app(desk, checker or DirectChecker(), upstream, settings)
            server.append(uvicorn.Server(uvicorn.Config(served, log_config=None, lifespan="off", timeout_graceful_shutdown=2)))
            started.set()
            await server[0].serve(sockets=[listening])

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert started.wait(10)
    for _ in range(200):
        if server[0].started:
            break
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server[0].should_exit = True
        thread.join(10)
        listening.close()
