"""What the gateway asks of those around it: the desk (who may do what), the checker (what would leak), the provider (the answer).

The gateway knows no Django and no database. Who starts it hands it three things that keep these protocols:

    app(desk=..., checker=..., upstream=...)

Every method may raise `Unavailable`; then nothing leaves and the person is told. The same goes for any other exception, of which type
and place are logged.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from weerbaar.model.leak import DataClass, Decision, Leaks

if TYPE_CHECKING:
    from weerbaar.leak.policy import Policy
    from weerbaar.leak.words import Words


class Unavailable(Exception):
    """Somebody we need did not answer, so nothing leaves. `why` is one word of ours: dead, slow, busy, unsure, desk."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Dialect(StrEnum):
    """How a program speaks to a provider. We do not translate between them: a model is offered in the dialects its provider speaks."""

    OPENAI = "openai"
    ANTHROPIC = "anthropic"
    OLLAMA = "ollama"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who holds a key. All ids are opaque: no name, no address, never the key itself."""

    key: str
    organisation: str
    who: str
    """Pseudonym of the person or team."""
    role: str
    language: str = ""
    """nl, fr, de or en; empty: what the request asks for (Accept-Language), else en."""


@dataclass(frozen=True, slots=True)
class Route:
    """Where a model is. `tool` is its name in the agreement's register of tools."""

    tool: str
    url: str
    """Base URL without a slash at the end and without `/v1` or `/api`, e.g. ``https://ai.example``."""
    model: str
    """What the provider itself calls the model."""
    dialects: frozenset[Dialect]
    credential: str = field(default="", repr=False)
    streams: bool = True
    joules_per_token: float = 0.0
    """Estimate; 0 where nobody made one."""


@dataclass(frozen=True, slots=True)
class Model:
    """A model as the caller sees it in a list."""

    name: str
    tool: str
    dialects: frozenset[Dialect]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The organisation's own words, with the version that a worker keeps them under."""

    version: str
    words: "Words"


@dataclass(frozen=True, slots=True)
class Reserved:
    """Room was left in the budget and is held. `reference` names it when what was really used is settled."""

    reference: str


@dataclass(frozen=True, slots=True)
class Spent:
    """A budget is used up. `until`: seconds until there is room again; 0 when nobody knows."""

    budget: str
    """tokens_day, tokens_month, requests_day, requests_month, energy_day or energy_month."""
    until: int = 0


@dataclass(frozen=True, slots=True)
class Granted:
    """The person gave a reason for exactly these, and it still holds. `reference` names where it stands."""

    reference: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The person is asked on a page; until then nothing leaves."""

    reference: str
    url: str


@dataclass(frozen=True, slots=True)
class Use:
    """One request as the audit log keeps it: counts and classes, never content. Times are seconds."""

    caller: Caller
    tool: str
    model: str
    dialect: Dialect
    operation: str
    """chat, responses, embeddings, messages, count_tokens, generate, show."""
    decision: Decision
    """What the policy says; stop where it was not asked, since nothing left."""
    status: int
    """HTTP status the person's program got."""
    found: Mapping[DataClass, int] = field(default_factory=dict)
    """How often each class stood in what went in, whatever was decided."""
    masked: Mapping[DataClass, int] = field(default_factory=dict)
    inbound: Mapping[str, int] = field(default_factory=dict)
    """What was seen in the answer or in brought documents: names of leak.inbound, and how often."""
    why: str = ""
    """Where it did not go through: a name in texts/<language>.toml (unavailable, budget, upstream_slow...), or left."""
    grant: str = ""
    tokens_in: int = 0
    tokens_out: int = 0
    seconds: float = 0.0
    """Wall clock of the whole request."""
    added_seconds: float = 0.0
    """What we added before the request went out."""
    joules: float = 0.0


class Desk(Protocol):
    """What the desk knows and keeps. Implemented by weerbaar.desk.gateway, and in memory by the tests."""

    async def caller(self, key: str) -> Caller | None:
        """Who holds this key; None when nobody does, or it was revoked."""
        ...

    async def route(self, caller: Caller, model: str, dialect: Dialect) -> Route | None:
        """Where this model is; None when it is not there for this caller's role, or not in this dialect."""
        ...

    async def models(self, caller: Caller) -> Sequence[Model]:
        """Every model this caller may use."""
        ...

    async def policy(self, caller: Caller, tool: str) -> "Policy":
        """What the agreement in force says for this role and tool."""
        ...

    async def words(self, caller: Caller) -> Vocabulary:
        """The words of the caller's organisation."""
        ...

    async def load(self, caller: Caller, conversation: str) -> bytes | None:
        """What `keep` kept under this name for this caller; None when there is nothing or it expired."""
        ...

    async def keep(self, caller: Caller, conversation: str, kept: bytes) -> None:
        """Keep what a conversation masked. The bytes are in clear: the desk seals them and lets them expire."""
        ...

    async def reserve(self, caller: Caller, route: Route, tokens: int) -> Reserved | Spent:
        """Hold room for an estimated number of tokens and one request."""
        ...

    async def settle(self, reserved: Reserved, tokens: int, joules: float) -> None:
        """What was really used; 0 tokens when nothing left. Called once for every `Reserved`."""
        ...

    async def asked(
        self, caller: Caller, route: Route, found: Mapping[DataClass, int], fingerprints: frozenset[str]
    ) -> Granted | Asked:
        """Whether the person already gave a reason for all of these values; else a page where it can be given.

        A fingerprint is the SHA-256 (hex) of class and value. That of a national number can be guessed: keep only a MAC of it
        under the organisation's key.
        """
        ...

    async def note(self, use: Use) -> None:
        """Write one line of the audit log."""
        ...


# --- the checker ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class File:
    """Bytes somebody sends along: a picture, a PDF, a text. `declared` is the media type it came with."""

    data: bytes = field(repr=False)
    name: str = ""
    declared: str = ""


@dataclass(frozen=True, slots=True)
class LookedFile:
    """What stands in a file. Offsets of the matches are of no use: a file is not masked."""

    leaks: Leaks
    """`not_looked` names what could not be read: then the class UNREADABLE is decided on."""
    seen: Mapping[str, int] = field(default_factory=dict)
    """Prompt injection and hidden text: names of leak.inbound, and how often."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found, in the order of what was asked."""

    texts: tuple[Leaks, ...]
    files: tuple[LookedFile, ...] = ()


class Checker(Protocol):
    """Looks for what would leak. weerbaar.gateway.checker does it in worker processes."""

    async def check(self, texts: Sequence[str], files: Sequence[File], words: Vocabulary) -> Checked:
        """What stands in every text and file.

        Raises:
            Unavailable: dead, slow, busy or unsure. Nothing leaves then.
        """
        ...


# --- the provider --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reply:
    """What a provider answers. `body` gives the bytes as they come; it raises `UpstreamFailed` where they break off."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: AsyncIterator[bytes]


class UpstreamFailed(Exception):
    """The provider did not answer as it should. `why`: unreachable, slow, too_large, broken."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Upstream(Protocol):
    """Speaks to providers. weerbaar.gateway.upstream does it with httpx; credentials are put on only there."""

    def send(
        self, route: Route, dialect: Dialect, path: str, body: bytes | None, headers: Mapping[str, str], *, stream: bool
    ) -> AbstractAsyncContextManager[Reply]:
        """POST the body (GET where there is none) to `route.url + path`, with the credential as the dialect puts it.

        `headers` are those of the program that we pass on, already chosen and checked. Left before the body ended, the
        connection is closed.

        Raises:
            UpstreamFailed: nothing came.
        """
        ...
