"""`weerbaar explain`: why an item got its answer, or what a detector looks for."""

import argparse
import difflib
import shutil
import sys
from datetime import date

from weerbaar.advise.sentences import plain
from weerbaar.cli.exits import Exit
from weerbaar.cli.firm import firm
from weerbaar.cli.words import language_of, say
from weerbaar.model.errors import NotHere

MOST_NAME = 100


def explain(chosen: argparse.Namespace) -> int:
    """Print the expert view of an item, one finding of it, or a manual page; always 0 when it could.

    Raises:
        NotHere: there is no such item, detector or finding.
    """
    if chosen.finding is None:
        manual = _manual(chosen.what, language_of(chosen.lang))
        if manual:
            print(manual)
            return Exit.NO_SIGN
    return _item(chosen)


def _manual(name: str, language: str) -> str:
    from weerbaar.cli.manual import find, page, weight_in_words
    from weerbaar.report.account import source_in_words
    from weerbaar.weigh.weights import table

    detector = find(name)
    if detector is not None:
        return page(detector, language).rstrip()
    entry = table().get(name)
    if entry is None:
        return ""
    source = say(language, "manual.source", source=source_in_words(entry.source, language))
    return f"## {name}\n\n{weight_in_words(entry, language)}\n{source}"


def _item(chosen: argparse.Namespace) -> int:
    from weerbaar.cli.answers import Task, answers
    from weerbaar.cli.brought import bring
    from weerbaar.cli.check import wants_colour
    from weerbaar.cli.writers import shown
    from weerbaar.cli.writers import unread as why_unread
    from weerbaar.report.account import steps
    from weerbaar.report.text import answer as full
    from weerbaar.settings import load

    settings, asking = load(), firm(chosen.organisation)
    language = language_of(chosen.lang, asking.organisation)
    try:
        brought = bring([chosen.what], settings, language)
    except NotHere:
        near = _meant(chosen.what)
        if not near:
            raise
        raise NotHere("not_here_meant", language=language, name=plain(chosen.what), near=near) from None
    task = Task(asking.organisation, chosen.lang, settings, date.today())
    colour, width = wants_colour(sys.stdout, chosen.no_colour), shutil.get_terminal_size((110, 24)).columns
    unread = 0
    for answer in answers(brought, task, 0 if chosen.in_process else 1):
        if answer.unread:
            unread += 1
            print(why_unread(answer, language), file=sys.stderr)
        elif chosen.finding is None:
            print(full(shown(answer), answer.look, explain=True, colour=colour, width=width), end="")
        else:
            told = [step for step in steps(answer.look.verdict, answer.look.advice.language) if step.id == chosen.finding]
            if not told:
                raise NotHere(
                    "no_such_finding",
                    language=language,
                    name=plain(shown(answer, language)),
                    finding=plain(chosen.finding),
                    what=chosen.what,
                )
            for step in told:
                print(f"{step.sentence}\n  {step.id}, {step.where}: {step.counts} (log10 {step.log10:+.2f})\n  {step.source}")
    return Exit.UNREAD if unread else Exit.NO_SIGN


def _meant(name: str) -> str:
    """The detector whose name is nearest; "" when none is near."""
    from weerbaar.detect.declaration import detectors

    return "".join(difflib.get_close_matches(name[:MOST_NAME], [one.name for one in detectors()], n=1))
