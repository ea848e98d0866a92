"""How answers are written: as text, as JSON, as one line of JSON each, as a page."""

import json
from typing import Protocol, TextIO

from weerbaar.advise.sentences import plain
from weerbaar.cli.answers import Answer
from weerbaar.cli.brought import STANDARD_INPUT
from weerbaar.cli.words import say
from weerbaar.model.item import Way
from weerbaar.report.record import as_line


class Writer(Protocol):
    """`add` is told each answer in order, `end` that there are no more."""

    def add(self, answer: Answer) -> None: ...

    def end(self) -> None: ...


class FullText:
    """The whole answer for each item."""

    def __init__(self, out: TextIO, colour: bool, width: int, language: str, explain: bool) -> None:
        self.out, self.colour, self.width, self.language, self.explain = out, colour, width, language, explain

    def add(self, answer: Answer) -> None:
        from weerbaar.report.text import answer as full

        if answer.unread:
            self.out.write(f"{unread(answer, self.language)}\n")
            return
        self.out.write(full(shown(answer), answer.look, explain=self.explain, colour=self.colour, width=self.width))

    def end(self) -> None:
        self.out.flush()


class Lines:
    """One line per item; the reason stands beside what is wrong."""

    def __init__(self, out: TextIO, colour: bool, width: int, language: str) -> None:
        self.out, self.colour, self.width, self.language = out, colour, width, language

    def add(self, answer: Answer) -> None:
        from weerbaar.report.text import line

        if answer.unread:
            self.out.write(f" ✖ {say(self.language, 'unread')}: {unread(answer, self.language)}\n")
        else:
            self.out.write(line(shown(answer), answer.look, colour=self.colour, width=self.width).rstrip() + "\n")
        self.out.flush()

    def end(self) -> None:
        self.out.flush()


class JsonLines:
    """One record per line, written as soon as it is there."""

    def __init__(self, out: TextIO) -> None:
        self.out = out

    def add(self, answer: Answer) -> None:
        self.out.write(as_line(answer.record or {}) + "\n")
        self.out.flush()

    def end(self) -> None:
        self.out.flush()


class Json:
    """One document: the list of records, also when there is but one."""

    def __init__(self, out: TextIO) -> None:
        self.out, self.opening = out, "["

    def add(self, answer: Answer) -> None:
        self.out.write(f"{self.opening}\n{json.dumps(answer.record, ensure_ascii=True, indent=1, allow_nan=False)}")
        self.opening = ","

    def end(self) -> None:
        self.out.write("\n]\n" if self.opening == "," else "[]\n")
        self.out.flush()


class Page:
    """One page about everything, written at the end."""

    def __init__(self, out: TextIO, language: str) -> None:
        self.out, self.language = out, language
        self.answers: list[Answer] = []

    def add(self, answer: Answer) -> None:
        self.answers.append(answer)

    def end(self) -> None:
        from weerbaar.report.page import page

        self.out.write(page([(shown(answer), answer.look) for answer in self.answers], self.language))
        self.out.flush()


def unread(answer: Answer, language: str) -> str:
    """Why an item could not be read, and what to do."""
    return say(language, answer.unread, name=plain(shown(answer, language)))


def shown(answer: Answer, language: str = "") -> str:
    """The name of an item as people read it: what we called it ourselves is told in `language`, by default that of the answer."""
    language = language or answer.look.advice.language
    name, _, number = answer.name.rpartition(" message ") if answer.look.item.way is Way.MAILBOX else (answer.name, "", "")
    if not number.isdigit():
        name, number = answer.name, ""
    name = say(language, "standard_input") if name == STANDARD_INPUT else name
    return say(language, "message", name=name, number=number) if number else name
