"""A desk of its own for each test: real SQLite, real commits, a fresh folder copied from one that was migrated once.

The cast stands in tests/desk/cast.py. A test that needs work to be done uses `desk.working()`.
"""

import fcntl
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

# Before Django reads its settings: never the folder of whoever runs the tests.
TEMPLATE = Path(tempfile.mkdtemp(prefix="weerbaar-desk-"))
for name in [name for name in os.environ if name.startswith("WEERBAAR_") and name not in ("WEERBAAR_DATA",)]:
    del os.environ[name]
os.environ["WEERBAAR_HOME"] = str(TEMPLATE)
os.environ["DJANGO_SETTINGS_MODULE"] = "weerbaar.desk.configuration"

from weerbaar.desk import setup  # noqa: E402

setup.configure(TEMPLATE)

from django.conf import settings as configured  # noqa: E402
from django.db import connections as connected  # noqa: E402

# Django is already set up in a worker of xdist, for the folder of the process that started it.
configured.WEERBAAR_HOME = TEMPLATE
connected.databases["default"]["NAME"] = TEMPLATE / "database.sqlite3"

from tests.desk.browser import chromium, site  # noqa: E402
from tests.desk.cast import Desk, people  # noqa: E402

__all__ = ("chromium", "site")


def pytest_sessionfinish() -> None:
    shutil.rmtree(TEMPLATE, ignore_errors=True)


@pytest.fixture(scope="session")
def template(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of a desk with every table, the cast and nothing else; made by the first of several processes, copied by the others."""
    from weerbaar.desk.keys import ring

    if worker_id == "master":
        _make(django_db_blocker)
        return TEMPLATE
    shared = tmp_path_factory.getbasetemp().parent / "desk"
    with shared.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not shared.exists():
            _make(django_db_blocker)
            shutil.copytree(TEMPLATE, shared)
    shutil.copytree(shared, TEMPLATE, dirs_exist_ok=True)
    ring.cache_clear()
    return TEMPLATE


def _make(django_db_blocker: Any) -> None:
    from django.db import connections

    with django_db_blocker.unblock():
        setup.migrate()
        people()
        connections.close_all()
    for file in TEMPLATE.glob("*.sqlite3"):
        with sqlite3.connect(file) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.close()


@pytest.fixture
def desk(template: Path, tmp_path: Path, settings: Any, django_db_blocker: Any) -> Iterator[Desk]:
    """A desk with the cast, in a folder of its own."""
    from django.db import connections

    home = tmp_path / "desk"
    shutil.copytree(template, home)
    before = connections.databases["default"]["NAME"]
    settings.WEERBAAR_HOME = home
    with django_db_blocker.unblock():
        _move(home / "database.sqlite3")
        try:
            yield Desk(home)
        finally:
            _move(before)


def _move(database: Path) -> None:
    """Every connection and every cache of this process to another database."""
    from django.contrib.contenttypes.models import ContentType
    from django.db import connections

    from weerbaar.desk import jobs
    from weerbaar.desk.keys import ring

    if jobs.client.cache_info().currsize:
        jobs.client().destroy()
    jobs.client.cache_clear()
    ring.cache_clear()
    ContentType.objects.clear_cache()
    connections.close_all()
    connections.databases["default"]["NAME"] = database
