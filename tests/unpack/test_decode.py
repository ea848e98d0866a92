import io
import struct
import wave
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.recordings import RATE, Samples, encoded, tune

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.settings import DEFAULT
from weerbaar.unpack.decode import Undecodable, samples

TUNE = tune(2.0)
USUAL = (
    ("wav", "pcm_s16le", RATE, 0, "pcm_s16le"),
    ("wav", "pcm_mulaw", 8_000, 0, "pcm_mulaw"),
    ("au", "pcm_mulaw", 8_000, 0, "pcm_mulaw"),
    ("aiff", "pcm_s16be", RATE, 0, "pcm_s16be"),
    ("flac", "flac", 44_100, 0, "flac"),
    ("mp3", "libmp3lame", 44_100, 64_000, "mp3float"),
    ("ogg", "libopus", 48_000, 16_000, "opus"),
    ("webm", "libopus", 48_000, 16_000, "opus"),
    ("ipod", "aac", 44_100, 64_000, "aac"),
    ("adts", "aac", 44_100, 64_000, "aac"),
    ("amr", "libopencore_amrnb", 8_000, 12_200, "amrnb"),
    ("3gp", "libopencore_amrnb", 8_000, 12_200, "amrnb"),
    ("asf", "wmav2", 44_100, 64_000, "wmav2"),
)


@pytest.mark.parametrize(("container", "codec", "rate", "bits", "name"), USUAL, ids=[f"{one[0]}-{one[1]}" for one in USUAL])
def test_usual_formats_become_samples(container: str, codec: str, rate: int, bits: int, name: str) -> None:
    heard = samples(encoded(TUNE, container, codec, rate, bits), DEFAULT)
    assert heard.samples.dtype == np.float32
    assert heard.seconds == pytest.approx(2.0, abs=0.15)
    assert (heard.codec, heard.rate, heard.channels, heard.left_out) == (name, rate, 1, ())
    assert likest(heard.samples, TUNE) > 0.8


def likest(one: Samples, other: Samples) -> float:
    """How alike two sounds are where they fit best: a codec shifts them a little. 1 is equal."""
    size = 2 * max(len(one), len(other))
    crossed = np.fft.irfft(np.fft.rfft(one, size) * np.conj(np.fft.rfft(other, size)), size)
    return float(crossed.max() / (np.linalg.norm(one) * np.linalg.norm(other)))


def test_two_channels_become_one() -> None:
    heard = samples(encoded(TUNE, "flac", "flac", layout="stereo"), DEFAULT)
    assert (heard.channels, heard.samples.ndim) == (2, 1)


def test_the_sound_of_a_film_is_read() -> None:
    heard = samples(encoded(TUNE, "mp4", "aac", 44_100, 64_000, film=True), DEFAULT)
    assert heard.seconds == pytest.approx(2.0, abs=0.15)


def test_what_lies_past_the_limit_is_left_out_and_said() -> None:
    heard = samples(encoded(TUNE, "flac", "flac"), replace(DEFAULT, max_media_seconds=0.5))
    assert heard.seconds == 0.5
    assert list(heard.left_out_of("a.flac")) == [NotLooked("limit max_media_seconds", Reason.TOO_LARGE, "a.flac")]


def test_a_sound_that_is_cut_off_is_read_up_to_there() -> None:
    whole = encoded(TUNE, "mp3", "libmp3lame", RATE, 32_000)
    heard = samples(whole[: len(whole) // 2], DEFAULT)
    assert 0.5 < heard.seconds < 1.5


@pytest.mark.parametrize(("container", "codec"), [("ogg", "libopus"), ("mp3", "libmp3lame"), ("ipod", "aac")])
def test_damage_in_the_middle_is_skipped_and_said(container: str, codec: str) -> None:
    whole = bytearray(encoded(tune(6.0), container, codec, RATE, 32_000))
    whole[len(whole) // 2 : len(whole) // 2 + 600] = bytes(range(200)) * 3
    heard = samples(bytes(whole), DEFAULT)
    assert 2.0 < heard.seconds < 6.1
    assert [one.reason for one in heard.left_out] == [Reason.DAMAGED]


def wav(rate: int = 8_000, channels: int = 1, kind: int = 1, frames: int = 8_000) -> bytes:
    """A file with a header that says what we want it to say."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setparams((1, 2, 8_000, 0, "NONE", ""))
        out.writeframes(bytes(2 * frames))
    data = bytearray(file.getvalue())
    struct.pack_into("<HHI", data, 20, kind, channels, rate)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.DAMAGED),
        (b"ID3" + bytes(2_000), Reason.DAMAGED),
        (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n", Reason.DAMAGED),
        (b"ffconcat version 1.0\nfile /etc/hostname\n", Reason.DAMAGED),
        (b"<?xml version='1.0'?><MPD xmlns='urn:mpeg:dash:schema:mpd:2011'></MPD>", Reason.DAMAGED),
        (wav(rate=1), Reason.DAMAGED),
        (wav(rate=4_000_000_000), Reason.DAMAGED),
        (wav(channels=60_000), Reason.DAMAGED),
        (wav(kind=0x7777), Reason.CODEC),
        (b"\0\0\0\x18ftypM4A " + bytes(12) + b"stsd" + bytes(12) + b"drms", Reason.PROTECTED),
        (b"\x30\x26\xb2\x75" + bytes(40) + bytes.fromhex("fbb3112223bdd211b4b700a0c955fc6e"), Reason.PROTECTED),
    ],
    ids=["nothing", "only a tag", "playlist", "list of files", "manifest", "slow", "fast", "channels", "codec", "shop", "wma"],
)
def test_what_is_no_sound_for_us_says_why(data: bytes, reason: Reason) -> None:
    with pytest.raises(Undecodable) as caught:
        samples(data, DEFAULT)
    assert caught.value.reason is reason


def test_a_film_without_sound_says_so() -> None:
    import av

    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as out:
        track: Any = out.add_stream("mpeg4", rate=5, width=64, height=48)
        out.mux(track.encode(av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), "rgb24")))
        out.mux(track.encode(None))
    with pytest.raises(Undecodable) as caught:
        samples(file.getvalue(), DEFAULT)
    assert caught.value.reason is Reason.NO_SOUND


def test_no_time_left_ends_it() -> None:
    with pytest.raises(Undecodable):
        samples(encoded(TUNE, "flac", "flac"), DEFAULT, deadline=0.0)


def test_without_pyav_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "av", None)
    with pytest.raises(Undecodable) as caught:
        samples(wav(), DEFAULT)
    assert caught.value.reason is Reason.NOT_INSTALLED
