"""`weerbaar backup` and `weerbaar restore`: everything the desk holds, at one moment, in one file encrypted with age.

In the file: a manifest (release, tables as they were migrated, a SHA-256 for each member) and the rows of each table, one JSON line each.
The same for SQLite and PostgreSQL, so that a desk also moves from one to the other this way. SQLite is first copied with its backup
API, page by page beside the writers; PostgreSQL is read in one REPEATABLE READ transaction.

Not in the file:
- keys (`master.key`, `anchor.key`, passphrases): whoever finds a backup shall find nothing to open it with. Keep them elsewhere.
- sessions, caches and leases: people sign in again.
- durable work (DBOS): cases and answers themselves say what is still to be done, and the sweep asks for it within a minute. A mail that
  was ready to go may have gone since: it is looked for in the desk's mailbox, and not sent twice.

A restore begins with an empty desk, brings its tables to where the backup's were, loads the rows, erases again what the ledger of erasures
says (put the latest `erasures.jsonl` and the keys in the new folder first), migrates to this release and verifies every trail.
"""

import base64
import contextlib
import gzip
import hashlib
import json
import logging
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, connections, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from weerbaar.desk import lines, secrets
from weerbaar.desk.accounts.models import Organisation
from weerbaar.desk.cases import erasures
from weerbaar.desk.cases.erase import replay
from weerbaar.desk.cases.models import Case
from weerbaar.desk.governance import anchor
from weerbaar.desk.governance.models import Mark
from weerbaar.desk.intake.models import Post
from weerbaar.desk.keys import ring
from weerbaar.desk.trail import record, stamp
from weerbaar.desk.vault import Locked
from weerbaar.model.errors import NotHere, Trouble, reason

log = logging.getLogger(__name__)
FORMAT = 1
MARK = "backup"
MANIFEST = "manifest.json"
LEFT_OUT = frozenset(("contenttypes", "auth", "sessions", "usersessions"))
LEFT_OUT_MODELS = frozenset(("work.worker", "work.lease"))
FILES = (erasures.FILE, secrets.SALT_FILE)
MOST_LINE = 512 * 1024 * 1024
AT_A_TIME = 500


class BadBackup(Trouble):
    """The file is no backup we can restore, or here is no place for it."""


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was written."""

    file: Path
    bytes: int
    rows: int


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore brought back: rows, cases erased again, keys that do not open, trails that do not hold."""

    made_at: str
    rows: int
    erased_again: int
    locked: int
    broken: tuple[str, ...]


def backup(file: Path, recipient: str = "", passphrase: str = "") -> Made:
    """Write a backup, encrypted to an age recipient or with a passphrase. It takes its name only when it is whole.

    Raises:
        NoKey: neither of the two.
        NotHere: the file cannot be written.
    """
    from weerbaar.desk.governance.export import NoKey

    if not recipient and not passphrase:
        raise NoKey("backup_key")
    try:
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=file.absolute().parent) as folder:
            packed, rows = _packed(Path(folder))
            part = Path(folder) / "sealed"
            _encrypt(packed, part, recipient, passphrase)
            with part.open("rb") as written:
                os.fsync(written.fileno())
            size = part.stat().st_size
            part.replace(file)
    except OSError as trouble:
        raise NotHere("cannot_write", name=file, why=reason(trouble)) from None
    Mark.objects.update_or_create(name=MARK, defaults={"at": timezone.now(), "facts": {"bytes": size, "rows": rows}})
    record("backup made", facts={"bytes": size, "rows": rows})
    return Made(file, size, rows)


def nightly() -> None:
    """The backup of every night, where the settings `backup_folder` and `backup_to` are set; the oldest beyond `backup_keep` go. A chore."""
    desk = settings.WEERBAAR_DESK
    if not desk.backup_folder or not desk.backup_to:
        return
    folder = Path(desk.backup_folder)
    backup(folder / f"weerbaar-{timezone.now():%Y%m%dT%H%M%SZ}.age", desk.backup_to)
    for old in sorted(folder.glob("weerbaar-*.age"))[: -max(1, desk.backup_keep)]:
        old.unlink()


def last() -> str:
    """When the last backup was made; "" before the first."""
    mark = Mark.objects.filter(name=MARK).first()
    return stamp(mark.at) if mark else ""


def restore(file: Path, identity: str = "", passphrase: str = "") -> Restored:
    """Bring a backup back into a desk that is empty.

    Raises:
        NotHere: there is no such file.
        BadBackup: not opened by this key, changed, made by a newer release, or the desk is not empty.
    """
    if not file.exists():
        raise NotHere("not_here", name=file)
    if connection.introspection.table_names():
        raise BadBackup("restore_not_empty")
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.WEERBAAR_HOME) as name:
        folder = Path(name)
        _unpack(file, folder, identity, passphrase)
        manifest = _checked(folder)
        try:
            rows = _load(folder, manifest)
        except Exception:
            _empty()
            raise
        _files_back(folder)
    from weerbaar.desk.setup import migrate

    migrate()
    erased = replay()
    later = anchor.begin_again()
    Post.objects.filter(state=Post.State.READY).update(state=Post.State.HANDED)
    record("restored", facts={"made_at": manifest["made_at"], "rows": rows, "erased_again": erased, "anchors_set_aside": later})
    broken = tuple(f"{one.organisation}/{one.broken}: {one.why}" for one in anchor.verify_all() if one.broken is not None)
    return Restored(manifest["made_at"], rows, erased, locked(), broken)


def locked() -> int:
    """How many data keys the master keys at hand do not open."""
    found = 0
    for model in (Organisation, Case):
        for one in model.objects.exclude(key=None).only("ref", "key").iterator(2000):
            try:
                ring().unwrap(bytes(one.key or b""), one.owner)
            except Locked:
                found += 1
    return found


def kept_models() -> list[type[models.Model]]:
    """The models whose rows are in a backup."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.app_label not in LEFT_OUT
        and model._meta.label_lower not in LEFT_OUT_MODELS
    ]


def _packed(folder: Path) -> tuple[Path, int]:
    """Every row and the files beside the database, in one archive; its place and the number of rows."""
    members: dict[str, dict[str, Any]] = {}
    with _snapshot(folder) as alias:
        migrated = _leaves(alias)
        for model in kept_models():
            name = f"rows/{model._meta.label_lower}.jsonl.gz"
            members[name] = _write_rows(model, alias, folder / name)
    for name in FILES:
        if (beside := Path(settings.WEERBAAR_HOME) / name).exists():
            (folder / name).write_bytes(beside.read_bytes())
            members[name] = {"sha256": _sum(folder / name)}
    if anchor.file().exists():
        (folder / anchor.FILE).write_bytes(anchor.file().read_bytes())
        members[anchor.FILE] = {"sha256": _sum(folder / anchor.FILE)}
    manifest = {
        "format": FORMAT,
        "release": version("weerbaar"),
        "made_at": stamp(timezone.now()),
        "migrations": migrated,
        "members": members,
    }
    (folder / MANIFEST).write_bytes(lines.canonical(manifest))
    packed = folder / "packed"
    with tarfile.open(packed, "w") as into:
        for name in (MANIFEST, *members):
            into.add(folder / name, arcname=name, recursive=False)
    return packed, sum(int(one.get("rows", 0)) for one in members.values())


@contextlib.contextmanager
def _snapshot(folder: Path) -> Iterator[str]:
    """A connection that shows the database as it was at one moment, while others write on."""
    if connection.vendor == "sqlite":
        copy = folder / "snapshot.sqlite3"
        source, target = sqlite3.connect(connection.settings_dict["NAME"]), sqlite3.connect(copy)
        with contextlib.closing(source), contextlib.closing(target):
            source.backup(target, pages=2000, sleep=0.01)
        connections.databases["snapshot"] = {**connections.databases["default"], "NAME": copy}
        try:
            yield "snapshot"
        finally:
            connections["snapshot"].close()
            del connections["snapshot"]
            del connections.databases["snapshot"]
        return
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield "default"


def _write_rows(model: type[models.Model], alias: str, file: Path) -> dict[str, Any]:
    fields = [field.attname for field in model._meta.concrete_fields]
    file.parent.mkdir(exist_ok=True)
    rows = 0
    with gzip.open(file, "wb", compresslevel=1) as out:
        out.write(json.dumps(fields).encode() + b"\n")
        for row in model._base_manager.using(alias).order_by().values_list(*fields).iterator(chunk_size=AT_A_TIME):
            out.write(json.dumps([_plain(value) for value in row], separators=(",", ":")).encode() + b"\n")
            rows += 1
    return {"sha256": _sum(file), "rows": rows}


def _load(folder: Path, manifest: Mapping[str, Any]) -> int:
    """The rows into tables as they were when the backup was made; how many."""
    executor = MigrationExecutor(connection)
    targets = [(app, name) for app, name in manifest["migrations"]]
    if unknown := [f"{app}.{name}" for app, name in targets if (app, name) not in executor.loader.graph.nodes]:
        raise BadBackup("backup_newer", release=manifest["release"], name=unknown[0])
    executor.migrate(targets)
    then = executor.loader.project_state(targets).apps
    rows = 0
    with transaction.atomic():
        loaded = []
        for name, member in manifest["members"].items():
            if not name.startswith("rows/"):
                continue
            label = name.removeprefix("rows/").removesuffix(".jsonl.gz")
            model = then.get_model(label)
            count = _read_rows(model, folder / name)
            if count != member["rows"]:
                raise BadBackup("backup_changed", name=name)
            rows += count
            loaded.append(model)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), loaded):
                cursor.execute(statement)
    return rows


def _read_rows(model: type[models.Model], file: Path) -> int:
    done, some = 0, []
    with gzip.open(file, "rb") as read:
        fields = json.loads(read.readline(MOST_LINE))
        kinds = [model._meta.get_field(name) for name in fields]
        while line := read.readline(MOST_LINE):
            values = [_back(kind, value) for kind, value in zip(kinds, json.loads(line), strict=True)]
            some.append(model(**dict(zip(fields, values, strict=True))))
            done += 1
            if len(some) == AT_A_TIME:
                model._base_manager.bulk_create(some)
                some = []
    model._base_manager.bulk_create(some)
    return done


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | dict | list | None) else str(value)


def _back(field: Any, value: Any) -> Any:
    if isinstance(field, models.BinaryField):
        return None if value is None else base64.b64decode(value)
    return value if isinstance(field, models.JSONField) else field.to_python(value)


def _leaves(alias: str) -> list[tuple[str, str]]:
    """Where the tables of each app stand.

    Raises:
        BadBackup: the tables are those of an older release.
    """
    executor = MigrationExecutor(connections[alias])
    leaves = executor.loader.graph.leaf_nodes()
    if executor.migration_plan(leaves):
        raise BadBackup("backup_not_migrated")
    return sorted(leaves)


def _encrypt(source: Path, target: Path, recipient: str, passphrase: str) -> None:
    import pyrage

    from weerbaar.desk.governance.export import NoKey

    if recipient:
        try:
            to = pyrage.x25519.Recipient.from_str(recipient.strip())
        except pyrage.RecipientError:
            raise NoKey("age_recipient") from None
        with source.open("rb") as read, target.open("wb") as out:
            pyrage.encrypt_io(read, out, [to])
    else:
        target.write_bytes(pyrage.passphrase.encrypt(source.read_bytes(), passphrase))


def _unpack(file: Path, folder: Path, identity: str, passphrase: str) -> None:
    import pyrage

    packed = folder / "packed"
    try:
        if identity:
            with file.open("rb") as read, packed.open("wb") as out:
                pyrage.decrypt_io(read, out, [pyrage.x25519.Identity.from_str(_identity(identity))])
        else:
            packed.write_bytes(pyrage.passphrase.decrypt(file.read_bytes(), passphrase))
        with tarfile.open(packed, "r:") as archive:
            for member in archive:
                if not member.isfile() or member.name.startswith("/") or ".." in Path(member.name).parts:
                    raise BadBackup("backup_changed", name=file.name)
                archive.extract(member, folder, filter="data")
    except (pyrage.DecryptError, pyrage.IdentityError):
        raise BadBackup("backup_locked", name=file.name) from None
    except (tarfile.TarError, EOFError):
        raise BadBackup("backup_changed", name=file.name) from None
    except OSError as trouble:
        if trouble.errno is None:  # what age says of bytes that were changed
            raise BadBackup("backup_changed", name=file.name) from None
        raise NotHere("cannot_write", name=folder, why=reason(trouble)) from None
    packed.unlink()


def _identity(written: str) -> str:
    """The secret key in an age identity file, or as it is."""
    return next((line.strip() for line in written.splitlines() if line.startswith("AGE-SECRET-KEY-")), written.strip())


def _checked(folder: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
        members = manifest["members"]
    except (OSError, ValueError, KeyError):
        raise BadBackup("backup_changed", name=MANIFEST) from None
    if manifest.get("format") != FORMAT:
        raise BadBackup("backup_newer", release=manifest.get("release", "?"), name=str(manifest.get("format")))
    for name, member in members.items():
        if not (folder / name).is_file() or _sum(folder / name) != member["sha256"]:
            raise BadBackup("backup_changed", name=name)
    return manifest


def _files_back(folder: Path) -> None:
    """The ledger of erasures together with the one that is here; the salt of the passphrase; anchors where there are none."""
    home = Path(settings.WEERBAAR_HOME)
    known = erasures.erased()
    lines.append(home / erasures.FILE, [one for one in lines.read(folder / erasures.FILE) if one.get("case") not in known])
    if (folder / anchor.FILE).exists() and not anchor.file().exists():
        lines.append(anchor.file(), lines.read(folder / anchor.FILE))
    if (folder / secrets.SALT_FILE).exists():
        (home / secrets.SALT_FILE).write_bytes((folder / secrets.SALT_FILE).read_bytes())
        ring.cache_clear()


def _empty() -> None:
    """Leave nothing of a restore that failed, so that it can be tried again."""
    connection.close()
    if connection.vendor == "sqlite":
        for end in ("", "-wal", "-shm"):
            Path(f"{settings.DATABASES['default']['NAME']}{end}").unlink(missing_ok=True)
        return
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(table)} CASCADE")
        cursor.execute("DROP FUNCTION IF EXISTS governance_entry_refuse CASCADE")


def _sum(file: Path) -> str:
    with file.open("rb") as read:
        return hashlib.file_digest(read, "sha256").hexdigest()
