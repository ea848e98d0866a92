"""What the gateway needs to know of one address of a dialect; everything else is the same for all."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from weerbaar.gateway.answers import Refusal
from weerbaar.gateway.back import Back
from weerbaar.gateway.port import Dialect
from weerbaar.gateway.stream import Event


class Streamed(Protocol):
    """Restores an answer that comes in events."""

    def event(self, event: Event) -> Iterator[Event]:
        """What the program gets for one event of the provider."""
        ...

    def end(self) -> Iterator[Event]:
        """What was still held back, where the stream ends without saying so."""
        ...

    def broken(self, error: dict[str, Any]) -> Iterator[Event]:
        """How the dialect says that it goes no further; `error` is what a whole answer would say."""
        ...


class ProviderError(Exception):
    """The provider says in the middle of a stream that it goes no further. Its words are dropped: they may quote anything."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the provider counted; 0 where it did not say."""

    taken: int = 0
    given: int = 0


@dataclass(frozen=True, slots=True)
class Operation:
    """One address. `path` is the same with the provider."""

    name: str
    dialect: Dialect
    path: str
    tokens: Callable[[Mapping[str, Any]], Tokens]
    """What an answer, or one event of it, says was used."""
    refuse: Callable[[Mapping[str, Any]], None] = lambda request: None
    """Raises Refusal for fields we cannot keep our word about."""
    json_answer: Callable[[Mapping[str, Any]], bool] = lambda request: False
    streamed: Callable[[Back], Streamed] | None = None
    streams_by_default: bool = False
    conversation: Callable[[Mapping[str, Any]], str] = lambda message: ""
    """The name the provider keeps this answer under, for a later `previous`; empty where it keeps none."""
    previous: Callable[[Mapping[str, Any]], str] = lambda request: ""
    """The name of the kept answer that this request goes on from."""
    dropped: tuple[str, ...] = ()
    """Fields of an answer that are not passed on."""

    def streams(self, request: Mapping[str, Any]) -> bool:
        """Whether the answer is to come bit by bit.

        Raises:
            Refusal: `stream` is neither true nor false.
        """
        asked = request.get("stream")
        if asked is None:
            return self.streams_by_default
        if not isinstance(asked, bool):
            raise Refusal("wrong", values={"field": "stream"})
        return asked and self.streamed is not None


def number(value: object) -> int:
    """A count in an answer; 0 for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 40 else 0


def table(value: object) -> Mapping[str, Any]:
    """An object in JSON; empty for anything else."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[dict[str, Any]]:
    """The objects in a list; empty for anything else."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
