"""The command line: `check`, `explain`, `learn`, `doctor`, `desk`, `worker`. Each command is the function of its name in the module of its name.

Everything is imported late: `weerbaar --help` reads none of the parsers, models or detectors.
"""

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from importlib import import_module
from io import TextIOWrapper

from weerbaar.cli.arguments import parse, typed_language
from weerbaar.cli.exits import Exit
from weerbaar.cli.words import language_of, say
from weerbaar.model.errors import BrokenOrganisation, BrokenSettings, NotHere, Trouble


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; see `exits.Exit`."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that has no ✔ shows ? and goes on
    typed = sys.argv[1:] if arguments is None else arguments
    language = language_of(typed_language(typed))
    try:
        status = _run(typed, language)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        # Whoever read our output has seen enough; nothing may be written at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.PIPE
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return Exit.STOPPED
    except Trouble as trouble:
        print(f"weerbaar: {trouble.said(language)}", file=sys.stderr)
        return _status_of(trouble)
    except Exception as bug:  # the edge of the program: a person gets a sentence and a place, never a traceback or content
        print(f"weerbaar: {say(language, 'internal', kind=type(bug).__name__, place=_place_of(bug))}", file=sys.stderr)
        return Exit.INTERNAL


def _run(typed: Sequence[str], language: str) -> int:
    chosen = parse(typed, language)
    command: Callable[[Namespace], int] = getattr(import_module(f"weerbaar.cli.{chosen.command}"), chosen.command)
    return command(chosen)


def _status_of(trouble: Trouble) -> int:
    if isinstance(trouble, NotHere):
        return Exit.NO_INPUT
    if isinstance(trouble, BrokenOrganisation | BrokenSettings):
        return Exit.CONFIGURATION
    return Exit.UNREAD


def _place_of(bug: Exception) -> str:
    trace = bug.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace is not None else "?"  # noqa: PTH119
