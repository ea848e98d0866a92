"""What someone tells of a call or recording -> texts: what was asked is read as speech, who it was stands beside it as a note.

Whether the voice was known or asked after changes no verdict: a voice can be imitated, and what was asked stays what it is.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files

from weerbaar.model.gist import LONGEST, Gist
from weerbaar.model.part import LinkKind, Text, TextKind
from weerbaar.unpack.language import KNOWN_WELL
from weerbaar.unpack.link import links_in_text
from weerbaar.unpack.reader import Budget, Yield
from weerbaar.unpack.text import make_text

WHERE = "told"


def told(gist: Gist, budget: Budget) -> Iterator[Yield]:
    """The parts of what was told."""
    said = "\n".join(spoken_lines(gist))
    for part in make_text(said, WHERE, TextKind.SPEECH, budget):
        known = isinstance(part, Text) and part.language in KNOWN_WELL
        yield part if known or not isinstance(part, Text) else replace(part, language=gist.language)
    yield from links_in_text(said, WHERE, LinkKind.TEXT)
    note = "\n".join(_note(gist))
    if note:
        yield Text(WHERE, note, TextKind.NOTE, gist.language)


def spoken_lines(gist: Gist) -> Iterator[str]:
    """What was asked, how it pressed, and what was named, a line each; `sentences` are what people ticked, word for word."""
    yield gist.asked[:LONGEST].strip()
    for one in gist.pressed:
        yield sentences(gist.language)[one]
    if gist.named.strip():
        yield gist.named[:LONGEST].strip()


def lines(gist: Gist) -> tuple[str, ...]:
    """Everything that was told, for people to read."""
    return (*_note(gist), *spoken_lines(gist))


def sentences(language: str) -> Mapping[str, str]:
    """The sentences of a language, by the names in model/gist.py; English where we do not have it."""
    texts = _texts()
    return texts.get(language, texts["en"])


def _note(gist: Gist) -> Iterator[str]:
    words = sentences(gist.language)
    if gist.who.strip():
        yield words["who"].format(said=gist.who[:LONGEST].strip())
    if gist.knew is not None:
        yield words[gist.knew]


@cache
def _texts() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("weerbaar.unpack").joinpath("gist.toml").read_text(encoding="utf-8"))
