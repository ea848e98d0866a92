"""Videos: their moments are read as pictures with the time they stand at, their sound as sound; what cannot be watched is said."""

import io
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from bench import seeds
from bench.films import VIDEOS, card, film, media, sound
from PIL import Image

from weerbaar.model.finding import Reason
from weerbaar.model.item import Item
from weerbaar.model.part import Code, Link, Parts, Picture, Sound, Video
from weerbaar.settings import Settings
from weerbaar.unpack import reader as reading
from weerbaar.unpack.sources import items
from weerbaar.unpack.unpack import begin, unpack

av = pytest.importorskip("av")
QUIET = Settings(ocr=False, listen=False)
CODE = card("Scan en betaal", code=seeds.qr())
WORDS = card("Vandaag alleen")
HALL = card("", ground=(40, 90, 60))


def parts_of(data: bytes, name: str = "film.mp4", **changes: float) -> Parts:
    return unpack(Item(name, data), Settings(ocr=False, listen=False, **changes))  # type: ignore[arg-type]


def reasons(parts: Parts) -> set[tuple[str, Reason]]:
    """What was not watched; whether anybody listened is another test's."""
    return {
        (one.detector, one.reason)
        for one in parts.not_looked
        if one.detector.rpartition(".")[2] not in ("ocr", "sound", "listen", "synthesis")
    }


@pytest.mark.parametrize("name", [f"{codec}.{form}" for codec, form, _ in VIDEOS])
def test_every_container_and_codec_is_watched(name: str) -> None:
    parts = parts_of(dict(media()["video"])[name](), name)
    known = next(parts.of(Video))
    assert (known.width, known.height) == (176, 144)
    assert 0.8 < known.seconds < 1.6
    assert len(known.times) == 2, "one moment for each of the two cards"
    assert [code.payload for code in parts.of(Code)] == [seeds.ADDRESS]
    assert not reasons(parts)


def test_a_code_is_found_at_the_second_it_is_shown_and_told_once() -> None:
    parts = parts_of(film([(HALL, 12), (CODE, 3), (HALL, 6), (CODE, 4)], sound="aac"))
    assert [(code.where, code.payload) for code in parts.of(Code)] == [("film.mp4 @ 0:12", seeds.ADDRESS)]
    assert [link.where for link in parts.of(Link)] == ["film.mp4 @ 0:12"]
    assert [picture.where for picture in parts.of(Picture)] == ["film.mp4 @ 0:00", "film.mp4 @ 0:12"]
    assert next(parts.of(Video)).times == (0.0, 12.0)
    assert [heard.where for heard in parts.of(Sound)] == ["film.mp4"]


def test_words_on_the_screen_are_read_with_their_time() -> None:
    from weerbaar.model.part import Text
    from weerbaar.unpack.ocr import installed_languages

    if not installed_languages():
        pytest.skip("tesseract is not installed")
    asks = card("Betaal vandaag 250 euro", (640, 360))
    parts = unpack(Item("film.mp4", film([(Image.new("RGB", (640, 360)), 3), (asks, 3)], rate=2)), Settings(listen=False))
    assert [(text.where, "Betaal vandaag 250 euro" in text.text) for text in parts.of(Text)] == [("film.mp4 @ 0:03", True)]


def test_a_long_film_is_watched_in_moments_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    from weerbaar.unpack import video

    monkeypatch.setattr(video, "SHORT", 10)
    monkeypatch.setattr(video, "_gaps", lambda at, seconds: [(0.0, 10.0)] if len(at) < 4 else [])
    shown = [(HALL, 20), (CODE, 2), (HALL, 20)]
    parts = parts_of(film(shown, gop=50, rate=5))
    assert ("unpack.video_moments", Reason.MOMENTS) not in reasons(parts)
    monkeypatch.setattr(video, "_gaps", lambda at, seconds: [(0.0, 10.0)])
    assert ("unpack.video_moments", Reason.MOMENTS) in reasons(parts_of(film(shown, gop=50, rate=5), watch_seconds=0.3))


def test_what_stands_between_key_frames_is_found_with_the_time_that_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    from weerbaar.unpack import video

    monkeypatch.setattr(video, "SHORT", 10)
    parts = parts_of(film([(HALL, 7), (CODE, 3), (HALL, 30)], gop=100, rate=5))
    assert [code.where for code in parts.of(Code)] == ["film.mp4 @ 0:07"]


def test_a_copy_of_a_film_in_another_size_and_codec_looks_the_same() -> None:
    from weerbaar.unpack.pdq import distance

    scene = Image.effect_mandelbrot((320, 180), (-2.2, -1.2, 1.0, 1.2), 60).convert("RGB")
    one, other = (
        [look for picture in parts_of(data).of(Picture) for look in picture.looks]
        for data in (film([(scene, 1)]), film([(scene.resize((240, 136)), 1)], "mpeg4", "avi"))
    )
    assert min(distance(first, second) for first in one for second in other) <= 31


def test_a_film_turned_by_the_telephone_is_read_upright() -> None:
    parts = parts_of(film([(CODE.rotate(90, expand=True), 1)], turned=-90))
    picture = next(parts.of(Picture))
    assert (picture.width, picture.height) == CODE.size


def test_what_the_container_says_is_kept_and_a_place_only_named() -> None:
    tags = {"creation_time": "2026-03-02T09:15:00.000000Z", "location": "+50.8503+004.3517/", "comment": "made with Sora"}
    parts = parts_of(film([(HALL, 1)], tags=tags))
    known = next(parts.of(Video))
    assert (known.day, known.located, known.writer[:4]) == ("2026-03-02", True, "Lavf")
    assert "50.85" not in str(parts.all)


def test_a_sound_in_the_container_of_a_video_is_a_sound() -> None:
    parts = parts_of(sound("libopus", "webm", 0.5, 48_000), "praat.webm")
    assert not parts.has(Video)
    assert [heard.name for heard in parts.of(Sound)] == ["praat.webm"]


def test_a_film_waits_until_the_cheap_parts_were_judged() -> None:
    opening = begin(Item("film.mp4", film([(HALL, 1)])), QUIET)
    assert [blob.kind for blob in opening.waiting] == ["video"]
    assert not opening.read


def test_the_sheet_shows_the_moments_and_stays_small() -> None:
    shades = [(card("#" * number, ground=(250, 250, 250 - number)).rotate(12 * number), 1) for number in range(1, 31)]
    known = next(parts_of(film(shades)).of(Video))
    assert len(known.times) == 24
    assert 1_000 < len(known.sheet) <= 200_000
    assert Image.open(io.BytesIO(known.sheet)).format == "JPEG"


def halves(data: bytes) -> Iterator[tuple[str, bytes, set[tuple[str, Reason]]]]:
    yield "no index", data[: len(data) // 2], {("unpack.video", Reason.DAMAGED)}
    yield "protected", data + b"stsd\0\0\0\0\0\0\0\1\0\0\0\0encv", {("unpack.video", Reason.PROTECTED)}
    yield "only a head", data[:32], {("unpack.video", Reason.DAMAGED)}


def test_what_cannot_be_watched_is_said() -> None:
    for what, data, expected in halves(film([(HALL, 1)])):
        assert reasons(parts_of(data)) == expected, what


def test_a_recording_that_was_cut_off_is_watched_as_far_as_it_goes() -> None:
    data = film([(CODE, 2), (HALL, 8)], "mpeg4", "matroska", gop=5)
    parts = parts_of(data[: len(data) // 2], "film.mkv")
    assert [code.payload for code in parts.of(Code)] == [seeds.ADDRESS]


def test_limits_hold() -> None:
    data = film([(CODE, 1), (WORDS, 1), (HALL, 1)])
    assert ("limit max_pixels", Reason.TOO_LARGE) in reasons(parts_of(data, max_pixels=1000))
    assert len(next(parts_of(data, max_moments=2).of(Video)).times) == 2
    assert ("limit max_media_seconds", Reason.TOO_LARGE) in reasons(parts_of(data, max_media_seconds=1.5))


def test_a_film_may_be_larger_than_other_things(tmp_path: Path) -> None:
    data = film([(CODE, 1)])
    file = tmp_path / "film.mp4"
    file.write_bytes(data)
    small = Settings(ocr=False, listen=False, max_bytes=1000)
    [item] = items(file, small)
    assert isinstance(item, Item)
    assert item.data == data
    assert [code.payload for code in unpack(item, small).of(Code)] == [seeds.ADDRESS]
    assert len(unpack(Item("a.txt", b"Beste " * 300), small).not_looked) == 1
    least = replace(small, max_media_bytes=2000)
    [cut] = items(file, least)
    assert isinstance(cut, Item)
    assert len(cut.data) == 2001
    assert ("limit max_media_bytes", Reason.TOO_LARGE) in reasons(unpack(cut, least))


def test_without_its_library_nothing_is_watched_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    data = film([(HALL, 1)])
    monkeypatch.setitem(sys.modules, "av", None)
    parts = parts_of(data)
    assert reasons(parts) == {("unpack.video", Reason.NOT_INSTALLED)}
    assert next(parts.of(Video)).size == len(data)


def test_one_reader_reads_videos() -> None:
    assert reading.readers()["video"] == "video"
