"""Pictures that move and pictures of telephones: read as what they are, within limits."""

import io
import sys

import pytest
from bench import seeds
from bench.films import animated, card, heic
from PIL import Image

from weerbaar.model.finding import Reason
from weerbaar.model.item import Item
from weerbaar.model.part import Code, Parts, Picture, Video
from weerbaar.settings import Settings
from weerbaar.unpack.unpack import unpack

QUIET = Settings(ocr=False)
FIRST, CODE = card("Hallo"), card("Scan", code=seeds.qr())


def parts_of(data: bytes) -> Parts:
    return unpack(Item("beeld.gif", data), QUIET)


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG", "AVIF"])
def test_a_code_in_the_last_frame_is_found_with_its_time(form: str) -> None:
    parts = parts_of(animated(form, [FIRST, FIRST.rotate(180), CODE]))
    assert [(code.where, code.payload) for code in parts.of(Code)] == [("beeld.gif @ 0:01", seeds.ADDRESS)]
    known = next(parts.of(Video))
    assert (known.seconds, known.times, known.kind) == (1.5, (0.0, 0.5, 1.0), form.lower())
    assert known.sheet.startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG", "AVIF"])
def test_a_picture_that_stands_still_is_no_film(form: str) -> None:
    file = io.BytesIO()
    CODE.save(file, form)
    parts = parts_of(file.getvalue())
    assert not parts.has(Video)
    assert [code.where for code in parts.of(Code)] == ["beeld.gif"]


def test_pictures_of_telephones_are_read() -> None:
    pytest.importorskip("pillow_heif")
    parts = parts_of(heic(CODE))
    assert next(parts.of(Picture)).kind == "heif"
    assert [code.payload for code in parts.of(Code)] == [seeds.ADDRESS]


def test_without_their_library_pictures_of_telephones_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    data = heic(CODE)
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    assert [one.reason for one in parts_of(data).not_looked] == [Reason.NOT_INSTALLED]


def test_a_moving_picture_that_is_cut_off_is_read_as_far_as_it_goes() -> None:
    data = animated("GIF", [CODE, FIRST, FIRST.rotate(180)])
    parts = parts_of(data[:-300])
    assert [code.payload for code in parts.of(Code)] == [seeds.ADDRESS]


def test_an_endless_moving_picture_is_read_within_its_limits() -> None:
    small = [Image.new("L", (64, 64), shade % 256) for shade in range(2_100)]
    file = io.BytesIO()
    small[0].save(file, "GIF", save_all=True, append_images=small[1:], duration=20)
    parts = parts_of(file.getvalue())
    # On a busy machine the time ends before the frames do.
    ends = {("unpack.picture", Reason.TOO_MANY), ("unpack.picture", Reason.TOO_LONG)}
    assert ends & {(one.detector, one.reason) for one in parts.not_looked}
    assert len(next(parts.of(Video)).times) <= 12
