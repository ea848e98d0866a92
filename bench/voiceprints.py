"""`make bench-voiceprints`: how often a voice is wrongly said to differ from itself, how often rightly from another, and how often a copy of it is
not told from it. Writes docs/measured/voiceprints.md.

    python -m bench.voiceprints path/to/Resemblyzer-0.1.4-py3-none-any.whl

LibriSpeech is there with one clip of at most 4.4 s for each speaker, so a speaker is compared with themself by cutting the clip in two: same day, same
room, same microphone, which is easier than life; and about 2 s on each side, which is harder than what the desk accepts (15 s to enrol, 3 s to
compare). The telephone voices have 25 prompts each, so they show what longer speech does. Thresholds were chosen on the speakers of the train split.
"""

import csv
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import numpy as np
from training.data import folder

from bench import tables
from weerbaar.desk.voices.hearing import (
    CHANNELS,
    DIFFERS_BELOW,
    FULL,
    LEAST_ENROLLED,
    LEAST_HEARD,
    MESSENGER,
    TELEPHONE,
    through,
)
from weerbaar.learned import speaker
from weerbaar.learned.speaker import Encoder, Samples
from weerbaar.settings import Settings
from weerbaar.unpack import decode

SHORTEST = 1.0  # seconds of speech in half a clip
COPIES = ("copy-WORLD", "copy-mel-GriffinLim", "copy-LyraV2(neural codec)")
STOCK = ("Kokoro-82M", "Piper-joe(VITS)", "espeak", "flite", "festival")
OTHERS = 20  # other speakers each is compared with
PIECES = (3.0, 6.0, 12.0)


@dataclass(frozen=True, slots=True)
class Clip:
    """A recording, as the manifest has it."""

    system: str
    speaker: str
    split: str
    speech: Samples


def clips(place: Path) -> list[Clip]:
    """Every clip, without its silences."""
    with (place / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    made = []
    for row in rows:
        sounds = decode.samples((place / row["clip"]).read_bytes(), Settings())
        made.append(Clip(row["system"], row["speaker"], row["split"], speaker.spoken(sounds.samples)))
    return made


def halves(speech: Samples) -> tuple[Samples, Samples]:
    """The first and the second half."""
    return speech[: len(speech) // 2], speech[len(speech) // 2 :]


@dataclass(frozen=True, slots=True)
class Person:
    """A speaker of LibriSpeech over one class of line: both halves of their clip."""

    name: str
    split: str
    first: Samples
    second: Samples


def people(all_: Sequence[Clip], channel: str, encoder: Encoder) -> list[Person]:
    """Every genuine speaker of LibriSpeech with enough speech."""
    made = []
    for clip in all_:
        if clip.system == "real" and clip.speaker.startswith("LIB") and len(clip.speech) >= 2 * SHORTEST * decode.RATE:
            first, second = halves(through(clip.speech, channel))
            made.append(Person(clip.speaker, clip.split, speaker.embed(first, encoder), speaker.embed(second, encoder)))
    return made


def said(scores: Iterable[float], channel: str) -> str:
    """The share that is said to differ."""
    found = list(scores)
    return tables.share(sum(one < DIFFERS_BELOW[channel] for one in found), len(found))


def others(there: Sequence[Person]) -> Iterator[float]:
    """Each speaker's first half beside the second half of others."""
    for at, one in enumerate(there):
        for step in range(1, OTHERS + 1):
            yield speaker.alike(one.first, there[(at + step) % len(there)].second)


def same_rows(by_channel: dict[str, list[Person]]) -> Iterator[tuple[object, ...]]:
    for channel, there in by_channel.items():
        for split in ("train", "dev"):
            mine = [one for one in there if one.split == split]
            scores = [speaker.alike(one.first, one.second) for one in mine]
            low, middle = np.quantile(scores, [0.01, 0.5])
            yield channel, split, len(mine), f"{low:.2f}", f"{middle:.2f}", said(scores, channel), said(others(mine), channel)


def copy_rows(all_: Sequence[Clip], by_channel: dict[str, list[Person]], encoder: Encoder) -> Iterator[tuple[object, ...]]:
    for system in COPIES:
        for channel, there in by_channel.items():
            known = {one.name: one for one in there}
            scores = [
                speaker.alike(known[clip.speaker].first, speaker.embed(halves(through(clip.speech, channel))[1], encoder))
                for clip in all_
                if clip.system == system and clip.speaker in known
            ]
            kept = sum(one >= DIFFERS_BELOW[channel] for one in scores)
            yield system, channel, f"{np.median(scores):.2f}", tables.share(kept, len(scores))


def stock_rows(all_: Sequence[Clip], by_channel: dict[str, list[Person]], encoder: Encoder) -> Iterator[tuple[object, ...]]:
    for system in STOCK:
        for channel, there in by_channel.items():
            made = [speaker.embed(through(clip.speech, channel), encoder) for clip in all_ if clip.system == system]
            scores = [
                speaker.alike(one.first, made[(at + step) % len(made)])
                for at, one in enumerate(there[:60])
                for step in range(3)
            ]
            yield system, channel, said(scores, channel)


def telephone_rows(all_: Sequence[Clip], encoder: Encoder) -> Iterator[tuple[object, ...]]:
    """Voices of telephone prompts: 15 s of some prompts, beside pieces of the others; by length of the piece."""
    prompts: dict[str, list[Samples]] = defaultdict(list)
    for clip in all_:
        if clip.system == "real" and not clip.speaker.startswith("LIB"):
            prompts[clip.speaker].append(clip.speech)
    known, rest = {}, {}
    for name, speech in prompts.items():
        joined = np.concatenate(speech)
        cut = int(LEAST_ENROLLED * decode.RATE)
        known[name], rest[name] = speaker.embed(through(joined[:cut], TELEPHONE), encoder), joined[cut:]
    for seconds in PIECES:
        size = int(seconds * decode.RATE)
        pieces = {
            name: [
                speaker.embed(through(speech[at : at + size], TELEPHONE), encoder)
                for at in range(0, len(speech) - size + 1, size)
            ]
            for name, speech in rest.items()
        }
        same = [speaker.alike(known[name], one) for name, found in pieces.items() for one in found]
        other = [
            speaker.alike(known[who], one) for who in known for name, found in pieces.items() if name != who for one in found
        ]
        yield f"{seconds:g} s", f"{min(same):.2f}", said(same, TELEPHONE), said(other, TELEPHONE)


def mixed_rows(all_: Sequence[Clip], encoder: Encoder) -> Iterator[tuple[object, ...]]:
    """What happened if lines were not kept apart: enrolled over one, heard over another."""
    mine = [
        c for c in all_ if c.system == "real" and c.speaker.startswith("LIB") and len(c.speech) >= 2 * SHORTEST * decode.RATE
    ][:80]
    for enrolled, heard in ((FULL, TELEPHONE), (FULL, MESSENGER), (MESSENGER, TELEPHONE)):
        scores = []
        for clip in mine:
            first, second = halves(clip.speech)
            scores.append(
                speaker.alike(speaker.embed(through(first, enrolled), encoder), speaker.embed(through(second, heard), encoder))
            )
        yield enrolled, heard, f"{np.median(scores):.2f}", said(scores, heard)


def main() -> int:
    """Measure, print and write."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_file():
        print("Which encoder? python -m bench.voiceprints path/to/pretrained.pt", file=sys.stderr)
        return 66
    data = folder()
    if data is None or not (data / "audio").is_dir():
        print("There is no folder audio in the data: see docs/rooms/voices.md.", file=sys.stderr)
        return 66
    encoder = speaker.load(sys.argv[1])
    all_ = clips(data / "audio")
    start, length = time.process_time(), sum(len(one.speech) for one in all_[:40]) / decode.RATE
    for one in all_[:40]:
        speaker.embed(one.speech, encoder)
    faster = length / (time.process_time() - start)
    by_channel = {channel: people(all_, channel, encoder) for channel in CHANNELS}
    limits = ", ".join(f"{channel} {DIFFERS_BELOW[channel]:.2f}" for channel in CHANNELS)
    tables.write(
        "voiceprints.md",
        f"""# Is it their voice?

Version {version("weerbaar")}, {datetime.now(UTC):%Y-%m-%d}. The encoder of Resemblyzer 0.1.4 in numpy, on `data/audio` (828 clips). Two voices are said to
differ below: {limits}. It says nothing above. The desk wants {LEAST_ENROLLED:g} s to enrol and {LEAST_HEARD:g} s to compare.

## One and the same genuine person, and another one

Two halves of one clip of LibriSpeech (English, read aloud), about 2 s each: same day, room and microphone, which is easier than life, and shorter than the
desk accepts, which is harder. The threshold lies 0.16 below what 99 of 100 speakers of the train split
reach with themselves: room for other days and microphones. Lines are simulated: Opus at 16 kbit/s for messengers, 300-3400 Hz and
mu-law for the telephone. "Wrongly" is what must stay below 2 %; "rightly" is what the check is good for: it misses more than half of
other persons, and by telephone nearly all.

{tables.table(("line", "split", "speakers", "lowest 1 %", "median", "wrongly said to differ", "another genuine person, rightly"), list(same_rows(by_channel)))}
## Telephone voices, by length

Eight voices of telephone prompts (en, es, fr, it, ru), 15 s enrolled, pieces of other prompts compared. Studio voices of few people: the spread between
people is hardly measured, the effect of length is: with longer speech a voice comes nearer to itself, and a threshold of its own
for that could notice more. There are too few voices here to set one.

{tables.table(("compared", "lowest", "wrongly said to differ", "another voice, rightly"), list(telephone_rows(all_, encoder)))}
## Why a match says nothing

The voice of the same person, made again by a machine from their recording: a vocoder (WORLD), a mel spectrum turned back into sound, a neural codec
(Lyra V2). What a copy is *not* told from its owner by this check:

{tables.table(("made by", "line", "median likeness", "passes for its owner"), list(copy_rows(all_, by_channel, encoder)))}
These are copies and no modern voice clones, of which we have none; of those a similar encoder let 95 % pass.

Voices that a speech program has in stock are other persons, and are found to differ about as seldom or often as other people are:

{tables.table(("speech program", "line", "said to differ"), list(stock_rows(all_, by_channel, encoder)))}
## Why lines are kept apart

If a voice was enrolled over one line and compared over another, without a template for that line:

{tables.table(("enrolled", "compared", "median", "wrongly said to differ"), list(mixed_rows(all_, encoder)))}
## Cost

{faster:.0f} times faster than real time on one core; the weights take 6 MB of memory.

## Not measured

Other days, microphones, moods, colds, whispering, languages other than English for most; real networks and their losses; modern clones. Each of these makes
a genuine voice less like itself, so that it may be wrongly said to differ more often than the table shows.
""",
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
