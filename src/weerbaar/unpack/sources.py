"""What someone points at - a file, a folder, a Maildir, a mailbox file - as items, one at a time and in a fixed order."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from weerbaar.model.errors import NotHere
from weerbaar.model.item import Item, Way
from weerbaar.settings import DEFAULT, Settings
from weerbaar.unpack.kind import kind_of, most_bytes
from weerbaar.unpack.mbox import LONGEST_LINE, messages
from weerbaar.unpack.reader import Blob

LOOKED_AT = 4096
"""Bytes at the start of a file that tell a mailbox from a message."""

NOT_A_FILE = "This is not an ordinary file. Save the message as a file first."
NOT_ALLOWED = "You may not read this. Ask its owner, or save the message in a folder of your own."


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that was named and cannot be read; `sentence` says why and what to do, `why` is a stable word for it:
    empty, no_permission, not_here, no_messages or cannot_read.
    """

    name: str
    sentence: str
    why: str = "cannot_read"


def items(path: Path, settings: Settings = DEFAULT) -> Iterator[Item | Unreadable]:
    """Every item at a path. A folder is read with what is below it, in the order of the names; links to folders are not followed.

    Of a file larger than `max_bytes` one byte more than that is read, so that unpacking can say that it was cut.

    Raises:
        NotHere: nothing has that name.
    """
    if not os.path.lexists(path):
        raise NotHere("nothing_called", path=path)
    if path.is_dir():
        for file, name in _files(path):
            yield from _file(file, name, Way.MAILBOX if file.parent.name in ("cur", "new") else Way.FILE, settings)
    else:
        yield from _file(path, path.name, Way.FILE, settings)


def _files(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every file below a folder and its name from there; a folder that may not be listed comes as itself."""
    waiting = [(folder, "")]
    while waiting:
        path, name = waiting.pop()
        if not path.is_dir() or (path.is_symlink() and name):
            yield path, name
            continue
        try:
            names = sorted(inside.name for inside in path.iterdir())
        except OSError:
            yield path, name or path.name
            continue
        maildir = {"cur", "new"} <= set(names)
        waiting.extend(
            (path / inner, f"{name}/{inner}" if name else inner)
            for inner in reversed(names)
            # Beside its three folders a Maildir holds only indexes and further Maildirs (.Sent); tmp is being delivered.
            if not maildir or inner in ("cur", "new") or (inner.startswith(".") and (path / inner).is_dir())
        )


def _file(path: Path, name: str, way: Way, settings: Settings) -> Iterator[Item | Unreadable]:
    name = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            yield Unreadable(name, *((NOT_ALLOWED, "no_permission") if path.is_dir() else (NOT_A_FILE, "cannot_read")))
            return
        with path.open("rb") as file:
            start = file.read(LOOKED_AT)
            if not start:
                yield Unreadable(name, "This file is empty. Save the message again.", "empty")
                return
            file.seek(0)
            if kind_of(Blob("", start, name=name)) == "mbox":
                yield from _mailbox(file, name, settings)
            else:
                yield Item(name, file.read(most_bytes(start, settings) + 1), way)
    except PermissionError:
        yield Unreadable(name, NOT_ALLOWED, "no_permission")
    except FileNotFoundError:
        yield Unreadable(name, "This is no longer there, or it is a link that leads nowhere.", "not_here")
    except OSError as trouble:
        yield Unreadable(
            name, f"This cannot be read ({trouble.strerror or type(trouble).__name__}). Copy it to another disk and try again."
        )


def _mailbox(file: BinaryIO, name: str, settings: Settings) -> Iterator[Item | Unreadable]:
    number = 0
    for number, message in enumerate(messages(iter(partial(file.readline, LONGEST_LINE), b""), settings.max_bytes), 1):
        yield Item(f"{name} message {number}", message, Way.MAILBOX)
    if not number:
        yield Unreadable(name, "This mailbox holds no message. Export it again.", "no_messages")
