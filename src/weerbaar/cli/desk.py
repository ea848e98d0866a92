"""`weerbaar desk`: the desk on this machine, ready to use."""

import argparse
import signal
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

from weerbaar.cli.exits import Exit
from weerbaar.cli.words import language_of, say
from weerbaar.model.errors import NotHere

P = TypeVar("P", bound=argparse.ArgumentParser)
LIBRARIES = ("django", "dbos", "cryptography", "uvicorn", "allauth")


def declare(commands: "argparse._SubParsersAction[P]", language: str) -> None:
    """What can be typed after `weerbaar desk`."""
    told = partial(say, language)
    command = commands.add_parser("desk", help=told("help.desk"), description=told("help.desk_long"))
    command.add_argument("--host", metavar=told("metavar.ADDRESS"), help=told("help.host"))
    command.add_argument("--port", type=int, metavar="N", help=told("help.port"))
    command.add_argument("--no-worker", action="store_true", help=told("help.no_worker"))
    command.add_argument("--prepare", action="store_true", help=told("help.prepare"))
    home(command, language)


def home(command: argparse.ArgumentParser, language: str) -> None:
    """The option that names the desk's folder."""
    command.add_argument("--home", metavar=say(language, "metavar.FOLDER"), help=say(language, "help.home"))


def desk(chosen: argparse.Namespace) -> int:
    """Set the desk up where it is not, print the link for its first administrator, and serve it until told to stop.

    Raises:
        NotHere: the extra `weerbaar[desk]` is not installed, or the folder cannot be written.
        BrokenSettings: a setting or secret is not as it should be.
    """
    ready(chosen)
    from weerbaar.desk.settings import load
    from weerbaar.desk.setup import first_link, migrate

    language, settings = language_of(chosen.lang), load()
    migrate()
    host, port = chosen.host or settings.host, chosen.port or settings.port
    address = settings.public_url or _address(host, port)
    print(say(language, "desk.open", address=address), file=sys.stderr)
    if link := first_link(address):
        print(say(language, "desk.first", link=link), file=sys.stderr)
    if chosen.prepare:
        return Exit.NO_SIGN
    from weerbaar.desk.serve import serve

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):  # who is told to stop has done what was asked
        serve(host, port, worker=not chosen.no_worker)
    return Exit.NO_SIGN


def ready(chosen: argparse.Namespace) -> Path:
    """Django at work in the folder that was chosen; the folder.

    Raises:
        NotHere: the extra `weerbaar[desk]` is not installed, or the folder cannot be written.
        BrokenSettings: a setting or secret is not as it should be.
    """
    if missing := [name for name in LIBRARIES if not is_here(name)]:
        raise NotHere("no_desk", names=", ".join(missing))
    from weerbaar.desk.setup import configure

    return configure(Path(chosen.home) if chosen.home else None)


def is_here(library: str) -> bool:
    """Whether a library is installed; it is not imported for that."""
    from importlib.util import find_spec

    try:
        return find_spec(library) is not None
    except ModuleNotFoundError:
        return False


def _address(host: str, port: int) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else name}:{port}"  # noqa: S104 - shown, not bound
