"""`make bench-credentials`: the public test files of Content Credentials, judged. Writes docs/measured/credentials.md.

What is expected comes from the files' makers: a name says what was spoiled (E- an error put in, X changed after signing), the table beside
them what the reference library says of the signer. Sockets are counted by the kernel's own trace of a process that reads them all.
"""

import csv
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from training.data import folder

from bench import tables
from weerbaar.model.part import Credentials, Standing
from weerbaar.settings import DEFAULT, Settings
from weerbaar.unpack.credentials import credentials_in
from weerbaar.unpack.reader import Blob

FILES = (folder() or Path()) / "c2pa"


def expected(row: dict[str, str]) -> str:
    """What the makers of a test file say of it."""
    state = row["state_test_trust"]
    if state == "NO_MANIFEST" or "NotSupported" in state:
        return "none"
    if state.startswith("EXC"):
        return Standing.UNKNOWN
    name = row["file"].rpartition("__")[2].removeprefix("adobe-20220124-")
    codes = f"{row['active_failures']}|{row['ingredient_failures']}".split("|")
    mismatch = any(code.endswith(".mismatch") and code.startswith(("assertion.", "claim")) for code in codes)
    if name.startswith("X") or "E-" in name or mismatch:
        return Standing.CHANGED
    return Standing.TRUSTED if state == "Trusted" else Standing.SIGNER


def found(data: bytes, settings: Settings) -> str:
    """What we say of it."""
    return next(
        (one.standing for one in credentials_in(Blob("item", data), "item", settings) if isinstance(one, Credentials)), "none"
    )


def read_all(settings: Settings) -> tuple[Counter[tuple[str, str]], list[float]]:
    """How often each (expected, found), and the milliseconds a file took."""
    with (FILES / "manifest.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    seen: Counter[tuple[str, str]] = Counter()
    took = []
    for row in rows:
        data = (FILES / row["file"]).read_bytes()
        start = time.perf_counter()
        said = found(data, settings)
        took.append(1000 * (time.perf_counter() - start))
        seen[expected(row), said] += 1
        if said != expected(row):
            print(f"{row['file']}: {said}, expected {expected(row)}", file=sys.stderr)
    return seen, took


def sockets(anchors: str) -> str:
    """Sockets a process opens that reads them all."""
    if shutil.which("strace") is None:
        return "not counted: no strace here"
    command = ["strace", "-f", "-e", "trace=socket,connect", sys.executable, "-m", "bench.credentials", "--read", anchors]
    return str(subprocess.run(command, capture_output=True, text=True, check=True).stderr.count("socket("))


def main() -> int:
    if sys.argv[1:2] == ["--read"]:
        read_all(replace(DEFAULT, credential_anchors=sys.argv[2]))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        anchors = Path(folder) / "anchors.pem"
        anchors.write_text(json.loads((FILES / "test_trust_settings.json").read_text())["trust"]["trust_anchors"])
        seen, took = read_all(replace(DEFAULT, credential_anchors=str(anchors)))
        opened = sockets(str(anchors))
    names = ["none", *Standing]
    rows: list[list[object]] = [[want, *(seen[want, got] or "" for got in names)] for want in names]
    right = sum(count for (want, got), count in seen.items() if want == got)
    text = "\n".join([
        "# Content Credentials\n",
        f"Printed by `make bench-credentials` on {datetime.now(UTC).date().isoformat()}: the {sum(seen.values())} public test files (c2pa-org, contentauth), "
        "with their test anchors. Rows: what their makers say; columns: what we say.\n",
        tables.table(["", *names], rows),
        f"Right: {right} of {sum(seen.values())}. Milliseconds a file: median {statistics.median(took):.1f}, most {max(took):.0f}. Sockets opened: {opened}.\n",
        "Two files count as changed that the reference library calls trusted: what they were made of was broken, and their maker wrote that down.\n",
    ])  # fmt: skip
    tables.write("credentials.md", text)
    return 0 if right == sum(seen.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
