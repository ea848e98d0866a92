"""`weerbaar backup`: everything a desk holds, in one encrypted file."""

import argparse
import os
import sys
from functools import partial
from pathlib import Path
from typing import TypeVar

from weerbaar.cli.desk import home, ready
from weerbaar.cli.exits import Exit
from weerbaar.cli.words import language_of, say
from weerbaar.model.errors import NotHere, reason

P = TypeVar("P", bound=argparse.ArgumentParser)
SECRET = "WEERBAAR_BACKUP_PASSPHRASE"  # noqa: S105 - the name of a variable


def declare(commands: "argparse._SubParsersAction[P]", language: str) -> None:
    """What can be typed after `weerbaar backup`."""
    told = partial(say, language)
    command = commands.add_parser("backup", help=told("help.backup"), description=told("help.backup_long"))
    command.add_argument("file", nargs="?", metavar=told("metavar.FILE"), help=told("help.backup_file"))
    command.add_argument("--to", metavar=told("metavar.KEY"), default="", help=told("help.backup_to"))
    command.add_argument("--new-key", metavar=told("metavar.FILE"), help=told("help.new_key"))
    home(command, language)


def backup(chosen: argparse.Namespace) -> int:
    """Make a key for backups, or a backup.

    Raises:
        NotHere: the extra `weerbaar[desk]` is not installed, or the file cannot be written.
        NoKey: no key to encrypt to.
        BadBackup: the tables are those of an older release.
    """
    language = language_of(chosen.lang)
    to = chosen.to
    if chosen.new_key:
        to = _new_key(Path(chosen.new_key))
        print(to)
        print(say(language, "backup.new_key", file=chosen.new_key), file=sys.stderr)
    if not chosen.file:
        return Exit.NO_SIGN if chosen.new_key else Exit.USAGE
    ready(chosen)
    from weerbaar.desk import secrets
    from weerbaar.desk.governance.backup import backup as make
    from weerbaar.desk.settings import load

    passphrase = secrets.read(SECRET)
    made = make(Path(chosen.file), to or ("" if passphrase else load().backup_to), passphrase)
    print(say(language, "backup.made", file=made.file, rows=made.rows, mb=f"{made.bytes / 1e6:.1f}"))
    print(say(language, "backup.keys"), file=sys.stderr)
    return Exit.NO_SIGN


def _new_key(file: Path) -> str:
    """An age identity in a new file for its owner only; the recipient that belongs to it.

    Raises:
        NotHere: the file is there already, or cannot be written.
    """
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(f"# public key: {identity.to_public()}\n{identity}\n")
    except OSError as trouble:
        raise NotHere("cannot_write", name=file, why=reason(trouble)) from None
    return str(identity.to_public())
