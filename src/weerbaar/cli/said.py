"""`weerbaar check --said`: five questions about a recording or call, asked on standard error, answered on standard input."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from weerbaar.cli.words import say
from weerbaar.model.errors import NotHere
from weerbaar.model.gist import LONGEST, Gist, Knew, Pressed
from weerbaar.model.item import Item, Way
from weerbaar.unpack.gist import sentences, spoken_lines
from weerbaar.unpack.sources import Unreadable


def with_gist(brought: Iterator[Item | Unreadable], batch: bool, language: str) -> Iterator[Item | Unreadable]:
    """What was brought, with what someone told about it; where nothing was brought, what they told is the item.

    Raises:
        NotHere: more than one thing was brought, or nothing was told.
    """
    if batch:
        raise NotHere("said_one", language=language)
    one = next(brought, None)
    gist = ask(language)
    if one is None:
        return iter([Item(say(language, "said.of"), "\n".join(spoken_lines(gist)).encode(), Way.TEXT)])
    return iter([replace(one, gist=gist) if isinstance(one, Item) else one])


def ask(language: str) -> Gist:
    """Put the questions, and read a line for each.

    Raises:
        NotHere: nobody said what was asked.
    """
    told = partial(say, language)
    who = _line(told("said.who"))
    asked = _line(told("said.asked"))
    if not asked:
        raise NotHere("said_nothing", language=language)
    ticked = _chosen(told("said.pressed"), [sentences(language)[one] for one in Pressed])
    named = _line(told("said.named"))
    knew = _chosen(told("said.knew"), [told(f"said.{one}") for one in Knew])
    return Gist(
        language,
        asked,
        who,
        tuple(one for number, one in enumerate(Pressed) if number in ticked),
        named,
        _one(list(Knew), knew),
    )


def _one(choices: list[Knew], chosen: list[int]) -> Knew | None:
    return choices[chosen[0]] if chosen else None


def _chosen(question: str, choices: list[str]) -> list[int]:
    """Which of the choices were named by their number, from 0."""
    lines = (f"   {number} {choice}" for number, choice in enumerate(choices, 1))
    typed = _line("\n".join((question, *lines)))
    return [int(one) - 1 for one in typed if one in "123456789"[: len(choices)]]


def _line(question: str) -> str:
    print(question, file=sys.stderr)
    print("> ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline(LONGEST).strip()
