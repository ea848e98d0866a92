"""A picture of a page made fit for reading."""

from typing import TYPE_CHECKING

import numpy as np
import pytest
from bench import seeds
from PIL import Image, ImageDraw

from weerbaar.unpack.legible import LARGEST, legible

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
