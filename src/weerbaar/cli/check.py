"""`weerbaar check`: facts to standard output, talk to standard error, the verdict in the exit status."""

import argparse
import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TextIO

from weerbaar.advise.sentences import plain
from weerbaar.cli.answers import Task, answers
from weerbaar.cli.brought import bring, several, size
from weerbaar.cli.exits import Exit, status
from weerbaar.cli.firm import Firm, firm
from weerbaar.cli.progress import Progress
from weerbaar.cli.words import counted, language_of, say
from weerbaar.cli.writers import FullText, Json, JsonLines, Lines, Page, Writer
from weerbaar.model.errors import NotHere, reason
from weerbaar.model.gist import would_help
from weerbaar.model.verdict import Band
from weerbaar.settings import load

MOST_NAMED = 5
"""Recordings nobody listened to that are named at the end."""


def check(chosen: argparse.Namespace) -> int:
    """Judge what was brought; see `exits.Exit` for what is returned.

    Raises:
        Trouble: nothing could be checked at all; the message says what to do.
    """
    settings, asking = load(), firm(chosen.organisation)
    language = language_of(chosen.lang, asking.organisation)
    batch, brought = several(iter(()) if chosen.said and not chosen.what else bring(chosen.what, settings, language))
    if chosen.said:
        from weerbaar.cli.said import with_gist

        brought = with_gist(brought, batch, language)
    task = Task(asking.organisation, chosen.lang, settings, date.today(), chosen.format in ("json", "jsonl"))
    workers = 0 if chosen.in_process else chosen.workers or (_cores() if batch else 1)
    bands: Counter[Band] = Counter()
    unread = 0
    unheard: list[str] = []
    talk = sys.stderr if not chosen.quiet else None
    _say(talk, _compared(asking, language))
    try:
        with (
            _out(chosen.output, language) as out,
            Progress(language, size(chosen.what), batch and not chosen.quiet) as progress,
            _ended(_writer(chosen, out, batch, language)) as writer,
        ):
            for answer in answers(brought, task, workers):
                unread += bool(answer.unread)
                if would_help((one.detector, one.reason) for one in answer.look.not_looked):
                    unheard.append(answer.name)
                bands[answer.look.verdict.band] += not answer.unread
                with progress.aside(out.isatty()):
                    writer.add(answer)
                progress.step(answer.bytes, bands)
    except KeyboardInterrupt:
        _say(talk, f"\n{say(language, 'stopped')}")
        return Exit.STOPPED
    if not bands and not unread:
        raise NotHere("no_messages", language=language, name=" ".join(chosen.what))
    if not chosen.said:
        for name in unheard[:MOST_NAMED]:
            _say(talk, say(language, "said.unheard", name=plain(name)))
    if batch:
        _say(talk, _summary(bands, unread, language))
        if chosen.format == "text":
            _say(talk, say(language, "more"))
    if chosen.output:
        _say(talk, say(language, "written", name=chosen.output))
    return status((band for band in bands if bands[band]), unread, chosen.fail_on)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _compared(asking: Firm, language: str) -> str:
    if asking.file is None:
        return say(language, "no_organisation")
    return say(language, "organisation", name=asking.organisation.name or asking.file.stem, file=asking.file)


def _summary(bands: Counter[Band], unread: int, language: str) -> str:
    """ "Checked 3 things: 1 is very likely fraud, 2 with no sign of fraud." """
    told = [counted(language, band.name.lower(), bands[band]) for band in Band if bands[band]]
    if unread:
        told.append(counted(language, "unread", unread))
    return f"{counted(language, 'checked', bands.total() + unread)}: {', '.join(told)}."


def _writer(chosen: argparse.Namespace, out: TextIO, batch: bool, language: str) -> Writer:
    if chosen.format == "json":
        return Json(out)
    if chosen.format == "jsonl":
        return JsonLines(out)
    if chosen.format == "html":
        return Page(out, language)
    colour = wants_colour(out, chosen.no_colour)
    width = shutil.get_terminal_size((110, 24)).columns
    return (
        Lines(out, colour, width, language)
        if batch and not chosen.explain
        else FullText(out, colour, width, language, chosen.explain)
    )


def wants_colour(out: TextIO, refused: bool) -> bool:
    """Colour on a terminal, unless --no-colour or NO_COLOR (https://no-color.org) says otherwise."""
    return out.isatty() and not refused and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


@contextmanager
def _out(name: str | None, language: str) -> Iterator[TextIO]:
    if name is None:
        yield sys.stdout
        return
    try:
        with Path(name).open("w", encoding="utf-8", newline="\n") as file:
            yield file
    except OSError as trouble:
        if trouble.filename != name:
            raise
        raise NotHere("cannot_write", language=language, name=name, why=reason(trouble)) from None


@contextmanager
def _ended(writer: Writer) -> Iterator[Writer]:
    """The writer, ended also when somebody stops us: what was answered so far is whole."""
    try:
        yield writer
    except BrokenPipeError:
        raise
    except BaseException:
        writer.end()
        raise
    writer.end()


def _say(talk: TextIO | None, sentence: str) -> None:
    if talk is not None:
        print(sentence, file=talk, flush=True)
