"""What a recogniser says about itself, the register that finds them all in the folder, and the one scan for their trigger words.

A recogniser is a pure function of the file's name: `find(text, hits) -> Iterator[Match]`. It reads `text.text` (normal form) or
`text.low` (small letters, no accents, same offsets) and yields matches with offsets into those; `weerbaar.leak.check` maps them
back. It takes linear time, and its file's docstring is its help page: what it sees, and when it is wrong.
"""

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import ahocorasick

import weerbaar.detect.leak
from weerbaar.model.leak import ISLAND, DataClass, Match, Readable


class Hit(NamedTuple):
    """A trigger word where a word begins in `text.low`; `whole` when a word also ends there."""

    start: int
    end: int
    word: str
    whole: bool


Hits = Sequence[Hit]
Find = Callable[[Readable, Hits], Iterator[Match]]


@dataclass(frozen=True, slots=True)
class Recogniser:
    """A recogniser: its name (its file's), the classes and reasons of its matches, its triggers, its help page, its function, and whether it is called
    without a trigger as well."""

    name: str
    classes: tuple[DataClass, ...]
    reasons: tuple[str, ...]
    triggers: tuple[str, ...]
    references: tuple[str, ...]
    help: str
    find: Find
    always: bool = False


def recogniser(
    *,
    classes: tuple[DataClass, ...],
    reasons: tuple[str, ...],
    triggers: tuple[str, ...] = (),
    references: tuple[str, ...] = (),
    always: bool = False,
) -> Callable[[Find], Find]:
    """Declare a recogniser.

    `reasons` are all the reasons its matches may carry. `triggers` are what `text.low` must hold (small letters, no accents) for it
    to be called: they hit where a word begins, also inside `snake_case` and `camelCase`; a trigger that begins with a sign hits
    anywhere. Without triggers it is always called, with no hits; with `always` it is called also when none of its triggers hits.
    """

    def declare(find: Find) -> Find:
        module = find.__module__
        name = module.split(".")[-1]
        if getattr(find, "__name__", "") != name:
            raise TypeError(f"{module} needs a recogniser named {name}, like its file")
        if odd := [word for word in triggers if word != word.lower() or not word]:
            raise TypeError(f"{module}: a trigger is written in small letters: {odd[0]!r}")
        help = inspect.cleandoc(sys.modules[module].__doc__ or "")
        find.declared = Recogniser(name, classes, reasons, triggers, references, help, find, always)  # type: ignore[attr-defined]
        return find

    return declare


@cache
def recognisers() -> tuple[Recogniser, ...]:
    """Every recogniser in the folder, by name."""
    found = []
    for file in pkgutil.iter_modules(weerbaar.detect.leak.__path__):
        if file.name.startswith("_"):
            continue
        module = importlib.import_module(f"{weerbaar.detect.leak.__name__}.{file.name}")
        find = getattr(module, file.name, None)
        if find is None or not hasattr(find, "declared"):
            raise TypeError(f"{module.__name__} needs a recogniser named {file.name}, like its file")
        found.append(find.declared)
    return tuple(sorted(found, key=lambda one: one.name))


def scan(text: Readable) -> dict[str, list[Hit]]:
    """Recogniser name -> the hits of its triggers in order, for those that have any: one pass for all of them."""
    found: dict[str, list[Hit]] = {}
    low, cased = text.low, text.text
    end = len(low)
    for last, (word, sign, names) in _triggers().iter(low):
        start, after = last - len(word) + 1, last + 1
        if start and not sign and low[start - 1].isalnum() and not (cased[start].isupper() and cased[start - 1].islower()):
            continue
        hit = Hit(start, after, word, after == end or not low[after].isalnum())
        for name in names:
            found.setdefault(name, []).append(hit)
    return found


@cache
def _triggers() -> Any:
    names: dict[str, list[str]] = {}
    for one in recognisers():
        for word in dict.fromkeys(one.triggers):
            names.setdefault(word, []).append(one.name)
    automaton = ahocorasick.Automaton()
    for word, owners in names.items():
        automaton.add_word(word, (word, not word[0].isalnum(), tuple(owners)))
    automaton.add_word(ISLAND, (ISLAND, True, ()))
    automaton.make_automaton()
    return automaton


def find_all(text: Readable) -> Iterator[tuple[Recogniser, Iterator[Match]]]:
    """Each recogniser that has anything to look at, with what it finds (lazily, so that one that fails is known by name)."""
    hits = scan(text)
    for one in recognisers():
        if one.always or not one.triggers or one.name in hits:
            yield one, one.find(text, hits.get(one.name, ()))
