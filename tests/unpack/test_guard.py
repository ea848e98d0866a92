"""Workers die, swell and hang here on purpose."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.item import Item
from weerbaar.settings import Settings
from weerbaar.unpack import allowance
from weerbaar.unpack.guard import Guarded, Outcome

QUICK = Settings(max_seconds=0.2, max_cpu_seconds=20, max_memory_mib=200)


def behave(what: str) -> object:
    match what:
        case "sleep":
            time.sleep(60)
        case "spin":
            while True:
                pass
        case "swell":
            return len(bytearray(2_000_000_000))
        case "abort":
            os.abort()
        case "segfault":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case "raise":
            raise ValueError("secret words")
        case "strange":
            return os.path.join
        case "item":
            return Item("a", b"b")
    return what


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("sleep", NotLooked("limit max_seconds", Reason.TOO_LONG)),
        ("swell", NotLooked("limit max_memory_mib", Reason.TOO_MUCH_MEMORY)),
        ("abort", NotLooked("worker", Reason.FAILED, detail="exit -6")),
        ("segfault", NotLooked("worker", Reason.FAILED, detail="exit -11")),
        ("killed", NotLooked("limit max_memory_mib", Reason.TOO_MUCH_MEMORY)),
        ("raise", NotLooked("worker", Reason.FAILED, detail="ValueError")),
        ("strange", NotLooked("worker", Reason.FAILED, detail="UnpicklingError")),
    ],
)
def test_a_bad_one_is_named_and_the_next_is_looked_at(what: str, expected: NotLooked) -> None:
    with Guarded(behave, settings=QUICK) as guard:
        assert list(guard.map(["good", what, "good"])) == [
            Outcome("good", "good"),
            Outcome(what, None, expected),
            Outcome("good", "good"),
        ]


def test_an_endless_loop_meets_the_cpu_limit() -> None:
    with Guarded(behave, settings=Settings(max_seconds=20, max_cpu_seconds=0)) as guard:
        assert guard.run("spin").not_looked == NotLooked("limit max_cpu_seconds", Reason.TOO_LONG)
        assert guard.run("good").result == "good"


def asking(told: tuple[bool, int, float]) -> bool:
    """Something that takes so many MiB and seconds, with or without saying that it holds sound or video."""
    asks, mib, seconds = told
    if asks:
        allowance.ask()
    time.sleep(seconds)
    return len(bytearray(mib * 1024 * 1024)) > 0


@pytest.mark.parametrize(
    ("asks", "mib", "seconds", "expected"),
    [
        (True, 300, 2.2, None),
        (False, 300, 0.0, Reason.TOO_MUCH_MEMORY),
        (False, 1, 60.0, Reason.TOO_LONG),
        (True, 800, 0.0, Reason.TOO_MUCH_MEMORY),
    ],
    ids=["asked", "memory", "time", "more than there is"],
)
def test_sound_and_video_get_more_when_they_ask(
    monkeypatch: pytest.MonkeyPatch, asks: bool, mib: int, seconds: float, expected: Reason | None
) -> None:
    monkeypatch.setattr("weerbaar.unpack.guard.GRACE", 1.0)
    roomy = Settings(max_seconds=1.0, max_memory_mib=200, media_seconds=60.0, media_memory_mib=300)
    guarded: Guarded[tuple[bool, int, float], bool] = Guarded(asking, settings=roomy)
    with guarded as guard:
        first, second = guard.map([(asks, mib, seconds), (False, 300, 0.0)])
    assert (first.not_looked and first.not_looked.reason) == expected
    # What one was given, the next does not have.
    assert second.not_looked == NotLooked("limit max_memory_mib", Reason.TOO_MUCH_MEMORY)


def sometimes_slow(number: int) -> int:
    time.sleep(0.02 if number % 3 == 0 else 0)
    return number


def test_outcomes_keep_the_order_with_several_workers() -> None:
    with Guarded(sometimes_slow, workers=3) as guard:
        assert [outcome.result for outcome in guard.map(range(40))] == list(range(40))


def test_arguments_are_drawn_only_as_fast_as_outcomes_are_taken() -> None:
    drawn = []

    def numbers() -> Iterator[int]:
        for number in range(1000):
            drawn.append(number)
            yield number

    with Guarded(abs, workers=2) as guard:
        outcomes = guard.map(numbers())
        next(outcomes)
        assert len(drawn) <= 16
        outcomes.close()  # type: ignore[attr-defined]
        assert guard.run(-7).result == 7


def test_records_come_back_whole() -> None:
    with Guarded(behave) as guard:
        assert guard.run("item").result == Item("a", b"b")


def test_nothing_given_is_nothing_done() -> None:
    with Guarded(behave) as guard:
        assert list(guard.map([])) == []


def test_workers_do_linear_algebra_with_one_thread_each() -> None:
    code = (
        "import ctypes, numpy\n"
        "from pathlib import Path\n"
        "from weerbaar.unpack.guard import one_thread\n"
        "one_thread()\n"
        "files = {line.split(maxsplit=5)[-1] for line in Path('/proc/self/maps').read_text().splitlines() if 'openblas' in line}\n"
        "asked = [getattr(ctypes.CDLL(file), 'scipy_openblas_get_num_threads64_', None) for file in files]\n"
        "print([one() for one in asked if one])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() in ("[1]", "[]")  # [] where numpy came with another library
