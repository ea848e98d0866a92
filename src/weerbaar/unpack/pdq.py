"""PDQ: 256 bits of what a picture looks like, nearly the same after it was made smaller, compressed again or photographed from a screen.

A screenshot shows a picture on a ground, with words around it. So where a part of a picture stands on an even ground, that part has a hash of
its own: it is that of the picture before somebody took the screenshot. A picture with hardly anything on it (a blank page, a gradient) has no
hash: its bits would say nothing.

Reference: Facebook, "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm", 2019 (github.com/facebook/ThreatExchange).
"""

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy
from numpy.typing import NDArray

if TYPE_CHECKING:
    from PIL.Image import Image

Levels = NDArray[numpy.float64]

POINTS, TERMS = 64, 16
COSINES: Levels = numpy.sqrt(2 / POINTS) * numpy.cos(
    numpy.pi / 2 / POINTS * numpy.outer(numpy.arange(1, TERMS + 1), 2 * numpy.arange(POINTS) + 1)
)
"""The lowest 16 terms of the discrete cosine transform of 64 points, without the constant one."""
LUMA = numpy.array([0.299, 0.587, 0.114])
SIDE = 512
"""Pixels of the longest side of the copy that is hashed, as the reference does."""
SMALLEST_SIDE = 64
LEAST_QUALITY = 50
"""Of 100, as the reference advises: below it a picture has too little on it."""
OFF_GROUND = 16
"""Levels of 255 by which a pixel differs from the ground."""
FULL = 0.5
"""Share of a row or column off the ground where a picture stands; words cover less."""
LEAST_PART, MOST_PART = 0.15, 0.97
"""Share of the whole that a part may be."""


def looks_of(image: "Image") -> tuple[str, ...]:
    """The hashes of a picture and of the part of it that stands on an even ground, each 64 hexadecimal digits.

    None where it is too small or too even.
    """
    if min(image.size) < SMALLEST_SIDE:
        return ()
    pixels = numpy.asarray(_small(image))
    part = _part_on_ground(pixels)
    hashed = (hash_of(one) for one in (pixels, part) if one is not None)
    return tuple(dict.fromkeys(f"{found:064x}" for found, quality in hashed if quality >= LEAST_QUALITY))


def _small(image: "Image") -> "Image":
    colours = image if image.mode == "RGB" else image.convert("RGB")
    factor = SIDE / max(image.size)
    if factor >= 1:
        return colours
    return colours.resize([max(1, round(side * factor)) for side in image.size], reducing_gap=2.0)


def hash_of(pixels: NDArray[numpy.uint8]) -> tuple[int, int]:
    """(the 256 bits, the quality from 0 to 100) of an array of height x width x 3 levels of red, green and blue."""
    small = _decimated(pixels @ LUMA)
    found = COSINES @ small @ COSINES.T
    bits = (found > numpy.partition(found, 127, axis=None)[127]).ravel()
    return int.from_bytes(numpy.packbits(bits[::-1]).tobytes(), "big"), _quality(small)


def distance(one: str, other: str) -> int:
    """Bits in which two hashes differ, 0 to 256: about 128 where the pictures have nothing in common."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def _decimated(luma: Levels) -> Levels:
    """A blurred copy of 64 x 64: two passes of a box filter each way, as wide as a 128th of the picture (a tent, after Jarosz)."""
    height, width = luma.shape
    return _tent(height) @ luma @ _tent(width).T


@lru_cache(maxsize=16)
def _tent(length: int) -> Levels:
    """64 x length: what each of the 64 points takes of a row, the mean over a window (smaller at the ends) of such means."""
    window = (length + 2 * POINTS - 1) // (2 * POINTS)
    half = (window + 2) // 2
    places = numpy.arange(length)
    left, right = numpy.maximum(places - (window - half), 0), numpy.minimum(places + half, length)
    box = ((places >= left[:, None]) & (places < right[:, None])) / (right - left)[:, None]
    taken: Levels = box[((numpy.arange(POINTS) + 0.5) / POINTS * length).astype(int)] @ box
    return taken


def _quality(small: Levels) -> int:
    steps = (numpy.diff(small, axis=axis) * 100 / 255 for axis in (0, 1))
    return min(100, int(sum(int(numpy.abs(step.astype(int)).sum()) for step in steps) / 90))


def _part_on_ground(pixels: NDArray[numpy.uint8]) -> NDArray[numpy.uint8] | None:
    """The part of the pixels that fills its rows and columns; None where there is no even ground, or nearly everything is that part."""
    edge = numpy.concatenate((pixels[0], pixels[-1]))
    ground = numpy.median(edge, axis=0)
    low = numpy.ceil(ground - OFF_GROUND).clip(0).astype(numpy.uint8)
    high = numpy.floor(ground + OFF_GROUND).clip(max=255).astype(numpy.uint8)
    red, green, blue = ((pixels[..., band] < low[band]) | (pixels[..., band] > high[band]) for band in range(3))
    off = red | green | blue
    top, bottom = _longest_run(off.mean(axis=1) >= FULL)
    left, right = _longest_run(off[top:bottom].mean(axis=0) >= FULL) if bottom > top else (0, 0)
    share = (bottom - top) * (right - left) / off.size
    if not LEAST_PART <= share <= MOST_PART or min(bottom - top, right - left) < SMALLEST_SIDE:
        return None
    return numpy.ascontiguousarray(pixels[top:bottom, left:right])


def _longest_run(marks: NDArray[numpy.bool_]) -> tuple[int, int]:
    """Where the longest run of true values begins and ends."""
    best = start = 0
    length = 0
    for at, mark in enumerate([*marks.tolist(), False]):
        if not mark:
            if at - start > length:
                best, length = start, at - start
            start = at + 1
    return best, best + length
