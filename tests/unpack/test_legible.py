"""A picture of a page made fit for reading."""

from typing import TYPE_CHECKING

import numpy as np
import pytest
from bench import seeds
from PIL import Image, ImageDraw

from weerbaar.unpack.legible import LARGEST, _around, legible

if TYPE_CHECKING:
    from numpy.typing import NDArray


def page() -> Image.Image:
    """Rows of words on white."""
    image = Image.new("L", (1200, 900), 255)
    pen = ImageDraw.Draw(image)
    for row in range(12):
        for word in range(8):
            pen.rectangle((60 + 135 * word, 60 + 66 * row, 150 + 135 * word + 7 * (row % 3), 78 + 66 * row), fill=20)
    return image


def rows(image: Image.Image) -> "NDArray[np.float64]":
    return np.asarray(image, np.float64).mean(axis=1)


@pytest.mark.parametrize("angle", [-7.0, -2.5, -0.6, 3.0, 6.0])
def test_a_sloping_page_is_made_level(angle: float) -> None:
    sloping = page().rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    level = legible(sloping)
    # Where lines are level, some rows are nearly white and others dark.
    assert np.ptp(rows(level)) > 0.9 * np.ptp(rows(page()))
    assert np.ptp(rows(level)) > np.ptp(rows(sloping)) or abs(angle) < 1


def test_a_level_page_is_not_turned() -> None:
    assert legible(page()).size == page().size


def test_a_shadow_is_taken_out() -> None:
    shade = np.linspace(1.0, 0.3, 1200)[None, :]
    dim = Image.fromarray((np.asarray(page(), float) * shade).astype(np.uint8))
    ground = np.asarray(legible(dim))[30:50]
    assert ground.min() > 210
    assert np.asarray(dim)[30:50].min() < 80


def test_light_letters_on_dark_become_dark_on_light() -> None:
    night = Image.fromarray(255 - np.asarray(page()))
    assert np.median(np.asarray(legible(night))) > 240


def test_a_page_on_a_dark_table_is_not_turned_over() -> None:
    table = Image.new("L", (2000, 2000), 40)
    table.paste(page(), (300, 400))
    made = np.asarray(legible(table))
    assert made[made.shape[0] * 420 // 2000, made.shape[1] // 2] > 200


def on_a_table(sheet: Image.Image, slope: float = 0.0, lit: bool = False) -> Image.Image:
    """A sheet whose own edges stand upright and whose words slope, on a dark table, in a light that falls off to one side."""
    table = Image.new("L", (1400, 1500), 75)
    paper = Image.new("L", (1280, 1400), 255)
    words = sheet.rotate(slope, Image.Resampling.BICUBIC, fillcolor=255)
    paper.paste(words, (40, 30))
    table.paste(paper, (60, 50))
    shade = np.linspace(1.0, 0.5, 1400)[None, :] if lit else 1.0
    return Image.fromarray((np.asarray(table, float) * shade).astype(np.uint8))


@pytest.mark.parametrize("lit", [False, True], ids=["even light", "shadow"])
def test_the_words_of_a_sheet_on_a_table_are_made_level_not_its_edges(lit: bool) -> None:
    few = page().crop((0, 0, 1200, 240))
    level = legible(on_a_table(few, 3.0, lit))
    turned = np.asarray(level)[level.height // 14 : level.height // 3, level.width // 8 : level.width * 7 // 8]
    assert np.ptp(rows(Image.fromarray(turned))) > np.ptp(rows(few))


def test_a_sheet_on_a_table_is_told_from_a_page_a_bar_and_a_screen() -> None:
    bar, screen = page(), Image.new("L", (1200, 900), 30)
    bar.paste(80, (0, 0, 1200, 140))
    screen.paste(200, (500, 300, 520, 310))
    around = {"table": _around(on_a_table(page())), "shadow": _around(on_a_table(page(), lit=True))}
    assert all(mask is not None and 0.05 < np.asarray(mask).mean() / 255 < 0.4 for mask in around.values())
    assert [_around(page()), _around(screen), _around(Image.new("L", (3, 900)))] == [None] * 3
    assert rows(legible(bar))[:100].mean() < 240, "a bar on a page is not taken away"


def test_grain_is_taken_out() -> None:
    grain = np.random.default_rng(7).normal(0, 30, (900, 1200))
    noisy = Image.fromarray(np.clip(np.asarray(page(), float) + grain, 0, 255).astype(np.uint8))
    assert np.asarray(legible(noisy), float)[:50].std() < np.asarray(noisy, float)[:50].std() / 2


@pytest.mark.parametrize(
    ("size", "largest"), [((5000, 4000), LARGEST), ((3, 9000), 100_000), ((1, 1), 100), ((200, 50), LARGEST)]
)
def test_its_size_stays_within_bounds(size: tuple[int, int], largest: int) -> None:
    made = legible(Image.new("RGB", size, "white"), largest)
    assert made.width * made.height <= 1.1 * largest
    assert made.mode == "L"


@pytest.mark.needs("tesseract")
def test_an_account_in_a_dim_sloping_picture_is_read() -> None:
    from weerbaar.detect._accounts import accounts
    from weerbaar.model.item import Item
    from weerbaar.settings import Settings
    from weerbaar.unpack.unpack import unpack

    clear = seeds.written("Gelieve te betalen op rekening BE71 0961 2345 6769", (900, 260))
    dim = Image.fromarray((np.asarray(clear.convert("L"), float) * np.linspace(1.0, 0.35, 900)[None, :]).astype(np.uint8))
    dim = dim.rotate(4, Image.Resampling.BICUBIC, expand=True, fillcolor=90)
    parts = unpack(Item("foto.png", seeds.png(dim)), Settings(ocr_seconds=60.0, max_seconds=120.0))
    assert [account.iban for _, _, account in accounts(parts)] == ["BE71096123456769"]
