"""`python -m bench.voices [CACHE]`: how well signs of synthesis are told, and how often wrongly. Writes docs/measured/voices.md and .svg.

CACHE is the file of features that `python -m training.voices CACHE` keeps. Two kinds of numbers: systems and places left out in turn (models fitted
here, on features), and the shipped model on clips that are never learned from, sent through codecs and decoded as a file that somebody brings.
"""

import os
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from rich.progress import track
from sklearn.svm import SVC
from training.voices import __main__ as learning
from training.voices import channels, fit
from training.voices.material import Clip, clips

from bench import tables
from weerbaar.detect.sound.synthetic_voice import LEAST
from weerbaar.model.finding import Reason
from weerbaar.settings import Settings
from weerbaar.unpack import decode, synthesis

Array = NDArray[np.float64]

OVER = ("full", "mulaw", "opus", "mp3")
SPOKEN = {"full": "as recorded", "mulaw": "telephone, mu-law", "opus": "messenger, Opus", "mp3": "messenger, MP3"}
MOST = 30
"""Clips of one place or system that are brought as files."""
FEW = 8
"""Recordings of a place below which no area is worked out within it."""
MEASURE = """
import re, sys, pathlib, numpy, av
from weerbaar.settings import Settings
from weerbaar.unpack import decode, synthesis
peak = lambda: int(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1])
start = peak()
spoken = decode.samples(pathlib.Path(sys.argv[1]).read_bytes(), Settings()).samples
heard = numpy.resize(spoken, 960000)
synthesis.voice_in(decode.Sounds(heard, "opus", 48000, 1), "x")
print(start // 1024, (peak() - start) // 1024)
"""


def copied(system: str) -> bool:
    """Whether it is speech of a person put together again, not a synthesiser that speaks by itself."""
    return system.startswith(("copy-", "own-"))


def left_out(seen: fit.Seen) -> tuple[str, Array, Array]:
    """The table of systems left out in turn, and the scores of recordings and of whole synthesisers."""
    everything = np.ones(len(seen.dev), dtype=np.bool_)
    areas: dict[str, list[float]] = defaultdict(list)
    scores: dict[str, list[float]] = defaultdict(list)
    genuine: list[float] = []
    for system, mask, score in fit.crossed(seen, everything):
        made, place = seen.synthetic[mask], seen.place[mask]
        if not made.any():
            continue
        own = {"LibriSpeech"} if copied(system) else set(place[~made])
        near = [score[~made & (place == one)] for one in sorted(own) if (~made & (place == one)).sum() >= FEW]
        areas[system] += [fit.area(one, score[made]) for one in near]
        scores[system] += list(score[made])
        genuine += list(score[~made])
    real = np.array(genuine)
    rows = [(name, len(scores[name]), f"{np.mean(areas[name]):.3f}", f"{fit.equal_error(real, np.array(scores[name])):.3f}")
            for name in sorted(scores, key=copied)]  # fmt: skip
    whole = np.array([one for name, all in scores.items() if not copied(name) for one in all])
    copies = np.array([one for name, all in scores.items() if copied(name) for one in all])
    for label, several, names in (
        ("**synthesisers, mean and pooled**", whole, [name for name in scores if not copied(name)]),
        ("**copies, mean and pooled**", copies, [name for name in scores if copied(name)]),
        ("**all, mean and pooled**", np.concatenate((whole, copies)), list(scores)),
    ):
        mean = np.mean([np.mean(areas[name]) for name in names])
        rows.append((label, len(several), f"{mean:.3f}", f"{fit.equal_error(real, several):.3f}"))
    return tables.table(("system left out", "clips", "area within a place", "equal error, pooled"), rows), real, whole


def places(seen: fit.Seen, known: synthesis.Model) -> str:
    """The table of places of recording left out in turn."""
    score = fit.elsewhere(seen, ~seen.dev)
    rows = []
    for place in sorted(set(seen.place[~seen.synthetic])):
        here = seen.measured & ~seen.synthetic & (seen.place == place)
        told = [known.calibration[channel][0] * one + known.calibration[channel][1] >= LEAST
                for one, channel in zip(score[here], seen.channel[here], strict=True)]  # fmt: skip
        rows.append((place, tables.share(sum(told), len(told))))
    return tables.table(("place left out", "recordings with signs of synthesis"), rows)


def brought() -> Iterator[tuple[Clip, str, float | None]]:
    """Clips never learned from, as recorded and over a way that their name draws, with the evidence that the shipped model gives."""
    taken: Counter[str] = Counter()
    kept_apart = sorted((one for one in clips() if one.dev), key=lambda one: crc32(one.file.name.encode()))
    for clip in track(kept_apart, "files"):
        kind = clip.system if clip.synthetic else clip.place
        taken[kind] += 1
        if taken[kind] > MOST:
            continue
        samples = learning.heard(clip)
        drawn = crc32(clip.file.stem.encode())
        for over in ("full", OVER[1 + drawn % (len(OVER) - 1)]):
            chance = np.random.default_rng(drawn)
            sent = channels.sent(samples, "full", chance)
            heard = decode.Sounds(sent, "flac", decode.RATE, 1)
            if over != "full":
                heard = decode.samples(channels.encoded(sent, over, chance), Settings())
            yield clip, over, synthesis.voice_in(heard, "clip").evidence


def told(found: list[tuple[Clip, str, float | None]]) -> tuple[str, str, str, Array, Array]:
    """The tables of recordings, of systems and of ways, and the evidence of recordings and of whole synthesisers."""
    tally: dict[tuple[bool, str], dict[str, list[float | None]]] = defaultdict(lambda: defaultdict(list))
    for clip, over, evidence in found:
        tally[clip.synthetic, clip.system if clip.synthetic else clip.place][over].append(evidence)
    printed: dict[bool, str] = {}
    for synthetic in (False, True):
        rows = []
        for (label, name), ways in sorted(tally.items(), key=lambda one: (copied(one[0][1]), one[0])):
            if label == synthetic:
                everything = [one for over in OVER for one in ways[over]]
                rows.append(
                    (name, len(ways[OVER[0]]), *(_signs(ways[over]) for over in OVER), _signs(everything), _none(everything))
                )
        printed[synthetic] = tables.table(
            ("systems" if synthetic else "recordings", "clips", *(SPOKEN[over] for over in OVER), "all: signs", "cannot tell"),
            rows,
        )
    ways_rows = []
    for over in OVER:
        real, whole = _evidence(found, over)
        area, error = fit.area(real, whole), fit.equal_error(real, whole)
        ways_rows.append((SPOKEN[over], len(real), len(whole), f"{area:.3f}", f"{error:.3f}"))
    by_way = tables.table(("way", "recordings", "synthesisers", "area", "equal error"), ways_rows)
    real, whole = (np.concatenate(column) for column in zip(*(_evidence(found, over) for over in OVER), strict=True))
    return printed[False], printed[True], by_way, real, whole


def music() -> str:
    """The table of music: what is said of it, over a way that its name draws."""
    rows, every = [], Counter[str]()
    for package in track(sorted(Path(os.environ.get("WEERBAAR_VOICES", ""), "music").glob("*/")), "music"):
        said: Counter[str] = Counter()
        for file in sorted(package.iterdir()):
            heard = decode.samples(file.read_bytes(), Settings())
            drawn = crc32(f"{package.name}/{file.name}".encode())
            over, chance = OVER[drawn % len(OVER)], np.random.default_rng(drawn)
            if over != "full":
                heard = decode.samples(channels.encoded(channels.sent(heard.samples, "full", chance), over, chance), Settings())
            voice = synthesis.voice_in(heard, "clip")
            said["signs" if voice.evidence is not None and voice.evidence >= LEAST else voice.why] += 1
        every += said
        rows.append(_said(package.name, said))
    return tables.table(("music", "pieces", "no speech in it", "not understood well", "silent, short", "no sign", "signs"),
                        [*rows, _said("**all**", every)])  # fmt: skip


def _said(name: str, said: Counter[str]) -> tuple[object, ...]:
    refused = said[Reason.SILENT.value] + said[Reason.TOO_SHORT.value]
    kept = (said[Reason.NO_SPEECH.value], said[Reason.UNCLEAR.value], refused, said[""], said["signs"])
    return name, said.total(), *kept


def _evidence(found: list[tuple[Clip, str, float | None]], over: str) -> tuple[Array, Array]:
    some = [(clip, one) for clip, way, one in found if way == over and one is not None]
    real = np.array([one for clip, one in some if not clip.synthetic])
    return real, np.array([one for clip, one in some if clip.synthetic and not copied(clip.system)])


def _signs(evidence: list[float | None]) -> str:
    hits = sum(one is not None and one >= LEAST for one in evidence)
    return f"{hits} of {len(evidence)}"


def _none(evidence: list[float | None]) -> str:
    return f"{sum(one is None for one in evidence)} of {len(evidence)}"


def baseline(seen: fit.Seen) -> str:
    """The LFCC-SVM, learned from the same views of the same clips, on those never learned from; and the linear model beside it."""
    rows = []
    middle, scale = seen.plain[~seen.dev].mean(axis=0), seen.plain[~seen.dev].std(axis=0) + 1e-6
    machine = SVC(class_weight="balanced").fit((seen.plain[~seen.dev] - middle) / scale, seen.synthetic[~seen.dev])
    copies = np.array([copied(system) for system in seen.system])
    for name, score in (
        ("LFCC-SVM", machine.decision_function((seen.plain - middle) / scale)),
        ("the model that is shipped", fit.line(seen, ~seen.dev).score(seen.rows)),
    ):
        asked = seen.dev & seen.measured
        real = score[asked & ~seen.synthetic]
        whole, again = (score[asked & seen.synthetic & some] for some in (~copies, copies))
        both = np.concatenate((whole, again))
        pairs = [f"{fit.area(real, one):.3f} / {fit.equal_error(real, one):.3f}" for one in (whole, again, both)]
        rows.append((name, len(real), *pairs))
    return tables.table(("area / equal error", "recordings", "synthesisers", "copies", "all"), rows)


def speed() -> str:
    """Seconds of speech that one second of one core reads, for a short note and a minute, and the memory it takes."""
    some = [learning.heard(clip) for clip in islice((one for one in clips() if one.dev and not one.synthetic), 15)]
    rows = []
    for seconds in (5, 15, 60):
        heard = decode.Sounds(np.resize(np.concatenate(some), seconds * decode.RATE), "flac", decode.RATE, 1)
        synthesis.voice_in(heard, "warm")
        taken = []
        for _ in range(5):
            start = time.process_time()
            synthesis.voice_in(heard, "clip")
            taken.append(time.process_time() - start)
        rows.append((f"{seconds} s", f"{1000 * min(taken):.0f} ms", f"{seconds / min(taken):.0f}"))
    spoken = Path(__file__).parents[1] / "tests" / "samples" / "sound" / "spoken-en.ogg"
    libraries, memory = subprocess.run(
        [sys.executable, "-c", MEASURE, str(spoken)], capture_output=True, text=True, check=True
    ).stdout.split()
    return (
        tables.table(("speech", "processor time", "times real time"), rows)
        + f"\nMemory for a minute of speech: {memory} MiB beyond {libraries} MiB of Python, numpy and FFmpeg.\n"
    )


def plot(real: Array, made: Array) -> str:
    """Shares of clips by evidence, as an SVG picture."""
    edges = np.linspace(-synthesis_limit(), synthesis_limit(), 25)
    lines = []
    for values, dash, name, down in (
        (real, "", "recordings of people", 24),
        (made, "6 4", "synthetic voices not learned from", 44),
    ):
        heights = np.histogram(values, edges)[0] / max(1, len(values))
        points = " ".join(f"{40 + 560 * i / 23:.0f},{250 - 700 * height:.0f}" for i, height in enumerate(heights))
        lines.append(
            f'<polyline fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="{dash}" points="{points}"/>'
        )
        lines.append(
            f'<line x1="50" y1="{down - 4}" x2="90" y2="{down - 4}" stroke="currentColor" stroke-width="2" stroke-dasharray="{dash}"/>'
        )
        lines.append(f'<text x="100" y="{down}">{name} ({len(values)})</text>')
    x = 40 + 560 * (LEAST + synthesis_limit()) / (2 * synthesis_limit())
    lines.append(f'<line x1="{x:.0f}" y1="60" x2="{x:.0f}" y2="250" stroke="currentColor" stroke-dasharray="2 3"/>')
    lines.append(f'<text x="{x - 8:.0f}" y="72" text-anchor="end">signs are told from here</text>')
    lines += [f'<text x="{40 + 560 * (one + 4) / 8:.0f}" y="270" text-anchor="middle">{one}</text>' for one in range(-4, 5)]
    lines.append('<text x="320" y="292" text-anchor="middle">evidence: natural logarithm of the likelihood ratio</text>')
    body = "\n".join(lines)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 300" font-family="sans-serif" font-size="13" fill="currentColor">\n'
        f"<title>Evidence of synthesis in recordings and in synthetic speech</title>\n{body}\n</svg>\n"
    )


def synthesis_limit() -> float:
    """The most that the shipped model tells."""
    known = synthesis.model()
    return known.limit if known else fit.LIMIT


def main() -> None:
    known = synthesis.model()
    if known is None:
        sys.exit("There is no model to measure.")
    seen = learning.seen(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    systems, _, _ = left_out(seen)
    found = list(brought())
    recordings, made, ways, real, whole = told(found)
    alarms = sum(one is not None and one >= LEAST for clip, _, one in found if not clip.synthetic)
    text = f"""# Synthetic voices

`python -m bench.voices`, {datetime.now(UTC):%Y-%m-%d}, weerbaar {version("weerbaar")}. The clips: the card,
src/weerbaar/learned/voices.md. None of the systems here is a modern voice clone: on those expect less.

**What it is good for.** A hint to call back, no more. The bars of the project (equal error at most 0.25, area within one source at least 0.75, on
cloning systems that nobody here has met) are measured elsewhere; below stands what can be measured here.

## Systems left out in turn

Each system is scored by a model that met neither it nor the speakers it is compared with. The area is worked out within one place of recording at
a time and averaged; a copy is compared with recordings of the place it was copied from. A copy is the speech of a person put together again:
waveform by a computer, words and voice genuine.

{systems}
## Places left out in turn

Recordings of people from a place that the model met no clip of, nor any copy made of one; signs are told from {LEAST} on. Where a whole kind of
recording is missing (LibriSpeech is nearly all the clean English here), it errs most: a clean recording of a kind it has not met may be taken for
synthesis, which is why signs are told from so far on, and why the finding counts so little.

{places(seen, known)}
## The shipped model on files

Clips never learned from, encoded, decoded and looked at as a file that somebody brings: how many show signs (evidence of {LEAST} or more), and where
it cannot tell. Of Kokoro it has met other voices; Piper, Festival, Lyra, and the games, homes and radio it has never met.
All recordings: {tables.share(alarms, sum(not clip.synthetic for clip, _, _ in found))} with signs.

{recordings}
{made}
Where it tells anything, recordings against whole synthesisers, one channel at a time:

{ways}
![Evidence in recordings and in synthetic speech](voices.svg)

## Music

Free music without speech from packages of Debian, as recorded or over one of the ways: what is said of it. "No sign" and "signs" stand for music that
was taken for a voice.

{music()}
## Baseline

Learned from the same clips over the same channels, on clips never learned from, each over one channel:

{baseline(seen)}
## Speed and memory

{speed()}
## Where it fails

- On speech of a person that passed a neural codec or a vocoder: hardly better than chance. It says so rarely, and calls that no sign.
- On the most natural synthesiser here (Kokoro): most of its clips show no signs. Newer ones will show fewer.
- On short notes, noise and music it says nothing; singing was not measured, and several voices are not told apart: they are judged as one.
"""
    (tables.MEASURED / "voices.svg").write_text(plot(real, whole), encoding="utf-8")
    tables.write("voices.md", text)


if __name__ == "__main__":
    main()
