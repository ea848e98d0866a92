"""`python -m bench.desk_load`: a doubt a second for a while, then many at once, on a live desk; seconds from doubt in to answer.

Mail in means: the receiver said yes; answer out: the server that sends took the reply. Over HTTP: from the request to the answer that is kept
for its page. Beside it: what an idle desk takes. Writes docs/measured/desk-load.md.
"""

import argparse
import email
import os
import platform
import signal
import statistics
import sys
import tempfile
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from bench import tables
from bench.live import Live, at_once, interrupted, live, token

IDLE_SECONDS = 75
MOST_TRIES = 60
AGAIN_SECONDS = 0.5


def sustained(desk: Live, seconds: int) -> dict[str, float]:
    """A doubt a second, in turn by mail and over HTTP; when each was brought."""
    brought: dict[str, float] = {}
    jobs = []
    begin = time.monotonic()
    for number in range(seconds):
        time.sleep(max(0.0, begin + number - time.monotonic()))
        job = threading.Thread(target=_bring, args=(desk, number, brought))
        job.start()
        jobs.append(job)
    for job in jobs:
        job.join()
    return brought


def burst(desk: Live, many: int) -> dict[str, float]:
    """So many at once, by twenty at a time."""
    brought: dict[str, float] = {}
    for start in range(0, many, 20):
        at_once(
            [threading.Thread(target=_bring, args=(desk, number, brought)) for number in range(start, min(start + 20, many))]
        )
    return brought


def _bring(desk: Live, number: int, brought: dict[str, float]) -> None:
    """Until it is acknowledged, as a mail server or program does that is told to come back; the time runs from the first try."""
    name, began = token(), time.time()
    for _ in range(MOST_TRIES):
        if (desk.mail if number % 2 else desk.bring)(name, number):
            brought[f"{'mail' if number % 2 else 'http'} {name}"] = began
            return
        time.sleep(AGAIN_SECONDS)


def waits(desk: Live, brought: dict[str, float]) -> dict[str, list[float]]:
    """Way -> seconds from doubt to answer, for those that were answered."""
    mailed = {
        str(email.message_from_bytes(data)["In-Reply-To"]).strip("<> ").partition("@")[0]: at for at, data in desk.sink.taken
    }
    answered = {}
    for case in desk.stand()["cases"]:
        name = case["text"].partition("Kenmerk ")[2][:17]
        if case["answered"]:
            answered[name] = case["answered"]
    found: dict[str, list[float]] = {"mail": [], "http": []}
    for key, began in brought.items():
        way, _, name = key.partition(" ")
        end = (mailed if way == "mail" else answered).get(name)
        if end is not None:
            found[way].append(end - began)
    return found


def _row(what: str, brought: dict[str, float], found: list[float]) -> list[object]:
    if len(found) < 2:
        return [what, len(brought), len(found), "", "", ""]
    cut = statistics.quantiles(found, n=20, method="inclusive")
    return [what, len(brought), len(found), f"{statistics.median(found):.2f}", f"{cut[18]:.2f}", f"{max(found):.2f}"]


def main() -> int:
    """Run, print, write; 1 when a doubt was not answered."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    arguments.add_argument("--seconds", type=int, default=600)
    arguments.add_argument("--burst", type=int, default=100)
    arguments.add_argument("--no-idle", action="store_true", help="leave out what an idle desk takes, which waits a minute")
    chosen = arguments.parse_args()
    signal.signal(signal.SIGTERM, interrupted)
    rows, idle, good = [], {}, True
    with tempfile.TemporaryDirectory(prefix="weerbaar-load-") as folder, live(Path(folder, "desk")) as desk:
        load_before = os.getloadavg()[0]
        _bring(desk, 1, {})
        desk.settle()
        for name, brought in (
            ("a doubt a second", sustained(desk, chosen.seconds)),
            (f"{chosen.burst} at once", burst(desk, chosen.burst)),
        ):
            desk.settle()
            found = waits(desk, brought)
            for way, told in (("by mail", "mail"), ("over HTTP", "http")):
                mine = {key: at for key, at in brought.items() if key.startswith(told)}
                rows.append(_row(f"{name}, {way}", mine, found[told]))
                good &= len(found[told]) == len(mine)
        if not chosen.no_idle:
            with suppress(KeyboardInterrupt):
                time.sleep(IDLE_SECONDS)
            idle = desk.resident()
    head = ("what", "acknowledged", "answered", "seconds, median", "95th percentile", "longest")
    text = (
        "# Load\n\n"
        f"Printed by `python -m bench.desk_load --seconds {chosen.seconds} --burst {chosen.burst}` on {datetime.now(UTC):%Y-%m-%d}, "
        f"Python {platform.python_version()}, {os.cpu_count()} cores, SQLite, short mails, text recognition off. Load average of the machine before it "
        f"began: {load_before:.1f} (0 is a machine that does nothing else).\n\n" + tables.table(head, rows)
    )
    if idle:
        text += "\nAn idle desk, a minute after the last doubt, MB resident (proportional share):\n\n"
        text += tables.table(
            ("process", "MB"), [*((name, f"{mb:.0f}") for name, mb in idle.items()), ("together", f"{sum(idle.values()):.0f}")]
        )
    tables.write("desk-load.md", text)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
