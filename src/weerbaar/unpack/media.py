"""Sounds: what they are, what is said in them, and by what a copy of one is found again.

The samples are decoded once (unpack/decode.py); speech is found, written down where a model is here (unpack/listen.py), and becomes a Text that
is read like any other. What was not understood is not judged: it is named, with the reason, and no word of it is kept.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.moment import clock
from weerbaar.model.part import Sound, Text, TextKind
from weerbaar.unpack.chroma import looks_of
from weerbaar.unpack.credentials import credentials_in
from weerbaar.unpack.declared import declared_in
from weerbaar.unpack.decode import RATE, Undecodable, samples
from weerbaar.unpack.listen import Span, Spoken, ears, speech, why_not
from weerbaar.unpack.reader import Blob, Budget, Yield, reader
from weerbaar.unpack.synthesis import voices_in
from weerbaar.unpack.text import make_text

if TYPE_CHECKING:
    from weerbaar.unpack.decode import Samples

FORMATS = (
    (b"ID3", "mp3"), (b"\xff\xfb", "mp3"), (b"\xff\xf3", "mp3"), (b"\xff\xf2", "mp3"), (b"\xff\xf1", "aac"), (b"\xff\xf9", "aac"),
    (b"fLaC", "flac"), (b"OggS", "ogg"), (b"#!AMR", "amr"), (b"\x1a\x45\xdf\xa3", "matroska"), (b"FLV", "flv"),
    (b"\x30\x26\xb2\x75", "asf"), (b"\x00\x00\x01\xba", "mpeg"), (b"\x47", "mpegts"),
    (b".snd", "au"), (b"caff", "caf"), (b"FORM", "aiff"), (b"RF64", "wav"), (b"\xff\xe3", "mp3"), (b"\xff\xfa", "mp3"),
)  # fmt: skip
RIFF = {b"WAVE": "wav", b"AVI ": "avi"}
SHORTEST = 1.0
"""Seconds a sound must last to hold a sentence."""
QUIET = 0.003
"""Loudest sample, of 1, of a sound that nobody would hear (-50 dB)."""
MARGIN = 4.0
"""Seconds that are left for the rest of the look when listening stops."""


@reader("sound")
def media(blob: Blob, budget: Budget) -> Iterator[Yield]:
    """A sound file, or the sound track of a video."""
    where = blob.where or blob.name or "sound"
    known = Sound(where, blob.name, format_of(blob.data), len(blob.data), hashlib.sha256(blob.data).hexdigest())
    # A video has told its own claims already.
    claims = [] if "track" in blob.context else [*credentials_in(blob, where, budget.settings), *declared_in(blob.data, where)]
    try:
        heard = samples(blob.data, budget.settings, budget.deadline)
    except Undecodable as why:
        yield known
        yield from claims
        yield NotLooked("unpack.sound", why.reason, where, why.detail)
        return
    looks = looks_of(heard.samples)
    yield replace(
        known, seconds=round(heard.seconds, 2), codec=heard.codec, rate=heard.rate, channels=heard.channels, looks=looks
    )
    yield from claims
    yield from heard.left_out_of(where)
    yield from voices_in(heard, where)
    yield from spoken_in(heard.samples, where, budget)


def spoken_in(heard: "Samples", where: str, budget: Budget) -> Iterator[Yield]:
    """What is said in mono samples (16,000 a second) as a Text part, or why nobody wrote it down."""
    if len(heard) < SHORTEST * RATE:
        yield NotLooked("unpack.listen", Reason.TOO_SHORT, where)
        return
    if float(abs(heard).max()) < QUIET:
        yield NotLooked("unpack.listen", Reason.SILENT, where)
        return
    reason = why_not(budget.settings)
    model = None if reason else ears(budget.settings)
    if model is None:
        yield NotLooked("unpack.listen", reason or Reason.NO_MODEL, where)
        return
    spans = speech(heard)
    if not spans:
        yield NotLooked("unpack.listen", Reason.NO_SPEECH, where)
        return
    within = list(_within(spans, budget.settings.max_speech_seconds))
    if len(within) < len(spans):
        budget.met.add("max_speech_seconds")
        yield NotLooked("limit max_speech_seconds", Reason.TOO_LARGE, where)
    said: list[Spoken] = []
    for one in model.listen(heard, within):
        said.append(one)
        if monotonic() > budget.deadline - MARGIN and len(said) < len(within):
            budget.met.add("media_seconds")
            yield NotLooked("limit media_seconds", Reason.TOO_LONG, where)
            break
    yield from _told(said, where, budget, Reason.UNCLEAR if model.multilingual else Reason.ONLY_ENGLISH)


def _within(spans: tuple[Span, ...], seconds: float) -> Iterator[Span]:
    """The first spans that together last so long."""
    for start, end in spans:
        seconds -= end - start
        if seconds < 0:
            return
        yield start, end


def _told(said: list[Spoken], where: str, budget: Budget, foreign: Reason) -> Iterator[Yield]:
    """What was understood, where that is at least half of what was said; else that it was not."""
    sure = [one for one in said if one.sure]
    if sum(one.end - one.start for one in sure) * 2 < sum(one.end - one.start for one in said):
        yield NotLooked("unpack.listen", foreign, where)
        return
    if len(sure) < len(said):
        yield NotLooked("unpack.listen", Reason.UNCLEAR, where, " ".join(clock(one.start) for one in said if not one.sure))
    heard = tuple((round(one.start, 2), one.text) for one in sure)
    for part in make_text(" ".join(one.text for one in sure), where, TextKind.SPEECH, budget):
        yield replace(part, language=sure[0].language, heard=heard) if isinstance(part, Text) else part


def format_of(data: bytes) -> str:
    """The container format by its signature: mp3, wav, mp4, m4a, ogg...; empty when unknown."""
    if data[:4] == b"RIFF":
        return RIFF.get(data[8:12], "")
    if data[4:8] == b"ftyp":
        return "m4a" if data[8:12] in (b"M4A ", b"M4B ") else "quicktime" if data[8:10] == b"qt" else "mp4"
    return next((name for signature, name in FORMATS if data.startswith(signature)), "")
