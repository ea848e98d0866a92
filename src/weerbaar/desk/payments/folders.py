"""The folder of an organisation in which payment files are put, and the one for purchase invoices. A watcher (WEERBAAR_WATCHERS).

    <payments_folder>/<organisation>/payments/in         put a pain.001 here
                                             released    what the ledger lets go, and its signature
                                             held        the rest, and beside it why
                                             refused     what is no payment file we can trust, and beside it why
                                             done        the files as they came
    <payments_folder>/<organisation>/invoices/in, done   the same for invoices; beside each file in `done` what the ledger says

A file is taken when it has not changed between two looks. Its bytes are read once: what is released is made of those. The same bytes put
here again are the run they were. Links and folders are left alone; a file that changes while we work stays for the next look.
"""

import logging
import os
import stat
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import translation

from weerbaar.desk.accounts.models import Membership, Organisation
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.decide import NotNow
from weerbaar.desk.cases.receive import TooLarge
from weerbaar.desk.cases.see import demand
from weerbaar.desk.payments import check, invoices, report
from weerbaar.desk.payments.models import Release, Run, Way
from weerbaar.desk.payments.place import PARTS, place, unfinished
from weerbaar.desk.trail import record
from weerbaar.desk.work.connection import fresh
from weerbaar.model.errors import NotHere, Trouble, reason
from weerbaar.settings import load

log = logging.getLogger(__name__)
LOOK_SECONDS = 2.0
"""Between two looks; a file that was copied in meanwhile is taken at the next but one."""
MOST_AT_ONCE = 50
SWITCH = "payments_folder"
PAYMENTS = ("in", "released", "held", "refused", "done")
INVOICES = ("in", "done")
Signs = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """A file that stands still, with its bytes as they were read, once."""

    file: Path
    signs: Signs
    data: bytes


def base(organisation: Organisation) -> Path | None:
    """The organisation's folder, whether it is watched or not; None where this desk has none."""
    folder = settings.WEERBAAR_DESK.payments_folder
    return Path(folder) / organisation.slug if folder else None


def is_on(organisation: Organisation) -> bool:
    return bool(organisation.settings.get(SWITCH)) and base(organisation) is not None


def released_folder(organisation: Organisation) -> Path | None:
    """Where released files go; None while the folder is not watched."""
    place = base(organisation)
    return place / "payments" / "released" if place is not None and is_on(organisation) else None


@transaction.atomic
def switch(member: Membership, on: bool) -> None:
    """Have the folder watched, or no longer.

    Raises:
        Forbidden: this member may not change the rules for payments.
        NotNow: this desk has no folder for payments.
        NotHere: the folder cannot be made.
    """
    demand(member, Action.PAYMENT_POLICY)
    organisation = Organisation.locked(member.organisation_id)
    root = base(organisation)
    if on and root is None:
        raise NotNow("payments_no_folder")
    if on and root is not None:
        make(root)
    organisation.keep(SWITCH, on)
    record("payment folder switched", organisation=organisation.pk, actor=member.user_id, facts={"on": on})


def make(root: Path) -> None:
    """Make the folders where they are missing.

    Raises:
        NotHere: they cannot be made.
    """
    names = [Path("payments", one) for one in PAYMENTS] + [Path("invoices", one) for one in INVOICES]
    try:
        for name in (*names, Path("payments", "released", PARTS)):
            (root / name).mkdir(mode=0o770, parents=True, exist_ok=True)
    except OSError as trouble:
        raise NotHere("cannot_write", name=root, why=reason(trouble)) from None


def watch(stop: threading.Event) -> None:
    """Attend every folder until told to stop. What a process that died left is finished first."""
    seen: dict[Path, Signs] = {}
    while True:
        with fresh():
            tend(seen)
        if stop.wait(LOOK_SECONDS):
            return


def tend(seen: dict[Path, Signs]) -> None:
    """One look: finish what was begun, let go what was confirmed since, take what stands still. `seen` is what the last look saw."""
    for release in unfinished():
        if _ours(release):
            _tried(partial(place, release), release.organisation)
    for organisation in Organisation.objects.order_by("pk"):
        _tried(partial(_confirmed, organisation), organisation)
        root = base(organisation)
        if root is not None and is_on(organisation):
            for found in _still(root / "payments" / "in", seen):
                _tried(partial(_payment, organisation, root, found), organisation)
            for found in _still(root / "invoices" / "in", seen):
                _tried(partial(_invoice, organisation, root, found), organisation)


def _tried(do: Callable[[], object], organisation: Organisation) -> None:
    """One file that cannot be dealt with keeps no other waiting; it is tried again at the next look."""
    try:
        do()
    except Trouble as trouble:
        log.warning("payment folder", extra={"facts": {"organisation": organisation.pk, "trouble": trouble.problem.id}})
    except Exception:  # the edge of one file: what failed is in the log, the others go on
        log.exception("payment folder", extra={"facts": {"organisation": organisation.pk}})


def _ours(release: Release) -> bool:
    """Whether this folder is one that this watcher attends; what the command line was to place, it places itself."""
    folder = released_folder(release.organisation)
    return folder is not None and Path(release.place).parent == folder


def _confirmed(organisation: Organisation) -> None:
    """Judge anew what is held, where the ledger changed since."""
    for run in check.to_judge_again(organisation):
        try:
            release = check.again(run, None, released_folder(organisation) if run.way == Way.FOLDER else None)
        except NotNow:
            continue
        if release is not None and run.way == Way.FOLDER:
            place(release)
            root = base(organisation)
            run.refresh_from_db()
            if root is not None:
                _tell_held(organisation, root, run)


def _payment(organisation: Organisation, root: Path, found: Found) -> None:
    room = root / "payments"
    into = released_folder(organisation)
    try:
        run = check.check(organisation, found.data, name=found.file.name, way=Way.FOLDER, member=None, into=into)
    except TooLarge as trouble:
        _put(room / "refused" / f"{found.file.name}.txt", trouble.said(_language(organisation)).encode())
        _leave(found, room / "refused" / found.file.name)
        return
    for release in run.releases.select_related("organisation", "run"):
        place(release)
    if run.state == Run.State.REFUSED:
        _put(room / "refused" / check.file_name(run, 0, ".txt"), _said(organisation, run))
        _leave(found, room / "refused" / check.file_name(run, 0))
        return
    _tell_held(organisation, root, run)
    _leave(found, room / "done" / check.file_name(run, 0))


def _tell_held(organisation: Organisation, root: Path, run: Run) -> None:
    """The file of what is held and the report of the latest round; those of the round before go."""
    held = root / "payments" / "held"
    waiting = run.waiting
    for round in range(run.rounds + 1):
        old = [held / check.file_name(run, round, suffix) for suffix in (".xml", ".txt")]
        if round < run.rounds or not waiting:
            for file in old:
                file.unlink(missing_ok=True)
    if waiting:
        _put(held / check.file_name(run, run.rounds), waiting)
        _put(held / check.file_name(run, run.rounds, ".txt"), _said(organisation, run))


def _invoice(organisation: Organisation, root: Path, found: Found) -> None:
    room = root / "invoices"
    made = invoices.read(invoices.take_in(organisation, found.data, name=found.file.name, way=Way.FOLDER, member=None))
    name = invoices.file_name(made, found.file)
    with translation.override(_language(organisation)):
        _put(room / "done" / f"{name}.txt", report.of_invoice(made).encode())
    _leave(found, room / "done" / name)


def _said(organisation: Organisation, run: Run) -> bytes:
    with translation.override(_language(organisation)):
        return report.of_run(run).encode()


def _language(organisation: Organisation) -> str:
    return str(organisation.languages[0]) if organisation.languages else "en"


def _still(folder: Path, seen: dict[Path, Signs]) -> Iterator[Found]:
    """Files that are as the last look saw them."""
    try:
        there = _listed(folder)
    except OSError:
        return
    for file in there:
        signs = _signs(file)
        before = seen.get(file)
        if signs is None:
            continue
        seen[file] = signs
        if before == signs and (data := _read(file, signs)) is not None:
            yield Found(file, signs, data)
    for gone in [file for file in seen if file.parent == folder and file not in there]:
        del seen[gone]


def _listed(folder: Path) -> list[Path]:
    """The files of a folder, as many as one look takes."""
    with os.scandir(folder) as there:
        names = sorted(one.name for one in there if not one.name.startswith(".") and one.is_file(follow_symlinks=False))
    return [folder / name for name in names[:MOST_AT_ONCE]]


def _signs(file: Path) -> Signs | None:
    """What changes when a file changes; None for what is no file."""
    try:
        found = file.lstat()
    except OSError:
        return None
    return (found.st_size, found.st_mtime_ns, found.st_ino) if stat.S_ISREG(found.st_mode) else None


def _read(file: Path, signs: Signs) -> bytes | None:
    """Its bytes, if it is still the file that was seen, before and after."""
    most = load().max_bytes
    try:
        handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as read:
            data = read.read(most + 1)
    except OSError:
        return None
    return data if _signs(file) == signs and len(data) == min(signs[0], most + 1) else None


def _leave(found: Found, target: Path) -> None:
    """Take the file out of `in`, unless it changed since: then it is another one, for the next look."""
    if _signs(found.file) == found.signs:
        found.file.replace(target)


def _put(file: Path, data: bytes) -> None:
    """A file that is there whole or not at all."""
    part = file.with_name(f".{file.name}.part")
    part.write_bytes(data)
    part.replace(file)
