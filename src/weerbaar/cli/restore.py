"""`weerbaar restore`: a backup becomes a desk again."""

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import TypeVar

from weerbaar.cli.backup import SECRET
from weerbaar.cli.desk import home, ready
from weerbaar.cli.exits import Exit
from weerbaar.cli.words import language_of, say
from weerbaar.model.errors import NotHere, Problem, reason

P = TypeVar("P", bound=argparse.ArgumentParser)


def declare(commands: "argparse._SubParsersAction[P]", language: str) -> None:
    """What can be typed after `weerbaar restore`."""
    told = partial(say, language)
    command = commands.add_parser("restore", help=told("help.restore"), description=told("help.restore_long"))
    command.add_argument("file", metavar=told("metavar.FILE"), help=told("help.restore_file"))
    command.add_argument("--identity", metavar=told("metavar.FILE"), help=told("help.identity"))
    home(command, language)


def restore(chosen: argparse.Namespace) -> int:
    """Restore into an empty desk; 1 when a trail does not hold or keys are missing.

    Raises:
        NotHere: the extra `weerbaar[desk]` is not installed, no such file, or no key of the desk is here.
        BadBackup: not opened by this key, changed, made by a newer release, or the desk is not empty.
    """
    from weerbaar.desk import secrets, settings

    language = language_of(chosen.lang)
    place = Path(chosen.home).absolute() if chosen.home else settings.home()
    if not secrets.read("WEERBAAR_PASSPHRASE") and not secrets.ring(place).keys:
        raise NotHere("restore_needs_key", path=place)
    ready(chosen)
    from weerbaar.desk.governance.backup import restore as bring_back

    identity = _read(chosen.identity) if chosen.identity else ""
    found = bring_back(Path(chosen.file), identity, secrets.read(SECRET))
    print(say(language, "restore.done", at=found.made_at, rows=found.rows, erased=found.erased_again))
    for line in found.broken:
        print(say(language, "restore.broken", line=line), file=sys.stderr)
    if found.locked:
        print(say(language, "restore.locked", n=found.locked), file=sys.stderr)
    return Exit.VERIFY if found.broken or found.locked else Exit.NO_SIGN


def _read(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8")
    except OSError as trouble:
        raise NotHere("secret_unreadable", path=file, name="--identity", why=reason(trouble)) from None
    except UnicodeDecodeError:
        raise NotHere("secret_unreadable", path=file, name="--identity", why=Problem("not_utf8", {})) from None
