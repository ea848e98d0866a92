"""How the desk is: whether it can take in, keep and answer. Words of ours and counts, nothing of anybody.

More checks are functions named in WEERBAAR_CHECKS (name -> path); each returns a `Check`.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.module_loading import import_string

from weerbaar.desk.accounts.models import Organisation
from weerbaar.desk.governance.models import Entry
from weerbaar.desk.keys import ring
from weerbaar.desk.trail import stamp
from weerbaar.desk.vault import Locked
from weerbaar.desk.work.models import Lease, Worker

SILENT = timedelta(seconds=30)
OFF = timedelta(minutes=5)
MADE = datetime(2026, 11, 1, tzinfo=UTC)
"""No clock of a machine that runs this release can rightly show an earlier time."""
MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: fine or not, a word of ours why, and counts. Not `serves`: the desk does its work without it, so that
    it is told and counted, and no reason to take the desk out of service."""

    ok: bool
    why: str = ""
    facts: dict[str, int | float | str] = field(default_factory=dict)
    serves: bool = True


def checks() -> dict[str, Check]:
    """Everything that has to be right for the desk to do its work."""
    looked: dict[str, Callable[[], Check]] = {
        "database": database, "disk": disk, "clock": clock, "keys": keys, "worker": worker, "watchers": watchers,
    }  # fmt: skip
    looked |= {name: import_string(path) for name, path in getattr(settings, "WEERBAAR_CHECKS", {}).items()}
    return {name: _guarded(check) for name, check in looked.items()}


def database() -> Check:
    """It answers, and its tables are those of this release."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return Check(waiting == 0, "tables of an older release" if waiting else "", {"migrations_waiting": waiting})


def disk() -> Check:
    """There is room for what will be brought, where the desk keeps its files."""
    free = shutil.disk_usage(Path(settings.WEERBAAR_HOME)).free // MB
    least = settings.WEERBAAR_DESK.disk_reserve_mb
    return Check(free >= least, "" if free >= least else "nearly full", {"free_mb": free, "reserve_mb": least})


def clock() -> Check:
    """This machine and its database agree on the time, and time did not go back: the trail is not written in the future."""
    now = timezone.now()
    last = Entry.objects.order_by("-pk").values_list("at", flat=True).first() or ""
    if now < MADE or last > stamp(now + OFF):
        return Check(False, "it went back")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXTRACT(EPOCH FROM clock_timestamp())")
            off = abs(float(cursor.fetchone()[0]) - now.timestamp())
        if off > OFF.total_seconds():
            return Check(False, "not that of the database", {"seconds": round(off)})
    return Check(True)


def keys() -> Check:
    """The master key is here, and it is the one that wrapped the organisations' keys."""
    if not ring().keys:
        return Check(False, "no master key")
    try:
        for organisation in Organisation.objects.only("ref", "key"):
            ring().unwrap(bytes(organisation.key), organisation.owner)
    except Locked:
        return Check(False, "another master key")
    return Check(True)


def worker() -> Check:
    """A worker was heard of a moment ago, by the clock of the database."""
    here = Worker.objects.filter(seen_at__gte=Now() - SILENT).count()
    return Check(
        here > 0, "" if here else "no worker: what is brought is kept and waits for one (weerbaar worker)", {"workers": here}
    )


def watchers() -> Check:
    """Everything that is to be watched (mailboxes, receivers) has somebody who watches it."""
    wanted = set(settings.WEERBAAR_WATCHERS)
    watched = set(Lease.objects.filter(name__in=wanted, until__gte=Now()).values_list("name", flat=True))
    missing = sorted(wanted - watched)
    return Check(
        not missing, f"nobody watches {', '.join(missing)}" if missing else "", {"watched": len(watched), "wanted": len(wanted)}
    )


def _guarded(check: Callable[[], Check]) -> Check:
    try:
        return check()
    except (DatabaseError, OSError) as trouble:
        return Check(False, type(trouble).__name__)
