"""Sound and video: what they are. They are not listened to or watched here, and that is said."""

import hashlib
from collections.abc import Iterator

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.part import Sound, Video
from weerbaar.unpack.credentials import credentials_in
from weerbaar.unpack.declared import declared_in
from weerbaar.unpack.reader import Blob, Budget, Yield, reader

FORMATS = (
    (b"ID3", "mp3"), (b"\xff\xfb", "mp3"), (b"\xff\xf3", "mp3"), (b"\xff\xf2", "mp3"), (b"\xff\xf1", "aac"), (b"\xff\xf9", "aac"),
    (b"fLaC", "flac"), (b"OggS", "ogg"), (b"#!AMR", "amr"), (b"\x1a\x45\xdf\xa3", "matroska"),
)  # fmt: skip
RIFF = {b"WAVE": "wav", b"AVI ": "avi"}


@reader("sound", "video")
def media(blob: Blob, budget: Budget) -> Iterator[Yield]:
    """A sound or video file."""
    part = Sound if blob.kind == "sound" else Video
    where = blob.where or blob.name or blob.kind
    yield part(where, blob.name, format_of(blob.data), len(blob.data), hashlib.sha256(blob.data).hexdigest())
    yield from credentials_in(blob, where, budget.settings)
    yield from declared_in(blob.data, where)
    yield NotLooked(f"unpack.{blob.kind}", Reason.NO_MODEL, blob.where)


def format_of(data: bytes) -> str:
    """The container format by its signature: mp3, wav, mp4, m4a, ogg...; empty when unknown."""
    if data[:4] == b"RIFF":
        return RIFF.get(data[8:12], "")
    if data[4:8] == b"ftyp":
        return "m4a" if data[8:12] in (b"M4A ", b"M4B ") else "quicktime" if data[8:10] == b"qt" else "mp4"
    return next((name for signature, name in FORMATS if data.startswith(signature)), "")
