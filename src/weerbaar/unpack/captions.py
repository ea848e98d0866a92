"""Words that stand in a picture of a film: where they could stand, and those places alone as one page to be read.

A reader of pages reads nothing in a picture that is mostly scene, and takes seconds over it. Letters are many sharp steps between light and dark
side by side, in rows; so places are looked for in a small grey copy, which costs a thousandth of reading. Where steps are all over the picture it
is a page, a slide or a screen, or full of detail, and is read whole.
"""

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy
from numpy.typing import NDArray

if TYPE_CHECKING:
    from PIL.Image import Image

Levels = NDArray[numpy.int16]
Mask = NDArray[numpy.bool_]
Box = tuple[int, int, int, int]
"""Left, top, right, bottom in cells; the last two not included."""

FINE = (480, 270)
"""Pixels of the grey copy in which letters are looked for, whatever the shape of the picture."""
CELL = 10
ACROSS, DOWN = FINE[0] // CELL, FINE[1] // CELL
STEP, STEPS = 40, 10
"""Levels between neighbours that make a step, and steps in a cell where letters could stand."""
FEWEST, GAP = 3, 2
"""Cells side by side that could be a word, and cells between two words of a line."""
MOST_BOXES = 12
PAGE = 0.4
"""Share of the picture from which it is read whole."""
READABLE, LARGEST = 1920, 3.0
"""Pixels across that small pictures are enlarged to, at most so many times."""
APART = 24


def steps_in(levels: Levels) -> Mask:
    """Where letters could begin or end in a grey copy of FINE pixels: its steps, in cells where there are many, side by side."""
    steps = numpy.zeros(levels.shape, bool)
    steps[:, 1:] = numpy.abs(numpy.diff(levels, axis=1)) > STEP
    cells = numpy.asarray(steps.reshape(DOWN, CELL, ACROSS, CELL).sum(axis=(1, 3)) >= STEPS)
    kept = numpy.zeros_like(cells)
    for row, begin, end in _runs(cells):
        kept[row, begin:end] = True
    where: Mask = steps & kept.repeat(CELL, axis=0).repeat(CELL, axis=1)
    return where


def boxes_in(steps: Mask) -> list[Box]:
    """The places with letters, those of lines that touch together; at most MOST_BOXES, the largest."""
    cells = numpy.asarray(steps.reshape(DOWN, CELL, ACROSS, CELL).any(axis=(1, 3)))
    boxes: list[Box] = []
    for row, begin, end in _runs(cells):
        touched = [box for box in boxes if box[3] >= row and box[0] < end and begin < box[2]]
        boxes = [box for box in boxes if box not in touched]
        boxes.append(
            (
                min([begin, *(box[0] for box in touched)]),
                min([row, *(box[1] for box in touched)]),
                max([end, *(box[2] for box in touched)]),
                row + 1,
            )
        )
    largest = sorted(boxes, key=lambda box: -_area(box))[:MOST_BOXES]
    return sorted(largest, key=lambda box: (box[1], box[0]))


def fine(image: "Image") -> Levels:
    """The grey copy of a picture in which letters are looked for."""
    return numpy.asarray(image.convert("L").resize(FINE, reducing_gap=2.0), numpy.int16)


def caption_page(image: "Image") -> "Image | None":
    """The places of a picture where letters could stand, below each other on white; None where there are none.

    The picture itself where they are a large share of it.
    """
    from PIL import Image

    boxes = boxes_in(steps_in(fine(image)))
    if not boxes:
        return None
    if sum(map(_area, boxes)) > PAGE * ACROSS * DOWN:
        return image
    gray = image.convert("L")
    pieces = [gray.crop(_pixels(box, image.size)) for box in boxes]
    scale = min(max(READABLE / image.width, 1.0), LARGEST)
    if scale > 1:
        pieces = [
            piece.resize((int(piece.width * scale), int(piece.height * scale)), Image.Resampling.BICUBIC) for piece in pieces
        ]
    page = Image.new(
        "L", (max(piece.width for piece in pieces) + 2 * APART, sum(piece.height + APART for piece in pieces) + APART), 255
    )
    top = APART
    for piece in pieces:
        page.paste(piece, (APART, top))
        top += piece.height + APART
    return page


def _runs(cells: Mask) -> list[tuple[int, int, int]]:
    """(row, begin, end) of cells side by side, gaps of a space between words included."""
    found = []
    for row, line in enumerate(cells):
        at = numpy.flatnonzero(line).tolist()
        cuts = [0, *(number for number, (one, other) in enumerate(pairwise(at), 1) if other - one > GAP + 1), len(at)]
        found += [(row, at[begin], at[end - 1] + 1) for begin, end in pairwise(cuts) if end - begin >= FEWEST]
    return found


def _area(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])


def _pixels(box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """A box with a cell more on every side, in pixels of the picture."""
    across, down = size[0] / ACROSS, size[1] / DOWN
    return (
        int(max(box[0] - 1, 0) * across),
        int(max(box[1] - 1, 0) * down),
        int(min(box[2] + 1, ACROSS) * across),
        int(min(box[3] + 1, DOWN) * down),
    )
