"""What a reader is, and the register that finds every reader by looking in this folder.

A reader turns the bytes of one kind into parts, and into further blobs for other readers. One file, one reader per format.
"""

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from time import monotonic
from typing import Any

import weerbaar.unpack
from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.part import Part
from weerbaar.settings import Settings
from weerbaar.unpack import allowance


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes waiting to be read.

    `kind` is filled by unpack/kind.py when empty; `name` and `declared` (MIME type) are what the sender claims. `context` carries what
    the parent knows: "body" for a mail's own HTML or text body, "inline" for an inline picture, "attached" for what belongs to an attached
    message... `beside` is the plain text that a mail offers instead of this HTML body.
    """

    where: str
    data: bytes
    name: str = ""
    declared: str = ""
    kind: str = ""
    charset: str = ""
    depth: int = 0
    context: frozenset[str] = frozenset()
    beside: str = ""

    def inside(self, step: str, data: bytes, *, where: str = "", **changes: Any) -> "Blob":
        """A blob found in this one; `step` is the human word for the place ("page 2", "attachment invoice.pdf")."""
        return Blob(where or (f"{self.where} > {step}" if self.where else step), data, depth=self.depth + 1, **changes)


class OverBudget(Exception):
    """A limit was reached; carries what is to be reported. Readers let it pass: unpack() turns it into NotLooked."""

    def __init__(self, not_looked: NotLooked) -> None:
        super().__init__(not_looked.detector)
        self.not_looked = not_looked


@dataclass(slots=True)
class Budget:
    """What one item may still cost. Readers ask before they spend; a refusal raises OverBudget."""

    settings: Settings
    bytes_left: int = 0
    parts_left: int = 0
    links_left: int = 0
    deadline: float = 0.0
    met: set[str] = field(default_factory=set)
    ample: bool = False

    def __post_init__(self) -> None:
        self.bytes_left = self.settings.max_unpacked_bytes
        self.parts_left = self.settings.max_parts
        self.links_left = self.settings.max_links
        self.deadline = monotonic() + self.settings.max_seconds

    def spend_bytes(self, count: int, where: str, packed: int = 0) -> None:
        """Account for `count` bytes about to be produced from `packed` compressed ones (0: not compressed)."""
        if packed and count > 64 * 1024 and count > packed * self.settings.max_ratio:
            self._refuse("max_ratio", Reason.BOMB, where)
        if count > self.bytes_left:
            self._refuse("max_unpacked_bytes", Reason.TOO_LARGE, where)
        self.bytes_left -= count

    def take(self, chunks: Iterable[bytes], where: str, packed: int = 0) -> bytes:
        """The joined chunks of something being decompressed from `packed` bytes, each paid for as it is produced."""
        taken = bytearray()
        for chunk in chunks:
            taken += chunk
            self.pay(len(chunk), len(taken), where, packed)
        return bytes(taken)

    def pay(self, count: int, total: int, where: str, packed: int = 0) -> None:
        """Account for `count` more bytes, `total` by now, that came out of `packed` compressed ones (0: not compressed)."""
        self.check_time(where)
        if packed and total > 64 * 1024 and total > packed * self.settings.max_ratio:
            self._refuse("max_ratio", Reason.BOMB, where)
        self.spend_bytes(count, where)

    def spend_part(self, where: str) -> None:
        if self.parts_left <= 0:
            self._refuse("max_parts", Reason.TOO_MANY, where)
        self.parts_left -= 1

    def spend_link(self, where: str) -> None:
        if self.links_left <= 0:
            self._refuse("max_links", Reason.TOO_MANY, where)
        self.links_left -= 1

    def allow_media(self) -> None:
        """Once an item, as soon as it holds a sound or video: what listening and watching take. The worker it is read in allows it too."""
        if not self.ample:
            self.ample = True
            self.deadline += self.settings.media_seconds
            allowance.ask()

    def check_time(self, where: str) -> None:
        if monotonic() > self.deadline:
            self._refuse("max_seconds", Reason.TOO_LONG, where)

    def _refuse(self, limit: str, reason: Reason, where: str) -> None:
        self.met.add(limit)
        raise OverBudget(NotLooked(f"limit {limit}", reason, where))


Yield = Part | Blob | NotLooked
Read = Callable[[Blob, Budget], Iterator[Yield]]


def reader(*kinds: str) -> Callable[[Read], Read]:
    """Declare which kinds (see unpack/kind.py) a function reads."""

    def declare(read: Read) -> Read:
        read.kinds = kinds  # type: ignore[attr-defined]
        return read

    return declare


@cache
def readers() -> Mapping[str, str]:
    """Kind -> module that reads it. Modules are imported when first needed: start-up stays short."""
    names = [file.name for file in pkgutil.iter_modules(weerbaar.unpack.__path__)]
    return {kind: name for name in names for kind in _declared_kinds(name)}


def _declared_kinds(name: str) -> list[str]:
    # Read from the source, so that asking who reads what does not import every parser.
    source = Path(weerbaar.unpack.__path__[0], f"{name}.py").read_text(encoding="utf-8")
    declared = re.findall(r"^@reader\(([^)]*)\)", source, re.M)
    return re.findall(r'"([^"]+)"', " ".join(declared))


@cache
def reader_of(kind: str) -> Read | None:
    """The function that reads a kind, or None."""
    name = readers().get(kind)
    if name is None:
        return None
    module = importlib.import_module(f"{weerbaar.unpack.__name__}.{name}")
    for value in vars(module).values():
        if kind in getattr(value, "kinds", ()):
            return value  # type: ignore[no-any-return]
    return None
