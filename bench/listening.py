"""`make bench-media`: what is heard in sounds, and how copies of one are found. Writes docs/measured/listening.md.

Speech with known words is spoken here by flite and espeak-ng (Debian), since nobody's recordings with their words are at hand: programs
speak more evenly than people, so errors on real notes are larger. Whether something was understood at all is measured on people, too
(shared data, `audio`); so are copies. Needs flite, espeak-ng and the data; nothing of either is kept.
"""

import csv
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import numpy as np
from tests.recordings import RATE, Samples, encoded
from training.data import folder

from bench import tables
from weerbaar.look import look
from weerbaar.model.item import Item, Way
from weerbaar.model.part import Text, TextKind
from weerbaar.settings import DEFAULT
from weerbaar.unpack import chroma, decode
from weerbaar.unpack.listen import Ears, ears, speech

ASKS = (
    "Hi, this is Martin from the finance department. You must transfer eighteen thousand euros to the new account today. Keep it between us.",
    "Hello, it is me. I am in a meeting, so please do not call me. Buy five gift cards and send me the codes.",
    "Good morning, this is your bank. Your account has been blocked. Please read me the code that you received by text message.",
    "Our bank details have changed. Please pay the invoice to the new account number. It has to be done right away.",
    "Mum, my telephone is broken. Can you pay a bill for me today? I will pay you back tomorrow. Please do not tell dad.",
)
HARMLESS = (
    "Hello, the delivery will come on Thursday morning. Somebody should be there to open the gate. See you then.",
    "Good morning, I am calling to say that the meeting has been moved to room four. The coffee will be ready.",
    "I read the report on the train. It is very clear, and I have only two small remarks about the summary.",
)
VOICES: Mapping[str, tuple[str, ...]] = {
    "flite slt": ("flite", "-voice", "slt", "-t", "{text}", "-o", "{file}"),
    "espeak-ng en-us": ("espeak-ng", "-v", "en-us", "-s", "150", "-w", "{file}", "{text}"),
}
CHANNELS: Mapping[str, tuple[str, str, int, int]] = {
    "messenger (Opus 16 kbit/s)": ("ogg", "libopus", 48_000, 16_000),
    "telephone (mu-law 8 kHz)": ("wav", "pcm_mulaw", 8_000, 0),
    "mobile (AMR 12.2 kbit/s)": ("amr", "libopencore_amrnb", 8_000, 12_200),
}
COPIES: Mapping[str, Callable[[Samples], Samples]] = {
    "messenger (Opus 16 kbit/s)": lambda sound: _sent(sound, "messenger (Opus 16 kbit/s)"),
    "telephone (mu-law 8 kHz)": lambda sound: _sent(sound, "telephone (mu-law 8 kHz)"),
    "a fifth as loud": lambda sound: sound * 0.2,
    "cut: 0.3 s off the start, 0.5 s off the end": lambda sound: sound[5_400:-8_000],
    "forwarded: cut at the start, Opus twice": lambda sound: _sent(_sent(sound[3_000:], "messenger (Opus 16 kbit/s)"), "messenger (Opus 16 kbit/s)"),
}  # fmt: skip
COPIED = 210
MOST = 12
"""Clips of one kind that are listened to."""
WORD = re.compile(r"[a-z0-9']+")
LENGTHS = (5, 15, 60)


@dataclass(frozen=True, slots=True)
class Heard:
    """One note over one channel: its words, those heard, the requests in each (findings of the room `text`)."""

    voice: str
    channel: str
    words: int
    wrong: int
    asks: frozenset[str]
    found: frozenset[str]
    understood: bool


def spoken(text: str, voice: str) -> Samples:
    """A text as a program speaks it."""
    with tempfile.TemporaryDirectory() as place:
        file = Path(place, "a.wav")
        subprocess.run([part.format(text=text, file=file) for part in VOICES[voice]], check=True, capture_output=True)
        return decode.samples(file.read_bytes(), DEFAULT).samples


def notes() -> Iterator[Heard]:
    """Every note in every voice over every channel, through the whole look."""
    for text in (*ASKS, *HARMLESS):
        asks = _asks(Item("note", text.encode(), Way.TEXT))
        for voice in VOICES:
            sound = spoken(text, voice)
            for channel, shape in CHANNELS.items():
                item = Item("note.bin", encoded(sound, *shape))
                seen = look(item)
                said = " ".join(one.text for one in seen.parts.of(Text) if one.kind is TextKind.SPEECH)
                found = frozenset(one.id for one in seen.findings if one.id.startswith("text."))
                words = WORD.findall(text.lower())
                yield Heard(voice, channel, len(words), distance(words, WORD.findall(said.lower())), asks, found, bool(said))


def _asks(item: Item) -> frozenset[str]:
    return frozenset(one.id for one in look(item).findings if one.id.startswith("text."))


def distance(one: Sequence[str], other: Sequence[str]) -> int:
    """Words to change, put in or leave out until one list is the other (Levenshtein 1966)."""
    row = list(range(len(other) + 1))
    for at, word in enumerate(one, 1):
        before, row[0] = row[0], at
        for place, there in enumerate(other, 1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (word != there))
    return row[-1]


def clips(data: Path) -> list[tuple[dict[str, str], Samples]]:
    """The shared clips with their rows."""
    place = data / "audio"
    with (place / "manifest.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [(row, decode.samples((place / row["clip"]).read_bytes(), DEFAULT).samples) for row in rows]


def understood(model: Ears, known: Sequence[tuple[dict[str, str], Samples]]) -> list[tuple[str, int, int]]:
    """Who speaks -> clips taken as understood, and clips."""
    counts: dict[str, Counter[bool]] = defaultdict(Counter)
    for row, sound in known:
        if row["label"] == "real" or row["system"] in ("espeak", "Kokoro-82M"):
            kind = "people" if row["label"] == "real" else "programs"
            name = f"{row['language'][:2]}, {kind}, {row['split']}"
            if counts[name].total() >= MOST:
                continue
            said = model.hear(sound)
            counts[name][bool(said) and all(one.sure for one in said)] += 1
    return [(name, count[True], count.total()) for name, count in sorted(counts.items())]


def unspoken(model: Ears) -> list[tuple[str, int, int]]:
    """Sounds without speech -> those in which something was heard."""
    draw = np.random.default_rng(11)
    rows = []
    kinds: Mapping[str, Callable[[], Samples]] = {
        "silence": lambda: np.zeros(10 * RATE, np.float32),
        "noise": lambda: draw.normal(0, draw.uniform(0.001, 0.2), 10 * RATE).astype(np.float32),
        "chords": lambda: _chords(draw),
    }
    for name, made in kinds.items():
        heard = [bool(model.hear(made())) for _ in range(8)]
        rows.append((name, sum(heard), len(heard)))
    return rows


def _chords(draw: np.random.Generator) -> Samples:
    at = np.arange(10 * RATE) / RATE
    sound = np.zeros_like(at)
    for start in range(20):
        part = (at >= start / 2) & (at < start / 2 + 0.5)
        for pitch in 220 * 2 ** (draw.integers(0, 24, 3) / 12):
            for overtone in range(1, 5):
                fading = np.exp(-4 * (at[part] - start / 2)) * 0.1 / overtone
                sound[part] += fading * np.sin(2 * np.pi * pitch * overtone * at[part])
    made: Samples = sound.astype(np.float32)
    return made


def speeds(model: Ears) -> list[tuple[int, float, int]]:
    """Seconds of speech -> seconds to write it down (wall clock, the best of three), and windows."""
    sound = np.concatenate([spoken(text, "flite slt") for text in (*ASKS, *HARMLESS)])
    rows = []
    for length in LENGTHS:
        piece, took = sound[: length * RATE], []
        for _ in range(3):
            start = time.perf_counter()
            model.hear(piece)
            took.append(time.perf_counter() - start)
        rows.append((length, min(took), len(speech(piece))))
    return rows


def _sent(sound: Samples, channel: str) -> Samples:
    return decode.samples(encoded(sound, *CHANNELS[channel]), DEFAULT).samples


def copies(known: Sequence[tuple[dict[str, str], Samples]]) -> tuple[list[tuple[str, int, int, int]], Counter[int], int]:
    """Kind of copy -> found by a key and by its marks, copies; marks that different recordings share; pairs of those that share a key."""
    chosen = [(row, sound) for row, sound in known if not row["system"].startswith("copy")][::2][:COPIED]
    marks = [chroma.looks_of(sound) for _, sound in chosen]
    rows = []
    for name, copy in COPIES.items():
        found = keyed = total = 0
        for (_, sound), own in zip(chosen, marks, strict=True):
            if own:
                other = chroma.looks_of(copy(sound))
                total += 1
                found += chroma.shared(own, other) >= 6
                keyed += not keys(own).isdisjoint(keys(other))
        rows.append((name, keyed, found, total))
    different: Counter[int] = Counter()
    together = 0
    for one, other in combinations([own for own in marks if own], 2):
        different[chroma.shared(one, other)] += 1
        together += not keys(one).isdisjoint(keys(other))
    return rows, different, together


def keys(marks: Sequence[str]) -> set[str]:
    """What a database has of a sound (likeness/traces.py)."""
    return {mark.partition("-")[2] for mark in marks[:24]}


def page(data: Path) -> Iterator[str]:
    """The whole page."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    model = ears(DEFAULT)
    loaded = time.perf_counter() - start
    if model is None:
        sys.exit("No speech model is here: install weerbaar[listen].")
    model.hear(spoken(ASKS[0], "flite slt"))
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    known, heard = clips(data), list(notes())
    yield (
        f"# Listening\n\nPrinted by `python -m bench.listening` on {datetime.now(UTC):%Y-%m-%d}. The packaged English model (Whisper tiny.en, int8, "
        f"{model.folder.parent.name}) on two threads of a machine shared with other work. Shares with exact 95 % bounds.\n"
    )
    yield f"## Words\n\n{len(ASKS)} notes that ask for something and {len(HARMLESS)} that do not, our own, each spoken by {len(VOICES)} programs.\n"
    rows = []
    for channel in CHANNELS:
        for voice in VOICES:
            some = [one for one in heard if (one.voice, one.channel) == (voice, channel)]
            words, wrong = sum(one.words for one in some), sum(one.wrong for one in some)
            rows.append((channel, voice, f"{100 * wrong / words:.1f} %", words, sum(one.understood for one in some), len(some)))
    yield tables.table(("Channel", "Voice", "Word errors", "Words", "Understood", "Notes"), rows)
    yield '\nNumbers count as wrong when they are written in figures ("18,000").\n'
    yield "## What is asked\n\nFindings of the room `text` in the words as written, and in the same note as heard.\n"
    asking = []
    for channel in CHANNELS:
        some = [one for one in heard if one.channel == channel]
        asked = sum(len(one.asks) for one in some)
        kept = sum(len(one.asks & one.found) for one in some)
        calm = [one for one in some if not one.asks]
        asking.append((channel, tables.share(kept, asked), tables.share(sum(bool(one.found) for one in calm), len(calm))))
    yield tables.table(("Channel", "Findings that were heard too", "Notes without a request in which one was heard"), asking)
    missed = Counter(ask for one in heard for ask in one.asks - one.found)
    yield f"\nMost often missed: {', '.join(f'{name} {n}' for name, n in missed.most_common(5)) or 'nothing'}.\n"
    yield "## Was it understood at all\n\nClips of at most 4.4 s taken as understood. The limits were set on the clips named `train`.\n"
    yield tables.table(
        ("Language, speaker, part", "Taken as understood"),
        [(name, tables.share(hits, of)) for name, hits, of in understood(model, known)],
    )
    yield "\n" + tables.table(
        ("Sound without speech, 10 s", "In which something was heard"),
        [(n, tables.share(h, of)) for n, h, of in unspoken(model)],
    )
    yield "## Time and memory\n"
    yield tables.table(
        ("Speech", "Written down in", "Share of its length", "Windows"),
        [(f"{s} s", f"{took:.2f} s", f"{took / s:.3f}", windows) for s, took, windows in speeds(model)],
    )
    yield f"\nLoading the model, once for each worker: {loaded:.1f} s; memory for library, model and a note: {memory:.0f} MiB.\n"
    found, different, together = copies(known)
    pairs = different.total()
    yield "## Copies\n\nCopies of shared clips (at most 4.4 s, the hardest case), and pairs of different ones.\n"
    yield tables.table(
        ("Copy", "Shares a key", "Told to be the same (6 marks)"),
        [(name, tables.share(keyed, of), tables.share(same, of)) for name, keyed, same, of in found],
    )
    same = sum(n for shared, n in different.items() if shared >= 6)
    yield (
        f"\nDifferent recordings told to be the same: {tables.share(same, pairs)}; the most marks two of them share: {max(different)}. "
        f"They share a key, and are then compared: {tables.share(together, pairs)}.\n"
    )


if __name__ == "__main__":
    place = folder()
    if place is None:
        sys.exit("The folder audio of the data is needed.")
    tables.write("listening.md", "\n".join(page(place)))
