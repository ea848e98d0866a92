"""`weerbaar explain`: why an item got its answer, or what a detector looks for."""

import argparse
import difflib
import shutil
import sys
from datetime import date

from weerbaar.cli.exits import Exit
from weerbaar.cli.firm import firm
from weerbaar.cli.words import language_of
from weerbaar.model.errors import NotHere


def explain(chosen: argparse.Namespace) -> int:
    """Print the expert view of an item, one finding of it, or a manual page; always 0 when it could.

    Raises:
        NotHere: there is no such item, detector or finding.
    """
    if chosen.finding is None:
        manual = _manual(chosen.what, chosen.lang)
        if manual:
            print(manual)
            return Exit.NO_SIGN
    return _item(chosen)


def _manual(name: str, language: str | None) -> str:
    from weerbaar.cli.manual import find, page, weight_in_words
    from weerbaar.weigh.weights import table

    detector = find(name)
    if detector is not None:
        return page(detector, language_of(language)).rstrip()
    entry = table().get(name)
    return f"## {name}\n\n{weight_in_words(entry)}\nSource: {entry.source}" if entry is not None else ""


def _item(chosen: argparse.Namespace) -> int:
    from weerbaar.cli.answers import Task, answers
    from weerbaar.cli.brought import bring
    from weerbaar.cli.check import wants_colour
    from weerbaar.cli.writers import unread as why_unread
    from weerbaar.report.account import steps
    from weerbaar.report.text import answer as full
    from weerbaar.settings import load

    settings, asking = load(), firm(chosen.organisation)
    language = language_of(chosen.lang, asking.organisation)
    try:
        brought = bring([chosen.what], settings, language)
    except NotHere as trouble:
        raise NotHere(f"{trouble}{_meant(chosen.what)}") from None
    task = Task(asking.organisation, chosen.lang, settings, date.today())
    colour, width = wants_colour(sys.stdout, chosen.no_colour), shutil.get_terminal_size((110, 24)).columns
    unread = 0
    for answer in answers(brought, task, 0 if chosen.in_process else 1):
        if answer.unread:
            unread += 1
            print(why_unread(answer, language), file=sys.stderr)
        elif chosen.finding is None:
            print(full(answer.name, answer.look, explain=True, colour=colour, width=width), end="")
        else:
            told = [step for step in steps(answer.look.verdict, answer.look.advice.language) if step.id == chosen.finding]
            if not told:
                raise NotHere(
                    f"{answer.name} has no finding {chosen.finding}. `weerbaar explain {chosen.what}` shows those it has."
                )
            for step in told:
                print(f"{step.sentence}\n  {step.id}, {step.where}: {step.counts} (log10 {step.log10:+.2f})\n  {step.source}")
    return Exit.UNREAD if unread else Exit.NO_SIGN


def _meant(name: str) -> str:
    from weerbaar.detect.declaration import detectors

    known = [one.name for one in detectors()]
    near = difflib.get_close_matches(name, known, n=1)
    return f" Or did you mean the detector {near[0]}?" if near else ""
