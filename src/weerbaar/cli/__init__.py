"""The command line: `check`, `explain`, `learn`, `doctor`.

Everything is imported late: `weerbaar --help` reads none of the parsers, models or detectors.
"""

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

from weerbaar.cli.exits import Exit
from weerbaar.model.errors import BrokenOrganisation, BrokenSettings, NotHere, Trouble


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; see `exits.Exit`."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that has no ✔ shows ? and goes on
    try:
        status = _run(arguments)
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
        print(f"weerbaar: {trouble}", file=sys.stderr)
        return _status_of(trouble)
    except Exception as bug:  # the edge of the program: a person gets a sentence and a place, never a traceback or content
        print(f"weerbaar: {_place_of(bug)}", file=sys.stderr)
        return Exit.INTERNAL


def _run(arguments: Sequence[str] | None) -> int:
    from weerbaar.cli.arguments import parser

    chosen = parser().parse_args(arguments)
    if chosen.command == "check":
        from weerbaar.cli.check import check

        return check(chosen)
    if chosen.command == "explain":
        from weerbaar.cli.explain import explain

        return explain(chosen)
    if chosen.command == "learn":
        from weerbaar.cli.learn import learn

        return learn(chosen)
    from weerbaar.cli.doctor import doctor

    return doctor(chosen)


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
    place = f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace is not None else "?"  # noqa: PTH119
    return (
        f"something went wrong inside weerbaar ({type(bug).__name__} at {place}). Your file is unchanged. "
        "Please report this line; it holds nothing of your message."
    )
