"""`python -m bench.desk_aside`: kill -9 of the worker, the mail server and the database while messages are moved aside and put back.

Each round three people have the same fraudulent message, one of them twice, beside an honest one. The siblings are looked for, moved aside and
put back; one part is killed at a random moment of one of the three. After each step the mailboxes are read: is every message there once,
where it belongs, with one note in its place? Writes docs/measured/desk-aside.md.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.dovecot import OTHERS, Dovecot, dovecot

from bench import tables
from bench.desk_kill import Database, database_of
from bench.live import Live, interrupted, live, token
from weerbaar.outside.server import NoService

if TYPE_CHECKING:
    from weerbaar.desk.accounts.models import Membership
    from weerbaar.desk.cases.models import Case

PEOPLE = 3
SPREAD_SECONDS = 0.6
PATIENCE_SECONDS = 240.0
MOST_TURNS = 6
"""How often a person asks again for what the report says could not be done in a mailbox."""
MESSAGE = (
    'From: "Els Van Hove" <els.vanhove@directie.example>\r\nTo: tom@bakkerijvanhove.example\r\nSubject: dringend en vertrouwelijk {name}\r\n'
    "Date: Tue, 03 Nov 2026 09:12:00 +0100\r\nMessage-ID: <{name}.{number}@directie.example>\r\n\r\n"
    "Tom, ik zit in vergadering en kan niet bellen. Log in op https://betaling.directie-portaal.example/{name} en betaal vandaag nog\r\n"
    "18.400 euro op rekening BE68 5390 0754 7034. Zeg het tegen niemand. Els\r\n"
)
HONEST = (
    "From: Molens De Kroon <facturen@molensdekroon.example>\r\nTo: tom@bakkerijvanhove.example\r\nSubject: levering donderdag\r\n"
    "Date: Tue, 03 Nov 2026 09:12:00 +0100\r\nMessage-ID: <{name}.honest@molensdekroon.example>\r\n\r\n"
    "Dag Tom, donderdag leveren wij de bloem tussen acht en negen uur. Groeten, Wim\r\n"
)


@dataclass
class Tally:
    """What came of it. `wrong` says which round and step, and what was found there."""

    rounds: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    steps: int = 0
    moved: int = 0
    restored: int = 0
    lost: int = 0
    double: int = 0
    notes_wrong: int = 0
    honest_touched: int = 0
    said: int = 0
    longest: float = 0.0
    wrong: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return not self.wrong

    def fault(self, what: str) -> None:
        """Write down what should not be."""
        self.wrong.append(f"round {self.rounds + 1} {what}")
        print(self.wrong[-1], file=sys.stderr, flush=True)


class Round:
    """One message in some mailboxes, and what should lie where."""

    def __init__(self, server: Dovecot, users: tuple[str, ...], tally: Tally) -> None:
        self.server, self.users, self.tally, self.name = server, users, tally, token()
        self.copies = dict.fromkeys(users, 1) | {users[0]: 2}
        for user in users:
            shutil.rmtree(server.folder(user=user), ignore_errors=True)
            server.deliver(HONEST.format(name=self.name).encode(), user)
            for number in range(self.copies[user]):
                server.deliver(self.message(f"{users.index(user)}{number}"), user)

    def message(self, number: str) -> bytes:
        return MESSAGE.format(name=self.name, number=number).encode()

    def look(self, step: str, aside: bool) -> None:
        """Compare every mailbox with what it should hold, and count what is wrong."""
        from weerbaar.desk.intake.aside import FOLDER

        for user in self.users:
            here, there = self.lying(user, "INBOX"), self.lying(user, FOLDER)
            ids = [f"{self.name}.{self.users.index(user)}{number}@directie.example" for number in range(self.copies[user])]
            places = {id: (here.count(id), there.count(id)) for id in ids}
            lost = sum(sum(count) == 0 for count in places.values())
            double = sum(sum(count) > 1 for count in places.values())
            misplaced = sum(count != ((0, 1) if aside else (1, 0)) for count in places.values()) - lost - double
            notes = sum(id.startswith("weerbaar.") for id in here)
            honest = here.count(f"{self.name}.honest@molensdekroon.example") == 1
            self.tally.lost += lost
            self.tally.double += double
            self.tally.notes_wrong += notes != (len(ids) if aside else 0)
            self.tally.honest_touched += not honest
            if lost or double or misplaced or not honest or notes != (len(ids) if aside else 0):
                self.tally.fault(f"{step}: {places}, notes {notes}, honest {honest}")

    def lying(self, user: str, folder: str) -> list[str]:
        """The Message-IDs in a folder. A lock that a killed Dovecot left is waited for, up to two minutes by its own rules."""
        end = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                with self.server.mailbox(user).open() as box:
                    if folder not in box.folders():
                        return []
                    box.select(folder, readonly=True)
                    return [one.message_id for one in box.stored(box.uids()) if "\\Deleted" not in one.flags]
            except NoService:
                if time.monotonic() > end:
                    raise
                time.sleep(1)


class Driver:
    """What people do, asked of the desk's own services in this process, which nobody kills; and what is killed meanwhile."""

    def __init__(self, desk: Live, server: Dovecot, database: Database | None, chance: random.Random) -> None:
        self.desk, self.server, self.database, self.chance = desk, server, database, chance
        self.targets = ["worker", "mail server"] + (["database"] if database else [])

    def connect(self, users: tuple[str, ...]) -> None:
        """A door to each mailbox; a decider."""
        from weerbaar.desk.accounts.models import Membership, Role
        from weerbaar.desk.accounts.people import admit
        from weerbaar.desk.intake import doors
        from weerbaar.desk.intake.details import Details
        from weerbaar.desk.intake.models import Use

        els = Membership.objects.select_related("user", "organisation").get(role=Role.ADMINISTRATOR)
        ines = admit("ines@bakkerijvanhove.example", "Ines")
        Membership.objects.create(user=ines, organisation=els.organisation, role=Role.DECIDER)
        for number, user in enumerate(users):
            box = self.server.mailbox(user)
            there = {"host": "127.0.0.1", "port": box.port, "user": box.user, "password": box.password, "trust": box.trust}
            doors.add(els, Use.CONNECTED, Details(address=f"collega{number}@bakkerijvanhove.example", **there))  # type: ignore[arg-type]

    def member(self) -> "Membership":
        from weerbaar.desk.accounts.models import Membership

        return Membership.objects.select_related("user", "organisation").get(user__email="ines@bakkerijvanhove.example")

    def bring(self, data: bytes) -> "Case":
        """A doubt that was answered."""
        from weerbaar.desk.cases.models import Case, State
        from weerbaar.desk.cases.receive import receive
        from weerbaar.model.item import Way

        member = self.member()
        case = receive(
            member.organisation, data, way=Way.FILE, name="bericht.eml", arrival=f"bench:{token()}", reporter=member.user
        )
        self.until(lambda: Case.objects.get(pk=case.pk).state in (State.ANSWERED, State.NEEDS_PERSON))
        return Case.objects.get(pk=case.pk)

    def kill(self, target: str) -> None:
        """kill -9, and start again, as whoever keeps services running does."""
        if target == "worker":
            self.desk.kill_and_start("worker")
        elif target == "mail server":
            self.server.kill()
            self.server.start()
        elif self.database is not None:
            self.database.kill()
            self.database.start()

    def until(self, holds: Callable[[], bool]) -> float:
        """Wait until something holds; seconds it took.

        Raises:
            TimeoutError: it did not happen.
        """
        from django.db import Error, connections

        begin = time.monotonic()
        while time.monotonic() - begin < PATIENCE_SECONDS:
            try:
                if holds():
                    return time.monotonic() - begin
            except Error:
                connections.close_all()
            time.sleep(0.1)
        raise TimeoutError


def _round(driver: Driver, users: tuple[str, ...], tally: Tally) -> None:
    from weerbaar.desk.intake import siblings
    from weerbaar.desk.intake.models import Quarantine

    this = Round(driver.server, users, tally)
    case = driver.bring(this.message("brought"))
    deadly, target = (
        driver.chance.choice(("found", "moved", "moved", "restored", "restored")),
        driver.chance.choice(driver.targets),
    )
    one: Quarantine | None = None
    for state in ("found", "moved", "restored"):
        for turn in range(MOST_TURNS):
            if one is None or state == "found":
                one = siblings.find(case, driver.member())
            else:
                one = (siblings.quarantine if state == "moved" else siblings.restore)(one, driver.member())
            if state == deadly and turn == 0:
                time.sleep(driver.chance.uniform(0, SPREAD_SECONDS))
                driver.kill(target)
                tally.kills[target] += 1
            try:
                took = driver.until(partial(_is, one.pk, state))
            except TimeoutError:
                tally.fault(f"not {state} after {PATIENCE_SECONDS:.0f} s: {_work(one.pk)}")
                return
            one = Quarantine.objects.get(pk=one.pk)
            tally.longest, tally.steps = max(tally.longest, took), tally.steps + 1
            if not any(row.trouble or row.failed for row in siblings.report(one)):
                break
            tally.said += 1
        messages = sum(this.copies.values())
        tally.moved += messages * (state == "moved")
        tally.restored += messages * (state == "restored")
        this.look(state, state == "moved")


def _is(quarantine: int, state: str) -> bool:
    from weerbaar.desk.intake.models import Quarantine

    return bool(Quarantine.objects.get(pk=quarantine).state == state)


def _work(quarantine: int) -> str:
    """How the work of a quarantine stands, mailbox by mailbox."""
    from weerbaar.desk.jobs import client

    told = client().list_workflows(workflow_id_prefix=f"siblings-{quarantine}-")
    return ", ".join(f"{one.workflow_id} {one.status} by {one.executor_id}, {one.recovery_attempts} recoveries" for one in told)


def run(rounds: int, engine: str, seed: int) -> Tally:
    """So many rounds on "sqlite" or "postgresql"."""
    tally, users = Tally(), OTHERS[:PEOPLE]
    with ExitStack() as stack:
        database = stack.enter_context(database_of(engine))
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="weerbaar-aside-"))
        server = stack.enter_context(dovecot())
        desk = stack.enter_context(live(Path(folder, "desk"), database.url if database else ""))
        os.environ.update({name: value for name, value in desk.environment.items() if name.startswith("WEERBAAR_")})
        from weerbaar.desk import setup

        setup.configure()
        driver = Driver(desk, server, database, random.Random(seed))
        driver.connect(users)
        for number in range(rounds):
            _round(driver, users, tally)
            tally.rounds = number + 1
            if tally.rounds % 10 == 0:
                print(f"{engine}: {tally.rounds} rounds, {len(tally.wrong)} wrong", file=sys.stderr, flush=True)
    return tally


def page(tallies: dict[str, Tally], seed: int) -> str:
    """The table of docs/measured/desk-aside.md."""
    rows = [
        (
            engine, t.rounds, ", ".join(f"{name} {n}" for name, n in sorted(t.kills.items())), t.moved, t.restored, t.lost, t.double,
            t.notes_wrong, t.honest_touched, t.said, f"{t.longest:.0f}",
        )
        for engine, t in tallies.items()
    ]  # fmt: skip
    head = (
        "engine", "rounds", "kill -9", "moved aside", "put back", "lost", "there twice", "notes wrong", "honest message touched",
        "steps that a report said to do again", "longest step, seconds",
    )  # fmt: skip
    wrong = [f"- {engine}: {line}" for engine, t in tallies.items() for line in t.wrong]
    return (
        "# Quarantine, killed at random moments\n\n"
        f"Printed by `python -m bench.desk_aside --seed {seed}` on {datetime.now(UTC):%Y-%m-%d}, Python {sys.version.split()[0]}, {os.cpu_count()} cores, "
        f"a real Dovecot. Each round {PEOPLE + 1} copies of a message in {PEOPLE} mailboxes are looked for, moved aside and put back, and one part is "
        "killed with its children at a random moment of one of these; the mailboxes are read after each.\n\n"
        + tables.table(head, rows)
        + ("\n" + "\n".join(wrong) + "\n" if wrong else "")
    )


def main() -> int:
    """Run, print, write; 1 when anything was lost or done twice."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    arguments.add_argument("--rounds", type=int, default=200)
    arguments.add_argument("--engine", choices=("sqlite", "postgresql", "both"), default="both")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--json", action="store_true", help=argparse.SUPPRESS)
    chosen = arguments.parse_args()
    signal.signal(signal.SIGTERM, interrupted)
    if chosen.json:
        print(json.dumps(vars(run(chosen.rounds, chosen.engine, chosen.seed))))
        return 0
    engines = ("sqlite", "postgresql") if chosen.engine == "both" else (chosen.engine,)
    tallies = {engine: _apart(chosen.rounds, engine, chosen.seed) for engine in engines}
    tables.write("desk-aside.md", page(tallies, chosen.seed))
    return 0 if all(tally.good for tally in tallies.values()) else 1


def _apart(rounds: int, engine: str, seed: int) -> Tally:
    """A run in a process of its own: Django knows one database for the life of a process."""
    words = ("-m", "bench.desk_aside", "--json", "--rounds", str(rounds), "--engine", engine, "--seed", str(seed))
    told = json.loads(subprocess.run([sys.executable, *words], stdout=subprocess.PIPE, check=True).stdout)
    return Tally(**(told | {"kills": Counter(told["kills"])}))


if __name__ == "__main__":
    sys.exit(main())
