"""`weerbaar worker`: hands for a desk. `weerbaar desk` has one of its own; with PostgreSQL there may be many, on many machines."""

import argparse
import signal
import threading
from functools import partial
from typing import TypeVar

from weerbaar.cli.desk import home, ready
from weerbaar.cli.exits import Exit
from weerbaar.cli.words import say

P = TypeVar("P", bound=argparse.ArgumentParser)
QUEUES = ("look", "answer", "chore", "mailbox", "push")


def declare(commands: "argparse._SubParsersAction[P]", language: str) -> None:
    """What can be typed after `weerbaar worker`."""
    told = partial(say, language)
    command = commands.add_parser("worker", help=told("help.worker"), description=told("help.worker_long"))
    command.add_argument(
        "--queues", nargs="+", choices=QUEUES, default=QUEUES, metavar=told("metavar.QUEUE"), help=told("help.queues")
    )
    command.add_argument("--parent", type=int, help=argparse.SUPPRESS)
    home(command, language)


def worker(chosen: argparse.Namespace) -> int:
    """Work until told to stop (SIGTERM, Ctrl-C): what was begun is finished, what is left is taken over.

    Raises:
        NotHere: the extra `weerbaar[desk]` is not installed, or the folder cannot be written.
        BrokenSettings: a setting or secret is not as it should be.
        AlreadyHere: on SQLite, while another worker runs.
    """
    ready(chosen)
    from weerbaar.desk.jobs import Queue
    from weerbaar.desk.work.process import run

    stop = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: stop.set())
    run([Queue(one) for one in chosen.queues], stop, chosen.parent)
    return Exit.NO_SIGN
