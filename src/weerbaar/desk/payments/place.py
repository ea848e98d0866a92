"""A released file comes to its place exactly once, whole, whatever dies in between.

    decided    the sealed bytes and the identities of their payments are in the database, in one transaction
    WRITING    they are written under a name of this attempt in a folder nobody reads from, and synchronised to the disk
    PLACING    the database knows that name: from now on the file may be renamed, once
    PLACED     it was

A process that died while WRITING leaves bytes under a name that is never used: the next attempt writes them anew. One that died while
PLACING leaves either the part (it was not renamed: rename it) or no part (it was: somebody may have taken the file away since, and it
must not come again). Renaming takes the old name away in the same moment, so there is no third case.
"""

import logging
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from django.db import transaction

from weerbaar.desk.payments.models import Release
from weerbaar.desk.trail import record
from weerbaar.model.errors import NotHere, reason

log = logging.getLogger(__name__)
PARTS = ".weerbaar"
"""The folder beside the released files in which they are written; on the same file system, so that a rename is one step."""
SIGNATURE = ".sig"
State = Release.State


def place(release: Release) -> Release:
    """Bring a release to where it was asked for; what is there or goes nowhere is left as it is.

    Raises:
        NotHere: the folder cannot be written. What was decided stays decided, and is placed later.
        Locked: the bytes cannot be opened.
    """
    release.refresh_from_db(fields=("state", "part"))
    if release.state == State.WRITING:
        _write(release)
    if release.state == State.PLACING:
        _rename(release)
    return release


def unfinished() -> Iterable[Release]:
    """Releases that did not come to their place yet, the oldest first."""
    return Release.objects.filter(state__in=(State.WRITING, State.PLACING)).select_related("organisation", "run").order_by("pk")


def _write(release: Release) -> None:
    """The part, whole and on the disk, and then its name in the database; another process that was faster leaves ours unused."""
    target = Path(release.place)
    part = f"{release.run.ref.hex}-{release.round}-{secrets.token_hex(6)}"
    try:
        folder = target.parent / PARTS
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _durable(folder / part, release.data)
        if release.signature:
            _durable(folder / f"{part}{SIGNATURE}", bytes(release.signature))
        _synchronise(folder)
    except OSError as trouble:
        raise NotHere("cannot_write", name=str(target), why=reason(trouble)) from None
    mine = Release.objects.filter(pk=release.pk, state=State.WRITING).update(state=State.PLACING, part=part)
    if not mine:
        (folder / part).unlink(missing_ok=True)
        (folder / f"{part}{SIGNATURE}").unlink(missing_ok=True)
    release.refresh_from_db(fields=("state", "part"))


def _rename(release: Release) -> None:
    """The signature first, so that whoever sees the file finds it beside it."""
    target = Path(release.place)
    part = target.parent / PARTS / release.part
    try:
        if release.signature:
            _move(part.with_name(f"{part.name}{SIGNATURE}"), target.with_name(f"{target.name}{SIGNATURE}"))
        _move(part, target)
        _synchronise(target.parent)
    except OSError as trouble:
        raise NotHere("cannot_write", name=str(target), why=reason(trouble)) from None
    with transaction.atomic():
        if Release.objects.filter(pk=release.pk, state=State.PLACING).update(state=State.PLACED):
            facts = {"round": release.round, "lines": release.lines}
            record("payments placed", organisation=release.organisation_id, about=str(release.run), facts=facts)
    release.state = State.PLACED


def _move(part: Path, target: Path) -> None:
    """Rename; that the part is gone means that it was renamed before."""
    try:
        part.replace(target)
    except FileNotFoundError:
        if not part.parent.is_dir():
            raise
        log.info("release was in its place")


def _durable(file: Path, data: bytes) -> None:
    """Bytes for their owner and group only, written and synchronised."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o640)
    with os.fdopen(handle, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def _synchronise(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
