"""Mail in -> answer mail out, and first report -> siblings in quarantine, with a real Dovecot, a real aiosmtpd and a worker of its own.

    python -m bench.desk_mail --seconds 600 --burst 100 --mailboxes 20     # writes docs/measured/desk_mail.md

Mails are written into the maildir as a mail server does; the time counts until the answer is taken by the server that sends.
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from typing import Any

HOME = Path(tempfile.mkdtemp(prefix="weerbaar-bench-"))
os.environ |= {"WEERBAAR_HOME": str(HOME), "DJANGO_SETTINGS_MODULE": "weerbaar.desk.configuration"}
REPORT = Path("docs/measured/desk_mail.md")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seconds", type=int, default=600)
    asked.add_argument("--burst", type=int, default=100)
    asked.add_argument("--mailboxes", type=int, default=20)
    chosen = asked.parse_args()
    from weerbaar.desk import setup

    setup.configure(HOME)
    setup.migrate()
    from tests.desk.cast import Desk, people
    from tests.desk.post import posting
    from tests.dovecot import dovecot

    from weerbaar.desk.intake.models import Use

    people()
    try:
        with dovecot() as server, posting(Desk(HOME), server) as office:
            office.door(Use.DESK)
            office.door(Use.OUTGOING)
            with Working():
                _bring(office, 3, 1.0)  # everything has started
                steady = _bring(office, chosen.seconds, 1.0)
                burst = _bring(office, chosen.burst, 0.0)
                quarantine = _siblings(office, chosen.mailboxes)
    finally:
        shutil.rmtree(HOME, ignore_errors=True)
    _write(chosen, steady, burst, quarantine)


class Working:
    """A worker in a process of its own, as `weerbaar desk` starts it."""

    def __enter__(self) -> None:
        self._process = subprocess.Popen([sys.executable, "-m", "weerbaar.cli", "worker"], stderr=subprocess.DEVNULL)

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(40)


def _bring(office: Any, how_many: int, pause: float) -> list[float]:
    """Seconds from mail in to answer out, for so many mails; each is another message."""
    from tests.desk.cast import FRAUD
    from tests.desk.post import forwarding

    begun: dict[str, float] = {}
    took: dict[str, float] = {}
    all_there = threading.Event()

    def on_mail(_: str, answer: Any) -> None:
        parent = str(answer["In-Reply-To"]).strip()
        if parent in begun and parent not in took:
            took[parent] = time.monotonic() - begun[parent]
            if len(took) == how_many:
                all_there.set()

    office.sink.on_mail = on_mail
    for number in range(how_many):
        mail = forwarding(FRAUD.replace(b"18.400", b"%d.%03d" % (number % 90 + 10, time.monotonic_ns() % 1000)))
        begun[str(mail["Message-ID"]).strip()] = time.monotonic()
        office.bring(mail, proven="nadia@bakkerijvanhove.example")
        if pause:
            time.sleep(max(0.0, min(begun.values()) + (number + 1) * pause - time.monotonic()))
    all_there.wait(300)
    return sorted(took.values())


def _siblings(office: Any, mailboxes: int) -> dict[str, float]:
    """Seconds from the report of a message to its siblings in quarantine, by part."""
    from tests.desk.cast import FRAUD, HONEST
    from tests.desk.post import forwarding
    from tests.dovecot import OTHERS

    from weerbaar.desk.cases.models import Case
    from weerbaar.desk.intake import siblings
    from weerbaar.desk.intake.models import Quarantine, Use

    link = FRAUD.replace(b"Betaal vandaag", b"Log in op https://betaling.directie-portaal.example/x en betaal vandaag")
    for number, user in enumerate(OTHERS[:mailboxes]):
        office.door(Use.CONNECTED, user, address=f"collega{number}@bakkerijvanhove.example")
        for other in range(30):
            office.server.deliver(HONEST.replace(b"<2@", b"<%d@" % other), user)
        office.server.deliver(link.replace(b"<1@", b"<%d@" % (100 + number)), user)
    start = time.monotonic()
    before = Case.objects.count()
    office.bring(forwarding(link), proven="nadia@bakkerijvanhove.example")
    _until(lambda: Case.objects.count() > before and Case.objects.latest("pk").band != "")
    looked = time.monotonic()
    one = siblings.find(Case.objects.latest("pk"), office.desk.member("ines"))
    _until(lambda: Quarantine.objects.get(pk=one.pk).state == "found")
    found = time.monotonic()
    siblings.quarantine(Quarantine.objects.get(pk=one.pk), office.desk.member("ines"))
    _until(lambda: Quarantine.objects.get(pk=one.pk).state == "moved")
    moved = time.monotonic()
    aside = sum(row.aside for row in siblings.report(Quarantine.objects.get(pk=one.pk)))
    return {"looked": looked - start, "found": found - looked, "moved": moved - found, "all": moved - start, "messages": aside}


def _until(holds: Any) -> None:
    end = time.monotonic() + 300
    while not holds():
        if time.monotonic() > end:
            raise SystemExit("it did not happen in time")
        time.sleep(0.05)


def _row(name: str, asked: int, took: list[float]) -> str:
    cuts = quantiles(took, n=100, method="inclusive") if len(took) > 1 else took * 99
    return f"| {name} | {asked} | {len(took)} | {cuts[49]:.1f} s | {cuts[94]:.1f} s | {max(took):.1f} s |"


def _write(chosen: argparse.Namespace, steady: list[float], burst: list[float], siblings: dict[str, float]) -> None:
    load = os.getloadavg()[1]
    lines = [
        "# Mail in, answer out", "",
        f"Measured {datetime.now(UTC):%Y-%m-%d} by `python -m bench.desk_mail --seconds {chosen.seconds} --burst {chosen.burst} "
        f"--mailboxes {chosen.mailboxes}` on {os.cpu_count()} cores ({platform.machine()}, load {load:.1f} with other work beside it), SQLite, "
        "one worker, Dovecot and the receiving server on the same machine. Every mail forwards another message as an attachment.", "",
        "| what | mails | answered | p50 | p95 | longest |", "| --- | --- | --- | --- | --- | --- |",
        _row(f"one a second, {chosen.seconds} s", chosen.seconds, steady),
        _row("all at once", chosen.burst, burst), "",
        f"Siblings over {chosen.mailboxes} mailboxes of 31 messages, from the report of the first to the last in quarantine "
        "(a person who decides at once in between):", "",
        "| looked at | found | moved aside, with notes | in all | messages |", "| --- | --- | --- | --- | --- |",
        f"| {siblings['looked']:.1f} s | {siblings['found']:.1f} s | {siblings['moved']:.1f} s | {siblings['all']:.1f} s | {siblings['messages']:.0f} |",
        "",
    ]  # fmt: skip
    REPORT.write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
