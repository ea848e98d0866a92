"""Listening along with a call: how long after a sentence its ask is told, what it costs, and how often it is told for nothing.

    python -m bench.calls     # needs the data folder (audio) and the extra `listen`

Calls are put together from clips of the data folder: somebody talks, a sentence asks for something, silence. They go second by second to the
real listening process, with the model that is packaged, as the page sends them: one question at a time, what came meanwhile goes along with the
next. The clock of a call is reckoned: a second of sound arrives when it has been spoken, and an answer when the process has given it. A quiet
machine answers faster than the CPU time that an answer cost; a busy one later. Both clocks are told. What a sentence asks is known from its
text, not from what was heard: a clip counts for the sentence that it is likest to.
"""

import csv
import os
import platform
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from rapidfuzz.fuzz import partial_ratio
from training.data import folder

from bench.tables import share, table, write
from weerbaar.desk.calls.listener import Listener
from weerbaar.desk.calls.room import samples_of
from weerbaar.settings import DEFAULT
from weerbaar.unpack.decode import RATE
from weerbaar.unpack.listen import ears

SENTENCES = {
    "please transfer the remaining amount to the new account number i sent you this morning": ("pay", "account"),
    "i am in a meeting right now so just send me the code by text message": ("code",),
    "keep this between us for now the acquisition has not been announced to the staff yet": ("secret",),
    "if you approve this today the contract will be signed tomorrow": ("hurry",),
    "hello this is martin from the finance department could you call me back before noon": ("hurry",),
    "the quarterly figures look better than we expected but the board still wants a second opinion": (),
    "the weather in antwerp was so bad that the delivery was delayed by almost three days": (),
    "can you hear me the line is terrible i will try to call you again from another phone": (),
    "she walked slowly along the river and thought about the letter she had received that morning": (),
    "nobody in the office remembered who had ordered twelve boxes of blue printer paper": (),
    "the old lighthouse keeper counted the ships and wrote their names into a thick green book": (),
}
"""Sentences of the synthetic clips that ask something, or nothing; those in between ("our supplier changed banks") are left out."""
LIKE = 70
LONG = 6.0
"""Seconds after a sentence after which its ask counts as not told."""
EACH = 5
ORDINARY = 6
BAR = 3.0

Sound = NDArray[np.int16]
Clock = dict[str, float]


@dataclass(frozen=True, slots=True)
class Clip:
    """A stretch of speech, the sentence it is ("" for none of ours), and the asks of it."""

    sound: Sound
    sentence: str = ""


@dataclass(slots=True)
class Called:
    """What came of one call: ask -> seconds of the call at which it was told, by wall clock and by CPU time; and what each answer cost."""

    wall: Clock = field(default_factory=dict)
    cpu: Clock = field(default_factory=dict)
    costs: list[tuple[float, float]] = field(default_factory=list)
    missed: float = 0.0
    seconds: float = 0.0


def call(listener: Listener, name: str, sound: Sound) -> Called:
    """A call from its first second to its last, on both clocks at once: the pace is that of CPU time, the busier clock is kept beside it."""
    listener.begin(name, "en")
    made, at, now, late = Called(seconds=len(sound) / RATE), 0, 0.0, 0.0
    whole = len(sound) // RATE
    while at < whole:
        now = max(now, at + 1.0)
        late = max(late, at + 1.0)
        upto = min(whole, max(at + 1, int(now)), at + 10)
        before, began = cpu_of(listener.pid), time.perf_counter()
        heard = listener.hear(name, sound[at * RATE : upto * RATE].tobytes())
        took, used = time.perf_counter() - began, cpu_of(listener.pid) - before
        made.costs.append((took, used))
        now, late, at, made.missed = now + used, late + took, upto, heard.missed
        for ask in heard.asks:
            made.cpu.setdefault(ask, now)
            made.wall.setdefault(ask, late)
    listener.end(name)
    return made


def cpu_of(pid: int) -> float:
    """CPU seconds of a process, of all its threads."""
    stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


def memory_of(pid: int) -> dict[str, int]:
    """Resident memory of a process in MiB: now, and at its highest."""
    lines = (line.split() for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines() if ":" in line)
    told = {line[0].rstrip(":"): int(line[1]) // 1024 for line in lines if line[0] in ("VmRSS:", "VmHWM:")}
    return {"now": told["VmRSS"], "highest": told["VmHWM"]}


def silence(seconds: float) -> Sound:
    """Room noise far below speech."""
    return (np.random.default_rng(5).standard_normal(int(seconds * RATE)) * 3).astype(np.int16)


def clips(audio: Path) -> tuple[list[Clip], list[Sound], int]:
    """Clips with a sentence of ours, honest readers, and how many clips were like none of our sentences."""
    rows = list(csv.DictReader((audio / "manifest.csv").open(encoding="utf-8")))
    known = ears(DEFAULT)
    if known is None:
        sys.exit("No model: install the extra `listen`.")
    asking: list[Clip] = []
    unlike, of_sentence = 0, Counter[str]()
    for row in rows:
        if row["language"] != "en" or row["system"] != "Kokoro-82M":
            continue
        sound = decoded(audio / row["clip"])
        text = " ".join(one.text for one in known.hear(samples_of(sound.tobytes()), "en")).lower()
        like = max(SENTENCES, key=lambda one: partial_ratio(one, text))
        if partial_ratio(like, text) < LIKE:
            unlike += 1
        elif of_sentence[like] < EACH:
            of_sentence[like] += 1
            asking.append(Clip(sound, like))
    readers = [decoded(audio / row["clip"]) for row in rows if row["language"] == "en" and "librispeech" in row["path"]]
    return asking, readers[: ORDINARY * 6], unlike


def decoded(file: Path) -> Sound:
    """The samples of a clip."""
    with av.open(str(file)) as container:
        return np.concatenate([frame.to_ndarray().ravel() for frame in container.decode(audio=0)]).astype(np.int16)


def speech_end(sound: Sound) -> float:
    """Seconds at which a clip falls silent."""
    tenths = np.sqrt(np.square(sound[: len(sound) // 1600 * 1600].reshape(-1, 1600).astype(np.float64)).mean(axis=1))
    return float((np.flatnonzero(tenths > 0.05 * tenths.max())[-1] + 1) / 10)


def asked(
    listener: Listener, readers: list[Sound], asking: list[Clip]
) -> tuple[list[list[object]], list[float], int, list[Called]]:
    """A row for each sentence that asks; the delays by CPU time; how many asks there were; and every call."""
    rows: list[list[object]] = []
    every: list[float] = []
    made: list[Called] = []
    of = 0
    for sentence, asks in SENTENCES.items():
        there = [clip for clip in asking if clip.sentence == sentence]
        if not asks or not there:
            continue
        ends: list[float] = []
        calls: list[Called] = []
        for number, clip in enumerate(there):
            # The sentence begins at another tenth of a second in each call, after somebody else spoke.
            before = np.concatenate([silence(0.3 + number / 10), readers[number % len(readers)], silence(0.6)])
            calls.append(call(listener, f"call {len(made)} {number}", np.concatenate([before, clip.sound, silence(LONG + 1)])))
            ends.append(len(before) / RATE + speech_end(clip.sound))
        made += calls
        for ask in asks:
            told = [
                (one.cpu[ask] - end, one.wall[ask] - end)
                for one, end in zip(calls, ends, strict=True)
                if one.cpu.get(ask, end + LONG) - end < LONG
            ]
            delays, late = sorted(cpu for cpu, _ in told), sorted(wall for _, wall in told)
            every += delays
            of += len(there)
            rows.append([
                f"“{sentence}”", ask, share(len(told), len(there)), share(sum(one <= BAR for one in delays), len(there)),
                f"{tenths(delays[len(delays) // 2])}, {tenths(delays[-1])}" if delays else "-",
                f"{tenths(late[len(late) // 2])}, {tenths(late[-1])}" if late else "-",
            ])  # fmt: skip
    return rows, every, of, made


def tenths(seconds: float) -> str:
    """Seconds with one digit; no minus before zero."""
    return f"{round(seconds, 1) + 0.0:.1f}"


def for_nothing(listener: Listener, readers: list[Sound], asking: list[Clip]) -> tuple[list[list[object]], list[Called]]:
    """How often calls in which nobody asks for anything are told to ask."""
    plain = [clip.sound for clip in asking if not SENTENCES[clip.sentence]]
    rows: list[list[object]] = []
    every: list[Called] = []
    for name, sounds, size in (
        ("readers of books (LibriSpeech)", readers, 6),
        ("plain sentences of the same voices", plain, 6),
    ):
        calls = [
            call(listener, f"{name}{at}", np.concatenate([*sounds[at : at + size], silence(2)]))
            for at in range(0, len(sounds), size)
        ]
        every += calls
        told = sorted({ask for one in calls for ask in one.cpu})
        minutes = sum(one.seconds for one in calls) / 60
        rows.append(
            [name, len(calls), f"{minutes:.1f}", share(sum(bool(one.cpu) for one in calls), len(calls)), ", ".join(told) or "-"]
        )
    return rows, every


def main() -> None:
    """Measure and write docs/measured/calls.md."""
    data = folder()
    if data is None:
        sys.exit(1)
    asking, readers, unlike = clips(data / "audio")
    listener = Listener(DEFAULT)
    began = time.perf_counter()
    listener.begin("first", "en")
    start = time.perf_counter() - began
    ready = memory_of(listener.pid)
    idle = call(listener, "idle", silence(60))
    rows, delays, of, calls = asked(listener, readers, asking)
    nothing, plain = for_nothing(listener, readers, asking)
    memory = memory_of(listener.pid)
    listener.stop()
    costs = [cost for one in [*calls, *plain] for cost in one.costs]
    seconds = sum(one.seconds for one in [*calls, *plain])
    cpu = sum(used for _, used in costs)
    idle_cpu = sum(used for _, used in idle.costs)
    delays.sort()
    with_ask = sum(bool(SENTENCES[clip.sentence]) for clip in asking)
    middle, most = delays[len(delays) // 2], delays[int(0.95 * (len(delays) - 1))]
    text = f"""# Listening along with a call

`python -m bench.calls`, {date.today().isoformat()}, weerbaar {version("weerbaar")}, faster-whisper {version("faster-whisper")}, the packaged
English tiny model (int8, two threads), {platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} while measuring.

The voices are those of a text-to-speech system (Kokoro, {with_ask} clips with an ask, at most {EACH} a sentence), clean and close: real
telephone lines, loudspeakers and accents are harder, and are not measured here. {unlike} clips were like none of the sentences as the model heard
them and are left out, which flatters the shares. Clips are cut at 4.4 seconds, so some sentences end before their end. An ask counts as
told when the answer that names it is back at the page; the second that the page gathers before it sends is included. Bar: {BAR:.0f} seconds.

## From the end of the sentence to the ask

By CPU time: what two free cores need at most, since an answer takes no longer than its CPU time. By wall clock: on this machine, which did
other work meanwhile. A delay below zero: it was told before the sentence had ended.

{table(("sentence", "ask", "told within 6 s", "within 3 s", "median, longest s (CPU)", "median, longest s (wall)"), rows)}
All together: told {share(len(delays), of)}; of those, within {BAR:.0f} s of CPU time {share(sum(one <= BAR for one in delays), len(delays))}; median
{tenths(middle)} s, 95 % within {tenths(most)} s, longest {tenths(delays[-1])} s.

## Told for nothing

{table(("calls in which nobody asks for anything", "calls", "minutes", "with an ask", "which"), nothing)}
## Cost

| what | how much |
| --- | --- |
| start, with its model | {start:.1f} s of wall clock |
| memory of the process | {ready["now"]} MiB when ready, {memory["highest"]} MiB at its highest |
| CPU for a second of speech | {cpu / seconds:.2f} s |
| CPU for one answer | median {sorted(used for _, used in costs)[len(costs) // 2]:.2f} s, longest {max(used for _, used in costs):.2f} s |
| CPU for a minute of silence | {idle_cpu:.2f} s |
| seconds let go unheard | {sum(one.missed for one in [*calls, *plain]):.1f} of {seconds:.0f} |
| while nobody listens | nothing: there is no process |
"""
    write("calls.md", text)


if __name__ == "__main__":
    main()
