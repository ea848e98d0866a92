"""Where words could stand in a picture of a film, and what is read there."""

import numpy
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from weerbaar.unpack.captions import ACROSS, DOWN, boxes_in, caption_page, fine, steps_in
from weerbaar.unpack.moments import Moments

SAID = "Betaal vandaag 250 euro"


def scene(size: tuple[int, int] = (960, 540), seed: int = 1) -> Image.Image:
    """Something with colours and soft detail at several sizes, as a street or a room has."""
    chance, mixed = numpy.random.default_rng(seed), numpy.zeros((size[1], size[0], 3))
    for cells, weight in ((6, 0.6), (40, 0.3), (200, 0.1)):
        noise = Image.fromarray((chance.random((cells, cells * 2, 3)) * 255).astype(numpy.uint8))
        mixed += weight * numpy.asarray(noise.resize(size, Image.Resampling.BICUBIC), float)
    return Image.fromarray(mixed.astype(numpy.uint8))


def said(image: Image.Image, words: str, style: str = "box", high: int = 450) -> Image.Image:
    image, font = image.copy(), ImageFont.load_default(32)
    pen = ImageDraw.Draw(image)
    if style == "box":
        pen.rectangle((60, high - 10, 900, high + 50), fill="white")
        pen.text((90, high), words, font=font, fill="black")
    else:
        pen.text((90, high), words, font=font, fill="white", stroke_width=2, stroke_fill="black")
    return image


@pytest.mark.parametrize("style", ["box", "outline"])
def test_a_line_of_words_over_a_scene_is_one_place(style: str) -> None:
    (box,) = boxes_in(steps_in(fine(said(scene(), SAID, style))))
    left, top, right, bottom = (share * 100 // whole for share, whole in zip(box, (ACROSS, DOWN, ACROSS, DOWN), strict=True))
    assert left <= 10
    assert right >= 35
    assert 78 <= top < bottom <= 96


@pytest.mark.parametrize(
    "image",
    [scene(), Image.new("RGB", (640, 360)), Image.linear_gradient("L"), scene().filter(ImageFilter.GaussianBlur(3))],
    ids=["scene", "black", "slope", "out of focus"],
)
def test_where_no_words_stand_nothing_is_read(image: Image.Image) -> None:
    assert caption_page(image) is None


def test_a_slide_full_of_words_is_read_whole() -> None:
    slide = Image.new("RGB", (960, 540), "white")
    for line in range(14):
        slide = said(slide, f"{SAID} of morgen 300 euro, en zo voort tot het eind", "outline", 20 + line * 36)
    assert caption_page(slide) is slide


def test_the_page_of_a_small_picture_is_enlarged() -> None:
    page = caption_page(said(scene(), SAID).resize((480, 270)))
    assert page is not None
    assert page.width > 480
    assert page.height < 400


def test_words_in_a_film_are_read_and_its_scenes_are_not() -> None:
    from weerbaar.model.part import Text
    from weerbaar.settings import Settings
    from weerbaar.unpack.ocr import installed_languages, words_in
    from weerbaar.unpack.reader import Budget

    if not installed_languages():
        pytest.skip("tesseract is not installed")
    budget = Budget(Settings())
    (text,) = (part for part in words_in(said(scene(), SAID), "0:01", budget, film=True) if isinstance(part, Text))
    assert SAID in text.text
    assert not list(words_in(scene(), "0:02", budget, film=True))


def test_a_moment_with_other_words_stays_where_scenes_have_to_go() -> None:
    moments = Moments(3)
    shown = [scene(seed=seed) for seed in range(6)]
    shown[1], shown[3] = said(shown[0], SAID), said(shown[0], "Scan nu de code hieronder")
    for second, image in enumerate(shown):
        moments.look(float(second), fine(image), image.copy)
    assert {1.0, 3.0} <= {moment.seconds for moment in moments if moment.words}
    assert len(moments) == 3


def test_the_same_words_over_another_scene_are_not_new() -> None:
    moments = Moments(9)
    for seed in range(3):
        image = said(scene(seed=seed), SAID)
        moments.look(float(seed), fine(image), image.copy)
    assert [moment.words for moment in moments] == [True, False, False]
