"""Hostile input over every reader: `make bench-fuzz`, or `python -m bench.fuzz --inputs 5000 --seed 7`.

Each input goes through unpack() as a brought file does. It must end in parts or a named `NotLooked`: no exception, no crash, within the
limits of time, parts, links and text, and the same answer twice. Inputs are mutations of one seed of every kind plus the known bombs
(bench/mutate.py). Workers are forked and watched: one that hangs or dies is replaced, and the input it held is kept in out/fuzz/.

With `--atheris` the coverage-guided engine of that name feeds the same check in one process until interrupted.
"""

import argparse
import multiprocessing
import os
import platform
import random
import resource
import sys
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from multiprocessing.connection import Connection, wait
from pathlib import Path

from bench.mutate import bombs, mutated
from bench.seeds import SEEDS
from weerbaar.model.finding import Reason
from weerbaar.model.item import Item
from weerbaar.model.part import Document, Link, Parts, Text
from weerbaar.settings import Settings
from weerbaar.unpack.unpack import unpack

LIMITS = Settings(
    max_bytes=8_000_000, max_unpacked_bytes=16_000_000, max_parts=200, max_links=100, max_text_chars=20_000, max_pixels=2_000_000,
    max_pages=1, max_seconds=1.5, max_depth=8, ocr=False,
)  # fmt: skip
CPU_SECONDS = 2.0
WALL_SECONDS = 30.0
MEMORY = 2 * 1024**3
TWICE = 10
KEPT = Path("out/fuzz")
HEAVY = {
    "picture": 0.3,
    "pdf": 1.5,
    "office": 1.2,
    "zip": 1.2,
    "sound": 0.2,
    "video": 0.2,
    "program": 0.2,
    "unknown": 0.4,
    "link": 0.5,
}
"""How often a kind is drawn beside 1.0."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one input did: CPU milliseconds, what is wrong ("" when nothing), whether something was not looked at, what became of it."""

    number: int
    kind: str
    milliseconds: float
    wrong: str
    not_looked: bool
    parts: bool
    clipped: bool


@dataclass(slots=True)
class Count:
    """The row of one kind."""

    inputs: int = 0
    slowest: float = 0.0
    total: float = 0.0
    wrong: Counter[str] = field(default_factory=Counter)
    not_looked: int = 0
    with_parts: int = 0


def input_of(number: int, seed: int, only: tuple[str, ...]) -> tuple[str, str, bytes]:
    """(kind, name, bytes) of one input: first the bombs, then mutations."""
    chosen = [bomb for bomb in _bombs() if not only or bomb[0] in only]
    if number < len(chosen):
        return chosen[number]
    chance = random.Random(f"{seed}:{number}")
    kinds = only or tuple(SEEDS)
    kind = chance.choices(kinds, [HEAVY.get(kind, 1.0) for kind in kinds])[0]
    return kind, *mutated(kind, chance)


@cache
def _bombs() -> tuple[tuple[str, str, bytes], ...]:
    return tuple(bombs())


def check(number: int, kind: str, name: str, data: bytes) -> Seen:
    """Unpack one input and say what is wrong with how that went."""
    start = time.process_time()
    try:
        parts = unpack(Item(name, data), LIMITS)
        milliseconds = 1000 * (time.process_time() - start)
        wrong = _wrong(parts, milliseconds)
        late = any(one.reason is Reason.TOO_LONG for one in parts.not_looked)
        if not wrong and not late and number % TWICE == 0 and unpack(Item(name, data), LIMITS) != parts:
            wrong = "another answer the second time"
    except Exception as trouble:
        where = traceback.extract_tb(trouble.__traceback__)[-1]
        milliseconds = 1000 * (time.process_time() - start)
        return Seen(
            number,
            kind,
            milliseconds,
            f"{type(trouble).__name__} in {Path(where.filename).name}:{where.name}",
            False,
            False,
            False,
        )
    return Seen(number, kind, milliseconds, wrong, bool(parts.not_looked), bool(parts.all), late)


def _wrong(parts: Parts, milliseconds: float) -> str:
    links = sum(isinstance(part, Link) for part in parts.all)
    texts = [part for part in parts.all if isinstance(part, Text)]
    long = max((max(len(text.text), len(text.raw), len(text.quoted), len(text.hidden)) for text in texts), default=0)
    names = max((len(part.members) for part in parts.all if isinstance(part, Document)), default=0)
    told = (
        ("too slow", milliseconds > 1000 * CPU_SECONDS),
        ("too many links", links > LIMITS.max_links),
        ("too many parts", len(parts.all) - links > LIMITS.max_parts),
        ("too much text", long > LIMITS.max_text_chars + 2000),
        ("too many names", names > 5000),
        ("too many notes", len(parts.not_looked) > 3 * LIMITS.max_parts),
    )
    return next((words for words, is_so in told if is_so), "")


def main(arguments: list[str] | None = None) -> int:
    """Run, print, write docs/measured/fuzz.md (a full run only); the exit code is 1 when anything went wrong."""
    parser = argparse.ArgumentParser(prog="python -m bench.fuzz", description="Hostile input over every reader.")
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kinds", default="", help="only these kinds, comma between")
    parser.add_argument("--one", type=int, help="run one input in this process and show its parts")
    parser.add_argument("--atheris", action="store_true", help="coverage-guided, until interrupted")
    parser.add_argument(
        "--media", type=int, default=0, help="so many hostile sounds, videos and moving pictures, in the guarded worker"
    )
    chosen = parser.parse_args(arguments)
    if chosen.media:
        from bench import hostile_media

        return hostile_media.main(chosen)
    only = tuple(kind for kind in chosen.kinds.split(",") if kind)
    if chosen.one is not None:
        return _show(*input_of(chosen.one, chosen.seed, only))
    if chosen.atheris:
        return _atheris(only)
    began = time.monotonic()
    counts: dict[str, Count] = defaultdict(Count)
    for done, seen in enumerate(run(chosen.inputs, chosen.seed, chosen.workers, only), 1):
        _add(counts[seen.kind], seen)
        if seen.wrong:
            _keep(seen, chosen.seed, only)
        if done % 500 == 0 and sys.stderr.isatty():
            wrong = sum(count.wrong.total() for count in counts.values())
            sys.stderr.write(f"\r{done} of {chosen.inputs}, {done / (time.monotonic() - began):.0f} a second, {wrong} wrong ")
    page = _page(counts, chosen.seed, time.monotonic() - began)
    if not only and chosen.inputs >= 10_000:
        from bench.tables import write

        write("fuzz.md", page + _media())
    else:
        print(page)
    return int(any(count.wrong for count in counts.values()))


def run(inputs: int, seed: int, workers: int, only: tuple[str, ...] = ()) -> Iterator[Seen]:
    """Every input through forked workers; one that hangs or dies is replaced and its input named."""
    fork = multiprocessing.get_context("fork")
    _bombs()
    waiting = iter(range(inputs))
    held: dict[Connection, tuple[multiprocessing.process.BaseProcess, int, float]] = {}

    def hire() -> None:
        number = next(waiting, None)
        if number is None:
            return
        ours, theirs = fork.Pipe()
        process = fork.Process(target=_work, args=(theirs, seed, only), daemon=True)
        process.start()
        theirs.close()
        ours.send(number)
        held[ours] = (process, number, time.monotonic())

    for _ in range(workers):
        hire()
    while held:
        for ready in wait(list(held), timeout=1.0):
            assert isinstance(ready, Connection)
            process, number, _ = held[ready]
            try:
                yield ready.recv()
            except (EOFError, OSError):
                process.join(5)
                yield Seen(
                    number, input_of(number, seed, only)[0], 0.0, f"worker died ({process.exitcode})", False, False, False
                )
                del held[ready]
                hire()
                continue
            following = next(waiting, None)
            if following is None:
                ready.send(None)
                del held[ready]
                process.join(5)
            else:
                ready.send(following)
                held[ready] = (process, following, time.monotonic())
        for pipe, (process, number, since) in list(held.items()):
            if time.monotonic() - since > WALL_SECONDS and not pipe.poll():
                process.kill()
                process.join(5)
                yield Seen(number, input_of(number, seed, only)[0], 1000 * WALL_SECONDS, "hangs", False, False, False)
                del held[pipe]
                hire()


def _work(pipe: Connection, seed: int, only: tuple[str, ...]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    while (number := pipe.recv()) is not None:
        pipe.send(check(number, *input_of(number, seed, only)))


def _add(count: Count, seen: Seen) -> None:
    count.inputs += 1
    count.total += seen.milliseconds
    count.slowest = max(count.slowest, seen.milliseconds)
    count.not_looked += seen.not_looked
    count.with_parts += seen.parts
    if seen.wrong:
        count.wrong[seen.wrong] += 1


def _keep(seen: Seen, seed: int, only: tuple[str, ...]) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    _, name, data = input_of(seen.number, seed, only)
    file = KEPT / f"{seen.kind}-{seed}-{seen.number}"
    file.write_bytes(data)
    print(f"{file} ({name!r}): {seen.wrong}, {seen.milliseconds:.0f} ms", file=sys.stderr)


def _page(counts: dict[str, Count], seed: int, seconds: float) -> str:
    from bench.tables import share, table

    rows = [
        (kind, f"{c.inputs:,}", f"{c.total / c.inputs:.1f}", f"{c.slowest:.0f}", f"{100 * c.not_looked / c.inputs:.0f} %",
         f"{100 * c.with_parts / c.inputs:.0f} %", ", ".join(f"{n} {words}" for words, n in c.wrong.most_common(3)) or "0")
        for kind, c in sorted(counts.items())
    ]  # fmt: skip
    inputs = sum(count.inputs for count in counts.values())
    wrong = sum(count.wrong.total() for count in counts.values())
    head = ("began as", "inputs", "mean CPU ms", "slowest CPU ms", "something not looked at", "some parts read", "wrong")
    limits = (
        f"{CPU_SECONDS:.0f} s CPU, {LIMITS.max_parts} parts, {LIMITS.max_links} links, {LIMITS.max_text_chars:,} characters a text, "
        f"{LIMITS.max_unpacked_bytes // 1_000_000} MB unpacked, {LIMITS.max_pixels // 1_000_000} megapixels, {MEMORY // 1024**3} GiB memory"
    )
    return (
        "# Hostile input\n\n"
        f"`make bench-fuzz` (weerbaar {version('weerbaar')}, Python {platform.python_version()}, {time.strftime('%Y-%m-%d')}, seed {seed}): "
        f"{inputs:,} inputs in {seconds / 60:.0f} minutes. Each is a mutated file of the kind named or a known bomb, and goes through "
        f"`unpack()` as a brought file does. Wrong is an exception, a crash, a hang, another answer the second time (every {TWICE}th input), "
        f"or a limit passed: {limits}.\n\n"
        f"Wrong: {share(wrong, inputs)}.\n\n" + table(head, rows)
    )


def _media() -> str:
    """What bench/hostile_media.py measured stays on the page."""
    from bench.hostile_media import HEADING
    from bench.tables import MEASURED

    page = MEASURED / "fuzz.md"
    _, heading, rest = page.read_text(encoding="utf-8").partition(f"\n{HEADING}") if page.exists() else ("", "", "")
    return heading + rest


def _show(kind: str, name: str, data: bytes) -> int:
    seen = check(0, kind, name, data)
    parts = unpack(Item(name, data), LIMITS)
    print(kind, name, len(data), "bytes", f"{seen.milliseconds:.0f} ms", seen.wrong or "nothing wrong")
    for part in (*parts.all, *parts.not_looked):
        print("  ", str(part)[:300])
    return int(bool(seen.wrong))


def _atheris(only: tuple[str, ...]) -> int:
    import atheris

    kinds = only or tuple(SEEDS)
    folder = KEPT / "seeds"
    folder.mkdir(parents=True, exist_ok=True)
    for kind in kinds:
        for name, make in SEEDS[kind]:
            (folder / name).write_bytes(make())

    def one(data: bytes) -> None:
        seen = check(0, "any", "item", data)
        if seen.wrong:
            raise AssertionError(seen.wrong)

    atheris.instrument_all()
    atheris.Setup([sys.argv[0], str(folder), "-max_len=65536", "-timeout=30"], one)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
