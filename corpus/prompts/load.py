"""The prompts of this folder as texts with spans. Format and guidelines: README.md beside this file.

from corpus.prompts.load import load
for prompt in load("nl"): ...
"""

import base64
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Literal

from corpus.prompts import values

HERE = Path(__file__).parent
LANGUAGES = ("nl", "fr", "de", "en")
KINDS = frozenset(
    {
        "mail",
        "thread",
        "chat",
        "letter",
        "complaint",
        "cv",
        "hr",
        "care",
        "school",
        "report",
        "table",
        "log",
        "code",
        "config",
        "sql",
    }
    | {"notes", "contract", "invoice", "translation", "question", "writing", "trick"}
)
INJECTION_KINDS = frozenset({"open", "role", "link", "hidden", "encoded", "foreign", "near"})
ORIGINS = frozenset(
    {
        "nl",
        "fr",
        "de",
        "en",
        "ma",
        "tr",
        "pl",
        "cd",
        "it",
        "es",
        "pt",
        "ro",
        "ua",
        "vn",
        "in",
        "cn",
        "gr",
        "se",
        "ir",
        "sy",
        "ng",
    }
    | {"ie", "hu", "xx"}
)
"""Where a name comes from; ``xx`` when it could be anywhere."""
HEAD = re.compile(r"^=== (clean|data) ([a-z]+)$", re.M)
MARK = re.compile(r"\[\[(\?)?([a-z_]+)(?:\|([a-z]{2}))?(?:@([a-z0-9]+))?:(.+?)\]\]", re.S)
SLOT = re.compile(r"\{\{(~)?([a-z0-9_]+)((?::[^:{}#]*)*)(?:#(\d))?\}\}")


class BadPrompt(Exception):
    """A prompt is not written as README.md says."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch that a careful data protection officer would mark."""

    start: int
    end: int
    """Offsets in code points, end exclusive."""
    cls: str
    """A value of `weerbaar.model.leak.DataClass`."""
    origin: str = ""
    """Of a person: where the name comes from (`ORIGINS`); of a value from a slot: its country, in capitals."""
    checked: bool = False
    """It carries check digits, and they are right."""
    trick: str = ""
    """How it was disguised: ``fullwidth``, ``zerowidth``, ``base64``..."""


@dataclass(frozen=True, slots=True)
class Prompt:
    id: str
    """Language, number of the frame, number of the filling, e.g. ``nl-017-2``."""
    language: str
    text: str
    spans: tuple[Span, ...]
    kind: str
    optional: tuple[Span, ...] = ()
    """Where careful people differ: finding it is neither right nor wrong. Never in a clean prompt."""

    @property
    def clean(self) -> bool:
        return not self.spans

    @property
    def frame(self) -> str:
        return self.id.rpartition("-")[0]


@dataclass(frozen=True, slots=True)
class Frame:
    """A prompt as written, its slots still open."""

    id: str
    language: str
    clean: bool
    kind: str
    source: str


def load(*languages: str, fills: int = 5) -> list[Prompt]:
    """Every prompt of these languages (all when none is named), the ones with slots in `fills` different fillings; the same each time."""
    prompts = []
    for language in languages or LANGUAGES:
        for frame in frames(HERE / f"{language}.txt"):
            prompts += [fill(frame, number) for number in range(fills if SLOT.search(frame.source) else 1)]
    return prompts


def half(prompt: Prompt) -> Literal["dev", "held"]:
    """The half a prompt belongs to, with all its fillings: dev may be read by those who write recognisers, held is for the numbers.

    Even first byte of the SHA-256 of its frame's name: dev.
    """
    return "held" if hashlib.sha256(prompt.frame.encode()).digest()[0] % 2 else "dev"


def load_injections(*languages: str) -> list[Prompt]:
    """Requests with a pasted document; what speaks to the model instead of the reader is a span of the class ``instruction``."""
    return [fill(frame, 0) for language in languages or LANGUAGES for frame in injections(language)]


def injections(language: str) -> Iterator[Frame]:
    for frame in frames(HERE / "injection" / f"{language}.txt", INJECTION_KINDS):
        yield replace(frame, id=f"injection-{frame.id}")


def frames(path: Path, kinds: Set[str] = KINDS) -> Iterator[Frame]:
    """The prompts of one file.

    Raises `BadPrompt` where the file does not start with a head or a kind is not one of `kinds`.
    """
    pieces = HEAD.split(path.read_text(encoding="utf-8"))
    if pieces[0].strip():
        raise BadPrompt(f"{path.name} starts with something else than a head")
    for number, (sort, kind, source) in enumerate(zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True), 1):
        if kind not in kinds:
            raise BadPrompt(f"{path.name}, prompt {number}: unknown kind {kind!r}")
        yield Frame(f"{path.stem}-{number:03d}", path.stem, sort == "clean", kind, source.strip("\n"))


def fill(frame: Frame, number: int) -> Prompt:
    """The frame with its slots filled, the `number`-th time."""
    identity = f"{frame.id}-{number}"
    rnd = Random(identity)
    known: dict[str, str] = {}
    out: list[str] = []
    spans: list[tuple[bool, Span]] = []
    length = 0
    for text, span, optional in _pieces(frame.source, rnd, known):
        out.append(text)
        if span:
            spans.append((optional, Span(length, length + len(text), span.cls, span.origin, span.checked, span.trick)))
        length += len(text)
    return Prompt(
        identity,
        frame.language,
        "".join(out),
        tuple(span for optional, span in spans if not optional),
        frame.kind,
        tuple(span for optional, span in spans if optional),
    )


def _pieces(source: str, rnd: Random, known: dict[str, str]) -> Iterator[tuple[str, Span | None, bool]]:
    """The text in pieces, each with the span it is (its offsets still to be set) and whether that is optional."""
    at = 0
    for mark in MARK.finditer(source):
        yield from _slots(source[at : mark.start()], rnd, known)
        at = mark.end()
        optional, cls, origin, trick, inner = mark.groups()
        pieces = list(_slots(inner, rnd, known))
        text = "".join(text for text, _, _ in pieces)
        checked = any(span.checked and span.cls == cls for _, span, _ in pieces if span)
        country = next((span.origin for _, span, _ in pieces if span and span.cls == cls), "")
        yield TRICKS[trick](text) if trick else text, Span(0, 0, cls, origin or country, checked, trick or ""), bool(optional)
    yield from _slots(source[at:], rnd, known)


def _slots(source: str, rnd: Random, known: dict[str, str]) -> Iterator[tuple[str, Span | None, bool]]:
    at = 0
    for slot in SLOT.finditer(source):
        yield source[at : slot.start()], None, False
        at = slot.end()
        beside, cls, rest, again = slot.groups()
        arguments = rest.split(":")[1:] or [""]
        if again and f"{cls}{again}" in known:
            value = known[f"{cls}{again}"]
        else:
            value = _value(cls, arguments, rnd, bool(beside))
            known[f"{cls}{again}"] = value
        if beside:
            yield value, None, False
        else:
            checked = cls in values.CHECKED and (cls, arguments[0]) not in values.NO_CHECK
            yield value, Span(0, 0, cls, arguments[0] if arguments[0].isupper() else "", checked), False
    yield source[at:], None, False


def _value(cls: str, arguments: list[str], rnd: Random, beside: bool) -> str:
    if cls == "mrz":
        return values.mrz(rnd, *arguments)
    maker = values.CHECKED.get(cls) or values.UNCHECKED.get(cls) or (values.BESIDE.get(cls) if beside else None)
    if maker is None:
        raise BadPrompt(f"no value is made for {cls!r}")
    return maker(rnd, arguments[0])


def _between(mark: str) -> Callable[[str], str]:
    return lambda text: mark.join(text)


TRICKS: Mapping[str, Callable[[str], str]] = {
    "fullwidth": lambda text: "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text),
    "zerowidth": _between("\u200b"),
    "joiner": _between("\u2060"),
    "softhyphen": _between("\u00ad"),
    "spaced": lambda text: " ".join(text.replace(" ", "")),
    "nobreak": lambda text: text.replace(" ", "\u00a0").replace("-", "\u2011"),
    "arabic": lambda text: text.translate({ord("0") + n: 0x0660 + n for n in range(10)}),
    "mathematical": lambda text: "".join(chr(0x1D7CE + int(sign)) if sign in "0123456789" else sign for sign in text),
    "cyrillic": lambda text: text.translate(str.maketrans("aeopcxABEHKMOPCTX", "аеорсхАВЕНКМОРСТХ")),
    "letters": lambda text: text.replace("0", "O"),
    "tags": lambda text: "".join(chr(0xE0000 + ord(sign)) for sign in text),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "hex": lambda text: text.encode().hex(),
}
"""Ways to disguise a text that a person or a document still reads; each is its name in a mark, as in ``[[iban@fullwidth:...]]``."""
