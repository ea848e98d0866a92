"""Which moments of something that moves are worth reading, and a sheet with them.

A film has thousands of pictures and most show what the one before showed. So each is compared with those kept, as a small grey copy and by where
strokes stand that could be letters; what is new is kept, and where that becomes too many, the one that is most like another goes. A picture
with a code that no other has always stays, one with letters that no other has goes after those without.
"""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any

import numpy

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.moment import clocks
from weerbaar.model.part import Code, Link, Text
from weerbaar.unpack.captions import CELL, FINE, Levels, Mask, steps_in
from weerbaar.unpack.reader import Blob, Budget, OverBudget, Yield, reader_of

if TYPE_CHECKING:
    from PIL.Image import Image

Small = tuple[Levels, Mask]
"""Grey levels, and where strokes stand."""

ACROSS, DOWN = 96, 54
"""Cells of the small copy by which pictures are compared."""
OFF = 24
"""Levels of 255 by which a cell differs."""
NEW = 0.006
"""Share of the cells that differ in a picture that shows something new: a line of words across half of it changes twice as many."""
STROKE, STROKES = 80, 0.05
"""Levels between neighbours that make a stroke, and the share of them in a cell of 10 x 10 where letters could stand."""
LETTERED, OTHER = 60, 0.2
"""Steps of letters (captions.py) in a copy of 480 x 270 that make a word or two, and the share of them that an earlier one does not show: of other
words in the same place it was 0.29 and more, of the same words encoded anew over another scene 0.10 and less."""
WORDY = 4.0
"""How much more a cell with strokes counts than one of another grey: words are what is read."""
LETTERS = re.compile(r"[^\W\d_]{3,}|\d{2,}")
FRAME = frozenset({"member", "frame"})
"""The context of a picture that we took from something that moves."""
LONGEST_SIDE = 1920
QUALITY = 90
COLUMNS, TILE, MOST_TILES = 4, 300, 24
MARGIN = 6
LARGEST_SHEET = 200_000
"""Bytes of a sheet."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment: seconds from the start, and the picture as JPEG (at most 1920 pixels on its longest side)."""

    seconds: float
    picture: bytes
    code: bool = False  # shows a QR code or barcode that no earlier one shows
    words: bool = False  # shows what could be letters and no earlier one shows

    @property
    def worth(self) -> int:
        """What is kept and read first: those with a code, then those with letters."""
        return 2 * self.code + self.words


@dataclass(slots=True)
class _Kept:
    moment: Moment
    small: Small
    letters: Mask


@dataclass(slots=True)
class Moments:
    """At most `most` moments of what is shown to `look`, each with something that the others do not show."""

    most: int
    _kept: list[_Kept] = field(default_factory=list)
    _codes: set[str] = field(default_factory=set)

    def look(self, seconds: float, levels: Levels, picture: Callable[[], "Image"]) -> None:
        """Keep this picture if it shows something new; `levels` are its grey copy (captions.fine), the picture is asked for only then."""
        small, letters = _small(levels), steps_in(levels)
        words = self._new_letters(letters)
        if not words and self._kept and min(_apart(small, [one.small for one in self._kept])) < NEW:
            return
        image = picture()
        codes = _codes_in(image) - self._codes
        self._codes |= codes
        self._kept.append(_Kept(Moment(seconds, _written(image), bool(codes), words), small, letters))
        if len(self._kept) > self.most:
            self._kept.pop(self._least())

    def __iter__(self) -> Iterator[Moment]:
        return iter(sorted((one.moment for one in self._kept), key=lambda moment: moment.seconds))

    def __len__(self) -> int:
        return len(self._kept)

    def _new_letters(self, letters: Mask) -> bool:
        """Whether there are letters, and others than any picture that is kept has."""
        count = int(letters.sum())
        return count >= LETTERED and all((letters & ~one.letters).sum() > OTHER * count for one in self._kept)

    def _least(self) -> int:
        """Which one would be missed least: the later of the two that are most alike, of those without letters or codes where there are any."""
        smalls = [one.small for one in self._kept]
        apart = numpy.array([_apart(small, smalls, WORDY) for small in smalls])
        numpy.fill_diagonal(apart, numpy.inf)
        worth = numpy.array([one.moment.worth for one in self._kept])
        apart[worth > worth.min()] = numpy.inf
        return len(smalls) - 1 - int(apart.min(axis=1)[::-1].argmin())


def read_moments(
    moments: Sequence[Moment], where: str, depth: int, budget: Budget, share: float = 1.0, context: frozenset[str] = FRAME
) -> Iterator[Yield]:
    """Each moment as a picture with its codes and words, in order of time; words that an earlier one showed are not told again.

    Takes at most `share` of the time that is left: pictures with codes first, then those with letters, then spread over the film, so that what is
    left unread is nowhere a long stretch. What was not read is said.
    """
    read_picture = reader_of("picture")
    if read_picture is None:
        raise LookupError("picture")
    until = monotonic() + max(budget.deadline - monotonic(), 0.0) * share
    names = clocks([moment.seconds for moment in moments])
    read: dict[int, list[Yield]] = {}
    for number in _spread(moments):
        if monotonic() > until:
            break
        blob = Blob(f"{where} @ {names[number]}", moments[number].picture, kind="picture", depth=depth + 1, context=context)
        try:
            read[number] = list(read_picture(blob, budget))
        except OverBudget as limit:
            read[number] = [limit.not_looked]
            break
    known: set[object] = set()
    for number in sorted(read):
        for made in read[number]:
            if (again := _said(made)) is None or again not in known:
                known.add(again)
                yield made
    if len(read) < len(moments):
        yield NotLooked("unpack.video_moments", Reason.TOO_LONG, where, f"{len(read)} of {len(moments)}")


def _spread(moments: Sequence[Moment]) -> list[int]:
    """The numbers of the moments: those with codes, those with letters and the rest; of each every eighth, then every fourth..."""
    order: list[int] = []
    for worth in (2, 1, 0):
        alike = [number for number, moment in enumerate(moments) if min(moment.worth, 2) == worth]
        order += [alike[place] for step in (8, 4, 2, 1) for place in range(0, len(alike), step)]
    return list(dict.fromkeys(order))


def _said(made: Yield) -> object:
    """By what a part is known again in the next moment; None for what is told each time."""
    match made:
        case Text():
            return frozenset(LETTERS.findall(made.text.lower()))
        case Link():
            return (made.kind, made.target)
        case Code():
            return (made.symbology, made.payload)
        case NotLooked():
            return (made.detector, made.reason)
        case _:
            return None


def sheet(moments: Iterable[Moment]) -> bytes:
    """The moments beside each other, each with its time, as a JPEG of at most 200,000 bytes; empty when there are none."""
    from PIL import Image, ImageDraw, ImageFont

    shown = list(moments)[:MOST_TILES]
    if not shown:
        return b""
    names = clocks([moment.seconds for moment in shown])
    tiles = [_tile(moment.picture) for moment in shown]
    font: Any = ImageFont.load_default(18)
    columns = min(COLUMNS, len(tiles))
    rows = [tiles[at : at + columns] for at in range(0, len(tiles), columns)]
    heights = [max(tile.height for tile in row) + MARGIN for row in rows]
    whole = Image.new("RGB", (columns * (TILE + MARGIN) + MARGIN, sum(heights) + MARGIN), (32, 32, 29))
    pen = ImageDraw.Draw(whole)
    for number, tile in enumerate(tiles):
        left = MARGIN + number % columns * (TILE + MARGIN)
        top = MARGIN + sum(heights[: number // columns])
        whole.paste(tile, (left + (TILE - tile.width) // 2, top))
        box = pen.textbbox((left + 6, top + 4), names[number], font=font)
        pen.rectangle((box[0] - 4, box[1] - 3, box[2] + 4, box[3] + 3), fill=(32, 32, 29))
        pen.text((left + 6, top + 4), names[number], font=font, fill=(255, 255, 255))
    return next((data for quality in (78, 60, 42, 25) if len(data := _jpeg(whole, quality)) <= LARGEST_SHEET), b"")


def _tile(picture: bytes) -> "Image":
    from PIL import Image

    image: Image.Image = Image.open(io.BytesIO(picture), formats=("JPEG",))
    image.draft("RGB", (TILE, TILE))
    image.thumbnail((TILE, TILE))
    return image


def _written(image: "Image") -> bytes:
    image = image.convert("RGB")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=2.0)
    return _jpeg(image, QUALITY)


def _jpeg(image: "Image", quality: int) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality)
    return file.getvalue()


def _small(levels: Levels) -> Small:
    strokes = numpy.abs(numpy.diff(levels, axis=1, append=levels[:, -1:])) > STROKE
    cells = strokes.reshape(FINE[1] // CELL, CELL, FINE[0] // CELL, CELL).mean(axis=(1, 3)) > STROKES
    means = levels.reshape(DOWN, FINE[1] // DOWN, ACROSS, FINE[0] // ACROSS).mean(axis=(1, 3))
    return means.astype(numpy.int16), cells


def _apart(small: Small, others: Sequence[Small], wordy: float = 0.0) -> list[float]:
    """How far a small copy is from each of the others: the share of cells of another grey, and `wordy` times that of strokes."""
    gray = (numpy.abs(numpy.stack([levels for levels, _ in others]) - small[0]) > OFF).mean(axis=(1, 2))
    strokes = (numpy.stack([cells for _, cells in others]) != small[1]).mean(axis=(1, 2))
    apart: list[float] = (gray + wordy * strokes).tolist()
    return apart


def _codes_in(image: "Image") -> set[str]:
    import zxingcpp

    gray = image.convert("L")
    gray.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return {found.text[:500] for found in zxingcpp.read_barcodes(gray)}
