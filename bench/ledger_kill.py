"""kill -9 while payments are released: real processes that watch a folder, and a bank's program that takes whatever is released.

The watcher is killed in each round and started again: a third of the times at any moment, the others while a release is under way. Files
are put in its folder all the time, each with payments that may go and one that may not; a file comes back as it was now and then. When
all is quiet: every payment that may go went exactly once, in a whole file, and no other.
"""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench.ledger_histories import World, world

WATCH = """
import sys, threading
from weerbaar.desk import setup
setup.configure()
from weerbaar.desk.payments import folders
folders.LOOK_SECONDS = 0.05
print("watching", flush=True)
folders.watch(threading.Event())
"""
FILES_A_ROUND = 3
AIM_SECONDS = 10.0
NUMBER = 999_000
FOLDER = "WEERBAAR_DESK_PAYMENTS_FOLDER"


@dataclass
class Killed:
    """What came of it. `between` counts the states in which a killed process left releases."""

    rounds: int = 0
    files: int = 0
    due: int = 0
    once: int = 0
    twice: int = 0
    missing: int = 0
    halves: int = 0
    wrong: int = 0
    between: Counter[str] = field(default_factory=Counter)

    @property
    def good(self) -> bool:
        return not (self.twice or self.missing or self.halves or self.wrong)


def rounds(home: Path, count: int, seed: int = 1) -> Killed:
    """Kill so many times in the desk of this folder, which is configured in this process."""
    from django.db import connections
    from django.test import override_settings

    from weerbaar.desk.payments import folders
    from weerbaar.desk.payments.models import Release, Run
    from weerbaar.desk.settings import load

    done, chance = Killed(), random.Random(seed)
    money = home / "money"
    w = world(NUMBER)
    with override_settings(WEERBAAR_DESK=load({FOLDER: str(money)})):
        folders.switch(w.members["els"], True)
        root = money / w.organisation.slug / "payments"
        bank = home / "bank"
        bank.mkdir()
        ended = threading.Event()
        taking = threading.Thread(target=_take, args=(root / "released", bank, ended))
        taking.start()
        child = _start(home, money)
        try:
            for round in range(count):
                _put(w, root / "in", done, chance, round)
                _wait(round, root, w, chance)
                os.kill(child.pid, signal.SIGKILL)
                child.wait()
                connections.close_all()
                states = Release.objects.filter(organisation=w.organisation).values_list("state", flat=True)
                done.between.update(state for state in states if state in (Release.State.WRITING, Release.State.PLACING))
                child = _start(home, money)
                done.rounds += 1
            _quiet(root, lambda: Release.objects.filter(organisation=w.organisation).exclude(state="placed").exists())
        finally:
            child.kill()
            child.wait()
            ended.set()
            taking.join()
        _count(w, bank, done, Run.objects.filter(organisation=w.organisation).count())
    return done


def _wait(round: int, root: Path, w: World, chance: random.Random) -> None:
    """The moment to kill: any, or right after a release was decided, or right after its part was begun."""
    from weerbaar.desk.payments.models import Release
    from weerbaar.desk.payments.place import PARTS

    if round % 3 == 0:
        time.sleep(chance.uniform(0.05, 1.0))
        return
    under_way = Release.objects.filter(organisation=w.organisation, state__in=(Release.State.WRITING, Release.State.PLACING))
    end = time.monotonic() + AIM_SECONDS
    while time.monotonic() < end:
        if under_way.exists() if round % 3 == 1 else any((root / "released" / PARTS).iterdir()):
            break
        time.sleep(0.001)
    time.sleep(chance.uniform(0.0, 0.01))


def _count(w: World, bank: Path, done: Killed, runs: int) -> None:
    """Read what the bank got."""
    from weerbaar.desk.payments.models import Release
    from weerbaar.ledger.read.pain import order_of
    from weerbaar.ledger.read.refused import Refused

    paid: Counter[str] = Counter()
    decided = {one.data for one in Release.objects.filter(organisation=w.organisation).select_related("organisation")}
    for file in bank.glob("*.xml"):
        data = file.read_bytes()
        try:
            order = order_of(data)
        except Refused:
            done.halves += 1
            continue
        done.halves += data not in decided
        for line in order.lines:
            paid[line.end_to_end] += 1
            done.wrong += line.claim.iban not in w.truth
    due = {f"O-{w.number}-{number}-{place}" for number in range(1, done.files + 1) for place in range(2)}
    done.due = len(due)
    done.once = sum(paid[one] == 1 for one in due)
    done.twice = sum(times > 1 for times in paid.values())
    done.missing = sum(paid[one] == 0 for one in due)
    done.wrong += len(set(paid) - due) + (runs != done.files)


def _put(w: World, folder: Path, done: Killed, chance: random.Random, round: int) -> None:
    """New files, and now and then one that was there before."""
    for _ in range(FILES_A_ROUND):
        done.files += 1
        data = w.file(*w.others(str(done.files)), w.due(str(done.files), iban=w.account(8)))
        _whole(folder / f"r{round}-{done.files}.xml", data)
        if chance.random() < 0.2:
            _whole(folder / f"again-{done.files}.xml", data)


def _whole(file: Path, data: bytes) -> None:
    part = file.with_name(f".{file.name}")
    part.write_bytes(data)
    part.replace(file)


def _take(released: Path, bank: Path, ended: threading.Event) -> None:
    """The bank's program: it takes files away as soon as it sees them, and keeps what it got under names of its own."""
    number = 0
    while not ended.wait(0.02) or any(released.glob("*.xml")):
        for file in released.glob("*.xml"):
            number += 1
            file.replace(bank / f"{number}-{file.name}")


def _start(home: Path, money: Path) -> "subprocess.Popen[bytes]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("WEERBAAR_", "DJANGO_"))}
    own = {"WEERBAAR_HOME": str(home), FOLDER: str(money)}
    child = subprocess.Popen([sys.executable, "-c", WATCH], env=kept | own, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert child.stdout is not None
    with child.stdout as said:
        if said.readline() != b"watching\n":
            raise RuntimeError("the watcher did not start")
    return child


def _quiet(root: Path, busy: Callable[[], bool], seconds: float = 120.0) -> None:
    end = time.monotonic() + seconds
    while any((root / "in").glob("*.xml")) or busy():
        if time.monotonic() > end:
            raise RuntimeError("the watcher did not come to an end")
        time.sleep(0.1)
