"""Hostile media: `python -m bench.fuzz --media 20000 --seed 1`.

Seeds are small files of every container and codec that this machine can write (bench/films.py). They are changed by chance, half of the
time only where headers and indexes stand, and read as the desk reads: `unpack()` in the guarded worker with its limits. Decoders are foreign
code, so a worker may be stopped or die; that must end as a named `NotLooked`, and the process that asked must go on.
"""

import argparse
import platform
import random
import re
import resource
import struct
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path

from bench.films import media
from bench.mutate import CHANGES, LARGEST
from bench.tables import MEASURED, share, table
from weerbaar.model.finding import NotLooked
from weerbaar.model.item import Item
from weerbaar.model.part import Code, Sound, Video
from weerbaar.settings import Settings
from weerbaar.unpack.guard import GRACE, Guarded
from weerbaar.unpack.unpack import unpack

LIMITS = Settings(
    max_bytes=8_000_000, max_media_bytes=8_000_000, max_unpacked_bytes=32_000_000, max_parts=200, max_pixels=4_000_000, max_seconds=2.0,
    max_cpu_seconds=2, media_seconds=4.0, max_memory_mib=512, media_memory_mib=256, watch_seconds=2.0, decode_seconds=2.0,
    max_moments=6, ocr=False, listen=False,
)  # fmt: skip
HEAD = 1024
"""Bytes at either end where headers and indexes stand."""
KEPT = Path("out/fuzz")
HEADING = "## Sound, video, moving pictures"

Look = tuple[int, bool, int, float]
"""Parts, whether anything could be decoded, what was not looked at, CPU milliseconds."""


@dataclass(slots=True)
class Count:
    """The row of one seed."""

    inputs: int = 0
    read: int = 0  # something could be decoded
    not_looked: int = 0
    stopped: Counter[str] = field(default_factory=Counter)  # by a limit of the worker
    died: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0


@cache
def seeds() -> tuple[tuple[str, bytes], ...]:
    """(name, bytes) of every seed and of files that lie about their size."""
    made = [(name, make()) for kind in media().values() for name, make in kind]
    return (*made, *bombs(dict(made)))


def bombs(made: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Absurd dimensions, indexes of billions of samples, sounds that claim to last for days, containers without an end."""
    film = made["libx264.mp4"]
    sizes = film.index(b"stsz")
    yield "samples.mp4", film[: sizes + 8] + struct.pack(">II", 1, 0x7FFFFFFF) + film[sizes + 16 :]
    at = film.index(b"avc1")
    yield "wide.mp4", film[: at + 28] + b"\xff\xff\xff\xff" + film[at + 32 :]
    times = film.index(b"stts")
    yield "days.mp4", film[: times + 12] + struct.pack(">II", 0x7FFFFFFF, 0x7FFFFFFF) + film[times + 20 :]
    yield "endless.mkv", made["libx264.matroska"] * 40
    yield "endless.ts", made["mpeg4.mpegts"] * 60
    yield "endless.ogg", made["libopus.ogg"] * 200
    wave = made["pcm_s16le.wav"]
    yield "days.wav", wave[:4] + b"\xff\xff\xff\xff" + wave[8:40] + b"\xff\xff\xff\xff" + wave[44:]
    gif = made["twee.gif"]
    yield "wide.gif", gif[:6] + b"\xff\xff\xff\xff" + gif[10:]
    yield "frames.gif", gif[:13] + gif[13:-1] * 300 + b";"
    heic = made["code.heic"]
    ispe = heic.index(b"ispe")
    yield "wide.heic", heic[: ispe + 8] + b"\x00\xff\xff\xff\x00\xff\xff\xff" + heic[ispe + 16 :]


def input_of(number: int, seed: int) -> tuple[str, bytes]:
    """(name of the seed, bytes) of one input; the first ones are the seeds as they are."""
    known = seeds()
    if number < len(known):
        return known[number]
    chance = random.Random(f"{seed}:{number}")
    name, data = chance.choice(known)
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        change = chance.choice(CHANGES)
        if chance.random() < 0.5 and len(data) > 2 * HEAD:
            data = (
                change(data[:HEAD], chance) + data[HEAD:]
                if chance.random() < 0.6
                else data[:-HEAD] + change(data[-HEAD:], chance)
            )
        else:
            data = change(data, chance)
        data = data[:LARGEST]
    return name, data


def look(item: Item) -> Look:
    """What the worker does with one input."""
    began = time.process_time()
    parts = unpack(item, LIMITS)
    decoded = any(one.seconds for one in parts.of(Sound)) or any(one.times for one in parts.of(Video)) or parts.has(Code)
    return len(parts.all), decoded, len(parts.not_looked), 1000 * (time.process_time() - began)


def run(inputs: int, seed: int, workers: int) -> dict[str, Count]:
    """Every input through the guarded worker."""
    counts: dict[str, Count] = defaultdict(Count)
    seeds()
    numbers = iter(range(inputs))
    began = time.monotonic()
    with Guarded(look, workers=workers, settings=LIMITS) as guard:
        before = time.monotonic()
        for number, outcome in enumerate(guard.map(Item(*input_of(one, seed)) for one in numbers)):
            now = time.monotonic()
            wrong = _add(counts[outcome.argument.name], outcome.result, outcome.not_looked, now - before)
            before = now
            if wrong:
                KEPT.mkdir(parents=True, exist_ok=True)
                (KEPT / f"media-{seed}-{number}-{outcome.argument.name}").write_bytes(outcome.argument.data)
            if number % 500 == 499:
                print(f"{number + 1} of {inputs}, {(number + 1) / (now - began):.0f} a second", file=sys.stderr, flush=True)
    return counts


def _add(count: Count, result: Look | None, not_looked: NotLooked | None, seconds: float) -> bool:
    count.inputs += 1
    told = ""
    if result is not None:
        parts, decoded, left_out, milliseconds = result
        count.read += decoded
        count.not_looked += bool(left_out)
        count.slowest = max(count.slowest, milliseconds)
        told = "too many parts" if parts > LIMITS.max_parts + LIMITS.max_links else ""
    elif not_looked is None:
        told = "no answer"
    elif not_looked.detector == "worker":
        count.died[not_looked.detail] += 1
    else:
        count.stopped[not_looked.detector.removeprefix("limit ")] += 1
    if seconds > LIMITS.max_seconds + LIMITS.media_seconds + GRACE + 5.0:
        told = told or "too late"
    if told:
        count.wrong[told] += 1
    return bool(told) or (not_looked is not None and not_looked.detector == "worker")


def section(counts: dict[str, Count], seed: int, seconds: float) -> str:
    """What was measured, as a section of docs/measured/fuzz.md."""
    rows = [
        (name, f"{c.inputs:,}", f"{100 * c.read / c.inputs:.0f} %", f"{100 * c.not_looked / c.inputs:.0f} %", f"{c.slowest:.0f}",
         ", ".join(f"{n} {what}" for what, n in c.stopped.most_common()) or "0",
         ", ".join(f"{n} {what}" for what, n in c.died.most_common()) or "0", ", ".join(f"{n} {what}" for what, n in c.wrong.most_common()) or "0")
        for name, c in sorted(counts.items())
    ]  # fmt: skip
    inputs = sum(c.inputs for c in counts.values())
    sums = [sum(getattr(c, what).total() for c in counts.values()) for what in ("wrong", "died", "stopped")]
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    head = (
        "began as",
        "inputs",
        "something decoded",
        "something not looked at",
        "slowest CPU ms",
        "stopped by a limit",
        "reader died",
        "wrong",
    )
    return (
        f"{HEADING}\n\n"
        f"`python -m bench.fuzz --media {inputs}` (weerbaar {version('weerbaar')}, Python {platform.python_version()}, PyAV {version('av')}, "
        f"Pillow {version('pillow')}, {time.strftime('%Y-%m-%d')}, seed {seed}): {inputs:,} inputs in {seconds / 60:.0f} minutes, each in the "
        "guarded worker. Decoders are foreign code: one that dies or passes a limit takes only its worker with it, the answer says what was not "
        "looked at, and the next input finds a new worker. Wrong is that the process which asked failed, waited longer than the limits "
        f"({LIMITS.max_seconds + LIMITS.media_seconds:.0f} s and a grace) or got more parts than allowed.\n\n"
        f"Wrong: {share(sums[0], inputs)}. Readers that died: {share(sums[1], inputs)}. Stopped by a limit: {share(sums[2], inputs)}. "
        f"Largest worker: {peak} MB.\n\n" + table(head, rows)
    )


def write(text: str) -> None:
    """Put the section into docs/measured/fuzz.md, in place of the one that is there."""
    page = MEASURED / "fuzz.md"
    kept = (
        re.sub(rf"\n*{re.escape(HEADING)}.*", "", page.read_text(encoding="utf-8"), flags=re.S)
        if page.exists()
        else "# Hostile input"
    )
    page.write_text(f"{kept.rstrip()}\n\n{text}", encoding="utf-8")
    print(text)


def main(chosen: argparse.Namespace) -> int:
    """Run, print and, for 5,000 inputs or more, store; the exit code is 1 when anything went wrong."""
    began = time.monotonic()
    counts = run(chosen.media, chosen.seed, chosen.workers)
    text = section(counts, chosen.seed, time.monotonic() - began)
    if chosen.media >= 5_000:
        write(text)
    else:
        print(text)
    return int(any(count.wrong for count in counts.values()))
