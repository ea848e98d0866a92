"""What an eye sees of a page of a PDF and what it does not.

Text is taken out where it is painted invisibly (text rendering mode 3 or 7, ISO 32000-2 9.3.6; no opacity), is tiny, lies outside the page, is
of the colour it stands on, or has something opaque painted over it. Where that is doubtful the page is drawn, once and small: words painted with
no ink stay where the page shows ink (the words read from a scan over or under its picture, letters drawn as shapes, shadows), unless other
words make it; words of the colour of their ground stay where the drawn ground is another (gradients, patterns).

Not followed: text that is cut away by a clipping path.
"""

import re
from collections.abc import Iterator
from ctypes import addressof, byref, c_double, c_float, c_int, c_uint
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from weerbaar.unpack.language import language_of
from weerbaar.unpack.looks import WHITE, Rgb, near

if TYPE_CHECKING:
    from PIL.Image import Image

TINY = 1.0
"""Points the largest letter of a piece of text measures at least, when an eye can read it."""
WHOLE_PAGE = 0.6
"""Share of the page that a scan's picture fills at least."""
LEAST_COVER = 8.0
"""Square points of something painted that may lie under or over a letter."""
INK = 48
"""Difference of grey (of 255) between the darkest and the lightest spot where something is drawn."""
DOTS_PER_INCH = 60
MOST_THINGS = 5000
MOST_COVERS = 100
MOST_PIECES = 20_000
MOST_DEPTH = 4
MOST_PIECES_COMPARED = 200
LARGEST_DRAWN = 1_000_000
"""Pixels of a page drawn to settle doubts."""
DOUBTFUL = frozenset({"pale", "layer", "clear"})
LETTERS_MEASURED = 12
WORD = re.compile(r"[^\W\d_]{3,30}")
LINES = re.compile(r" ?\n\s{0,1000}\n")
FEWEST_WORDS = 4
ENOUGH_READ = 20
"""Different words read in a picture that say something about the words over it."""
SOLID = 255

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points of the page."""
Matrix = tuple[float, float, float, float, float, float]


class Seen(NamedTuple):
    """The text of a page: what an eye sees, what it does not; `read` is the part of the first that stands with no ink over a scan."""

    text: str
    hidden: str = ""
    read: str = ""


class _Cover(NamedTuple):
    order: int
    box: Box
    colour: Rgb | None  # None: a picture, a gradient or a pattern
    opaque: bool
    picture: bool


@dataclass(slots=True)
class _Painted:
    """What is painted on a page, in the order of painting."""

    orders: dict[int, int] = field(default_factory=dict)
    covers: list[_Cover] = field(default_factory=list)
    things: int = 0


class _Piece(NamedTuple):
    start: int
    length: int
    box: Box
    how: str  # seen, hidden; in doubt: pale (of the colour of its ground), layer (no ink, a scan's picture there), clear (no ink, none)


def seen_on(page: Any, most: int) -> Seen:
    """The text of a page, at most `most` characters."""
    import pypdfium2

    try:
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        return Seen("")
    try:
        count = min(text.count_chars(), most)
        return _split(page, text, count) if count > 0 else Seen("")
    finally:
        text.close()


def painted_order(page: Any) -> dict[int, int]:
    """Address of a text object of a page -> its place in the order of painting."""
    return _painted(page).orders


def not_in_picture(layer: str, read: str) -> str:
    """The lines of invisible words over a scan that are not in what was read in its picture.

    A poor scan is read poorly: where the two hardly agree, what was read must be language before it counts against the words.
    """
    seen = set(WORD.findall(read.lower()))
    lines = [(line, set(WORD.findall(line.lower()))) for line in layer.splitlines()]
    lines = [(line, words) for line, words in lines if len(words) >= FEWEST_WORDS]
    strange = [line for line, words in lines if len(words & seen) < len(words) / 4]
    if len(strange) > len(lines) / 2 and (len(seen) < ENOUGH_READ or language_of(read) == "und"):
        return ""
    return "\n".join(strange)


def _split(page: Any, text: Any, count: int) -> Seen:
    pieces = list(_pieces(page, text, count))
    if all(piece.how == "seen" for piece in pieces):
        return Seen(_words(text, 0, count))
    if any(piece.how in DOUBTFUL for piece in pieces):
        pieces = _settled(page, pieces)
    told: dict[str, list[str]] = {"seen": [], "hidden": [], "layer": []}
    before = ""
    for piece in pieces:
        words = _words(text, piece.start, piece.length)
        told["hidden" if piece.how == "hidden" else "seen"].append(words)
        if piece.how == "hidden" and words.endswith("\n"):
            told["seen"].append("\n")
        if piece.how == "layer":
            told["layer"].append(words)
        elif before == "layer":
            told["layer"].append("\n")
        before = piece.how
    return Seen(LINES.sub("\n", "".join(told["seen"])), "".join(told["hidden"]).strip(), "".join(told["layer"]).strip())


def _words(text: Any, start: int, count: int) -> str:
    return str(text.get_text_range(start, count)).replace("\r\n", "\n").replace("\ufffe", "-")


def _pieces(page: Any, text: Any, count: int) -> Iterator[_Piece]:
    """The text in pieces that were painted at once, each with how it looks; what stands between pieces goes with the one before."""
    starts = list(_starts(text, count))
    if not starts:
        return
    painted = _painted(page)
    crop: Box = page.get_cropbox()
    starts[0] = (0, starts[0][1])
    for (start, thing), (end, _) in pairwise([*starts, (count, None)]):
        box, letter = _measured(text, start, end)
        how = _how(text, letter, thing, box, painted, crop) if letter >= 0 else "seen"
        yield _Piece(start, end - start, box, how)


def _starts(text: Any, count: int) -> Iterator[tuple[int, Any]]:
    import pypdfium2.raw as raw

    before = pieces = 0
    for index in range(count):
        thing = raw.FPDFText_GetTextObject(text, index)
        if not thing:
            continue
        address = addressof(thing.contents)
        if address != before:
            before, pieces = address, pieces + 1
            if pieces > MOST_PIECES:
                return
            yield index, thing


def _measured(text: Any, start: int, end: int) -> tuple[Box, int]:
    """The box around the first letters and the last one of a piece, and which letter is the tallest; -1 where there is no letter."""
    import pypdfium2.raw as raw

    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    around: Box = (1e9, 1e9, -1e9, -1e9)
    tallest, letter = -1.0, -1
    for index in (*range(start, min(end, start + LETTERS_MEASURED)), end - 1):
        if not chr(raw.FPDFText_GetUnicode(text, index) % 0x110000).isalnum():
            continue
        if not raw.FPDFText_GetCharBox(text, index, byref(left), byref(right), byref(bottom), byref(top)):
            continue
        around = (
            min(around[0], left.value),
            min(around[1], bottom.value),
            max(around[2], right.value),
            max(around[3], top.value),
        )
        high = max(top.value - bottom.value, right.value - left.value)
        if high > tallest:
            tallest, letter = high, index
    return around, letter


def _how(text: Any, letter: int, thing: Any, box: Box, painted: _Painted, crop: Box) -> str:
    import pypdfium2.raw as raw

    if box[2] < crop[0] or box[0] > crop[2] or box[3] < crop[1] or box[1] > crop[3] or _height(text, letter) < TINY:
        return "hidden"
    order = painted.orders.get(addressof(thing.contents), MOST_THINGS)
    under = [cover for cover in painted.covers if _lies_in(box, cover.box)]
    scan = any(cover.picture and _area(cover.box) >= WHOLE_PAGE * _area(crop) for cover in under)
    unpainted = raw.FPDFTextObj_GetTextRenderMode(thing) in (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
    if unpainted or any(cover.opaque and cover.order > order for cover in under):
        return "layer" if scan else "clear" if unpainted else "hidden"
    if raw.FPDFTextObj_GetTextRenderMode(thing) not in (raw.FPDF_TEXTRENDERMODE_FILL, raw.FPDF_TEXTRENDERMODE_FILL_CLIP):
        return "seen"
    red, green, blue, opacity = c_uint(), c_uint(), c_uint(), c_uint()
    if not raw.FPDFText_GetFillColor(text, letter, byref(red), byref(green), byref(blue), byref(opacity)):
        return "seen"
    if opacity.value == 0:
        return "layer" if scan else "clear"
    below = [cover for cover in under if cover.order < order]
    ground = below[-1].colour if below else WHITE
    return "pale" if ground is not None and near((red.value, green.value, blue.value), ground) else "seen"


def _height(text: Any, letter: int) -> float:
    import pypdfium2.raw as raw

    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    raw.FPDFText_GetCharBox(text, letter, byref(left), byref(right), byref(bottom), byref(top))
    return max(top.value - bottom.value, right.value - left.value)


def _lies_in(inner: Box, outer: Box) -> bool:
    """Whether the middle of one box lies in the other."""
    across, up = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= across <= outer[2] and outer[1] <= up <= outer[3]


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def _painted(page: Any) -> _Painted:
    import pypdfium2.raw as raw

    painted = _Painted()
    count = raw.FPDFPage_CountObjects(page)
    _collect((raw.FPDFPage_GetObject(page, number) for number in range(max(0, count))), painted, (1, 0, 0, 1, 0, 0), 0)
    # The largest are those that can hide something; they are kept in the order of painting.
    painted.covers = sorted(
        sorted(painted.covers, key=lambda cover: -_area(cover.box))[:MOST_COVERS], key=lambda cover: cover.order
    )
    return painted


def _collect(things: Iterator[Any], painted: _Painted, matrix: Matrix, depth: int) -> None:
    import pypdfium2.raw as raw

    for thing in things:
        painted.things += 1
        if painted.things >= MOST_THINGS or not thing:
            return
        kind = raw.FPDFPageObj_GetType(thing)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            painted.orders[addressof(thing.contents)] = painted.things
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MOST_DEPTH:
            count = raw.FPDFFormObj_CountObjects(thing)
            inside = (raw.FPDFFormObj_GetObject(thing, number) for number in range(max(0, count)))
            _collect(inside, painted, _times(_matrix(thing), matrix), depth + 1)
        else:
            cover = _cover(thing, kind, painted.things, matrix)
            if cover is not None:
                painted.covers.append(cover)


def _cover(thing: Any, kind: int, order: int, matrix: Matrix) -> _Cover | None:
    import pypdfium2.raw as raw

    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    if not raw.FPDFPageObj_GetBounds(thing, byref(left), byref(bottom), byref(right), byref(top)):
        return None
    box = _moved((left.value, bottom.value, right.value, top.value), matrix)
    if _area(box) < LEAST_COVER:
        return None
    clear = bool(raw.FPDFPageObj_HasTransparency(thing))
    if kind != raw.FPDF_PAGEOBJ_PATH:
        picture = kind == raw.FPDF_PAGEOBJ_IMAGE
        return _Cover(order, box, None, picture and not clear, picture)
    mode, stroked = c_int(), c_int()
    if not raw.FPDFPath_GetDrawMode(thing, byref(mode), byref(stroked)) or mode.value == raw.FPDF_FILLMODE_NONE:
        return None
    red, green, blue, opacity = c_uint(), c_uint(), c_uint(), c_uint()
    if not raw.FPDFPageObj_GetFillColor(thing, byref(red), byref(green), byref(blue), byref(opacity)):
        return _Cover(order, box, None, False, False)
    solid = opacity.value == SOLID and not clear
    # Of a figure with many corners only the outline is known: it is a ground, but it need not cover.
    plain = raw.FPDFPath_CountSegments(thing) <= 5
    return _Cover(order, box, (red.value, green.value, blue.value) if solid else None, solid and plain, False)


def _matrix(form: Any) -> Matrix:
    import pypdfium2.raw as raw

    own = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(form, byref(own)):
        return 1, 0, 0, 1, 0, 0
    return own.a, own.b, own.c, own.d, own.e, own.f


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _moved(box: Box, matrix: Matrix) -> Box:
    a, b, c, d, e, f = matrix
    across = [a * x + c * y + e for x in (box[0], box[2]) for y in (box[1], box[3])]
    up = [b * x + d * y + f for x in (box[0], box[2]) for y in (box[1], box[3])]
    return min(across), min(up), max(across), max(up)


def _settled(page: Any, pieces: list[_Piece]) -> list[_Piece]:
    """The same pieces without doubt: seen, hidden or layer, as the drawn page shows."""
    width, height = page.get_size()
    if not (1 <= width <= 20_000 and 1 <= height <= 20_000):
        return [piece._replace(how="hidden" if piece.how in DOUBTFUL else piece.how) for piece in pieces]
    scale = min(DOTS_PER_INCH / 72, (LARGEST_DRAWN / (width * height)) ** 0.5)
    bitmap = page.render(scale=scale, may_draw_forms=False)
    image = bitmap.to_pil().convert("RGB")
    bitmap.close()
    seen = [piece.box for piece in pieces if piece.how == "seen" and piece.box[0] <= piece.box[2]]
    return [piece._replace(how=_settle(page, image, piece, seen)) if piece.how in DOUBTFUL else piece for piece in pieces]


def _settle(page: Any, image: "Image", piece: _Piece, seen: list[Box]) -> str:
    spot = _spot(page, image, piece.box)
    if spot is None:
        return "hidden"
    if all(
        lightest - darkest < INK for darkest, lightest in (cast(tuple[int, int], band.getextrema()) for band in spot.split())
    ):
        return "hidden"
    if piece.how == "layer":
        return "layer"
    made_by_others = any(_lies_in(piece.box, box) for box in seen[:MOST_PIECES_COMPARED])
    return "hidden" if made_by_others else "seen"


def _spot(page: Any, image: "Image", box: Box) -> "Image | None":
    """The drawn page around a box; None outside it."""
    import pypdfium2.raw as raw

    across, up = c_int(), c_int()
    corners = []
    for x, y in ((box[0], box[1]), (box[2], box[3])):
        raw.FPDF_PageToDevice(page, 0, 0, image.width, image.height, 0, x, y, byref(across), byref(up))
        corners.append((across.value, up.value))
    (left, right), (top, bottom) = (sorted(pair) for pair in zip(*corners, strict=True))
    place = (max(0, left - 1), max(0, top - 1), min(image.width, right + 2), min(image.height, bottom + 2))
    return image.crop(place) if place[0] < place[2] and place[1] < place[3] else None
