"""`make bench-speed`: CPU milliseconds and memory per mail, and how long a person waits for one answer. Writes docs/measured/speed.md.

python -m bench.speed --also PYTHON ...     # the whole look with another interpreter too, in whose environment weerbaar is installed
"""

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from training.data import Message, messages

from bench import tables
from bench.anchors import rspamd_cost
from weerbaar.detect.declaration import detect
from weerbaar.learned.models import MODELS, read
from weerbaar.look import look
from weerbaar.model.item import Item
from weerbaar.model.organisation import NOBODY
from weerbaar.settings import Settings
from weerbaar.unpack.guard import settle
from weerbaar.unpack.unpack import begin, finish

T = TypeVar("T")

MOST = 600
SETTINGS = Settings(ocr=False)


def chosen(size: int) -> list[Message]:
    """Mail with real bodies whose mean size is near `size` bytes: the largest honeypot and parcel mails, thinned."""
    mails = [m for m in messages() if m.source in ("phishing_pot", "ha_parcel_mail") and len(m.data) < 200_000]
    mails.sort(key=lambda m: m.id)
    mean = statistics.mean(len(m.data) for m in mails)
    if mean < size:
        mails = [m for m in mails if len(m.data) > size * 0.12]
    return mails[:: max(1, len(mails) // MOST)]


def first_seen(mails: Sequence[Message]) -> tuple[list[Item], list[float]]:
    """Every second mail, and the CPU milliseconds of a look at it when it is first seen; the others warmed up before."""
    items = [Item(f"{m.id}.eml", m.data) for m in mails]
    for item in items[::2]:
        look(item, settings=SETTINGS)
    items = items[1::2]
    settle()  # as the workers of the command line do
    return items, costs(lambda item: look(item, settings=SETTINGS), items)


def elsewhere(python: str) -> list[object]:
    """The row of a whole look with another interpreter."""
    ran = subprocess.run([python, "-m", "bench.speed", "--whole"], capture_output=True, text=True, check=True)
    told = json.loads(ran.stdout)
    return row(f"whole look, {told['python']}", told["milliseconds"])


def milliseconds(mails: Sequence[Message]) -> list[list[object]]:
    """CPU milliseconds per mail in a running batch, by step."""
    items, whole = first_seen(mails)
    unpacked = costs(lambda item: begin(item, SETTINGS), items)
    opened = [begin(item, SETTINGS) for item in items]
    parts = [opening.parts() for opening in opened]
    pictured = [opening for opening in opened if opening.waiting]
    return [
        row("unpack, pictures and pages left waiting", unpacked),
        row("detectors", costs(lambda one: list(detect(one, NOBODY)), parts)),
        row("words model", costs(lambda one: list(read(MODELS[0], one)), parts)),
        row("**whole look**", whole),
        row(
            f"codes in pictures and pages of the {len(pictured)} mails that have them, where the look needs them",
            costs(finish, pictured),
        ),
    ]


def costs(step: Callable[[T], object], inputs: Sequence[T]) -> list[float]:
    """CPU milliseconds of a step for each input."""
    found = []
    for one in inputs:
        start = time.process_time()
        step(one)
        found.append(1000 * (time.process_time() - start))
    return found


def row(name: str, found: Sequence[float]) -> list[object]:
    """A row of the table: mean and 95th percentile."""
    return [name, f"{statistics.mean(found):.2f}", f"{sorted(found)[int(len(found) * 0.95)]:.2f}"]


def cold(arguments: Sequence[str], runs: int = 7) -> list[object]:
    """Wall-clock seconds of the command line from a cold start: median and worst."""
    command = [str(Path(sys.executable).with_name("weerbaar")), *arguments]
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run(command, capture_output=True, check=False)
        times.append(time.perf_counter() - start)
    return [
        f"weerbaar {' '.join(Path(a).name if os.path.sep in a else a for a in arguments)}",
        f"{statistics.median(times):.2f}",
        f"{max(times):.2f}",
    ]


def interpreter() -> str:
    """Its version and how it was built: an ordinary `configure` leaves out optimisations that distributions make."""
    given = str(sysconfig.get_config_var("CONFIG_ARGS"))
    plain = "--enable-optimizations" not in given and "/usr'" not in given
    return f"Python {platform.python_version()}{', built without --enable-optimizations' if plain else ''}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.speed", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--also", nargs="*", default=[], metavar="PYTHON", help="another interpreter to compare with")
    parser.add_argument("--whole", action="store_true", help="print the whole look's milliseconds as JSON and stop")
    options = parser.parse_args()
    mails = chosen(30_000)
    if options.whole:
        print(json.dumps({"python": interpreter(), "milliseconds": first_seen(mails)[1]}))
        return 0
    mean = statistics.mean(len(m.data) for m in mails) / 1000
    rows = milliseconds(mails)
    rows += [elsewhere(python) for python in options.also]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with tempfile.TemporaryDirectory() as folder:
        one = Path(folder) / "mail.eml"
        one.write_bytes(mails[0].data)
        starts = [cold(["--version"]), cold(["--help"]), cold(["check", str(one)])]
    cores = os.cpu_count()
    theirs = rspamd_cost([m.data for m in (*mails[::2], *mails[1::2])])
    if theirs is not None:
        rows.append(["rspamd's scanner on the same mails, beside it on this machine", f"{theirs:.2f}", ""])
    text = "\n".join([
        "# Speed and memory\n",
        f"Printed by `make bench-speed` on {datetime.now(UTC).date().isoformat()}, {interpreter()}, {cores} cores, one process, "
        f"text recognition off; {len(mails)} mails of {mean:.1f} kB on average (honeypot and parcel mail), every second one to warm up, the "
        "others timed when first seen.\n",
        tables.table(["step", "CPU ms a mail, mean", "95th percentile"], rows),
        f"Largest resident memory of that process, all mails held in memory: {memory:.0f} MiB.\n",
        tables.table(["from a cold start", "seconds, median", "worst of 7"], starts),
    ])  # fmt: skip
    tables.write("speed.md", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
