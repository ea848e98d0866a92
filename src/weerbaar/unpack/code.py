"""QR codes and barcodes: read from pictures with a ladder of retries, and from text that draws them with blocks.

A code whose modules are loose dots, or whose colours differ in hue only, is read by every telephone and by no decoder at first sight.
Made smaller and blurred, the dots run together and it reads. The ladder is fixed and works on small copies, so its cost is bounded
and its answer always the same.
"""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from weerbaar.model.part import Code, LinkKind, Text, TextKind
from weerbaar.unpack.link import links_in_text, make_link
from weerbaar.unpack.reader import Blob, Yield

if TYPE_CHECKING:
    from PIL.Image import Image
    from selectolax.lexbor import LexborNode

LARGEST, LARGEST_WHOLE = 800_000, 4_000_000
"""Pixels of the copy that is read first, and of the one for codes that are small on a large page."""
LADDER_SIDE = 900
SMALLEST_SIDE = 36
SIZES = (0.4, 0.6, 0.27, 1.0)
"""Steps of the ladder, the cheap and fruitful ones first: of 352 dotted codes that no plain decoder reads, these and the threshold read all."""
SHARPER = ((1.0, 3, 500), (0.5, 2, 300))
"""(size, radius in pixels, percent) of what is taken out of a blur: of 11 codes too soft to read at once, the first read all."""
WHOLE_BLUR = 1.8
"""Pixels: of 26 codes of small dots on a scanned page it reads all, 1.5 reads 15."""
SAMPLED = 160
"""Pixels of the longest side of the copy that is asked which colours differ."""
CELL, CELLS = 8, 5
"""Pixels of a cell, and the cells across a place that is asked whether it looks like modules."""
EDGE, TURNS, WOVEN = 8, 4, 0.85
"""Levels from the ground that make an edge, turns between dark and light on a line, and the share of the lines of a place, both ways, that turn so
often where a code may stand: of 275 dotted and blurred codes the lowest has 0.88, of 13 pages of words the highest 0.82."""
BETWEEN_SIZES = (1.0, 0.79, 0.63)
"""What is halved again and again; with one size only, dots that fall on every second pixel would be missed."""
SMALL = 160
"""Pixels of the shorter side below which a picture is too small to be asked place by place."""
AROUND = 1.15
"""Times its size that a code is covered once it was read, so that the ladder looks for others."""
MOST_CODES = 20
MOST_CHARS = 4300  # a QR code of version 40 holds 4,296 letters


def codes_in(image: "Image") -> list[tuple[str, str, str]]:
    """(symbology, payload, step of the ladder) of every code in a picture, each payload once.

    A code that was read is covered, and the ladder goes on while some place of what is left is woven as another would be.
    """
    if min(image.size) < SMALLEST_SIDE:
        return []
    from PIL import ImageOps

    whole = on_white(_reduced(image, LARGEST_WHOLE))
    image = _reduced(whole, LARGEST)
    gray, found = _gray(image), _Found()
    base = _along_hue(image, gray)
    if not _busy(gray, 6, 0.03) and (base is None or not _busy(base, 6, 0.03)):
        return []
    found.read(gray, "plain", linear=True)
    finest = None if image is whole else _gray(whole)
    if finest is not None:
        found.read(finest, "plain", linear=True)
    if base is not None:
        found.read(base, "hue")
    elif found.codes and not _busy(found.covered(gray), 6, 0.03):
        return found.listed()
    base = ImageOps.autocontrast(_at_most(gray, LADDER_SIDE) if base is None else base, cutoff=1)
    size = _woven(found.covered(base))
    if not size:
        return found.listed()
    for step, copy in _ladder(base, finest if size > 0.5 else None):
        if found.read(copy, step, again=True) and not _woven(found.covered(base)):
            break
    return found.listed()


def parts_of_codes(codes: Iterable[tuple[str, str, str]], blob: Blob, where: str) -> Iterator[Yield]:
    """A Code part for each code, and what its payload is: a link, a payment order, a contact, an invitation or words."""
    for symbology, payload, step in codes:
        yield Code(where, symbology, payload, step)
        upper = payload[:20].upper()
        if upper.startswith(("BEGIN:VCARD", "BEGIN:VCALENDAR")):
            yield blob.inside("code", payload.encode(), context=frozenset({"code"}))
            continue
        written = payload.strip()
        made = make_link(written, LinkKind.CODE, where) if _is_address(written) else None
        if made:
            yield made
            continue
        words = payment(payload) or payload
        if words.strip():
            yield Text(where, words.strip(), TextKind.PICTURE)
            yield from links_in_text(words, where, LinkKind.CODE)


def payment(payload: str) -> str:
    """The payment order in a European payment code (EPC069-12), one fact a line: name, IBAN, BIC, amount, reference; "" when it is none."""
    lines = [line.strip() for line in payload.splitlines()]
    if len(lines) < 7 or lines[0] != "BCD" or not lines[3].startswith("SCT"):
        return ""
    lines += [""] * (12 - len(lines))
    amount = lines[7][:3] + " " + lines[7][3:] if lines[7] else ""
    return "\n".join(line for line in (lines[5], lines[6], lines[4], amount, lines[9], lines[10], lines[11]) if line)


def _is_address(payload: str) -> bool:
    head, colon, _ = payload.partition(":")
    if any(c.isspace() for c in payload):
        return False
    return (bool(colon) and head.lower() not in ("wifi", "mecard", "smsto", "geo")) or payload.lower().startswith("www.")


def _formats(linear: bool) -> Any:
    import zxingcpp

    kinds = zxingcpp.BarcodeFormat
    matrix = [kinds.QRCode, kinds.MicroQRCode, kinds.RMQRCode, kinds.Aztec, kinds.DataMatrix, kinds.PDF417]
    return zxingcpp.BarcodeFormats([*matrix, *([kinds.Code128, kinds.EAN13, kinds.Code39] if linear else [])])


@dataclass(slots=True)
class _Found:
    """Codes that were read (payload -> symbology, step), and where they stand: corners as shares of width and height."""

    codes: dict[str, tuple[str, str]] = field(default_factory=dict)
    places: list[tuple[tuple[float, float], ...]] = field(default_factory=list)

    def read(self, gray: "Image", step: str, *, linear: bool = False, again: bool = False) -> bool:
        """Read what is not covered yet; whether something was."""
        import zxingcpp

        # The ladder makes smaller copies itself.
        read = zxingcpp.read_barcodes(
            self.covered(gray), formats=_formats(linear), try_rotate=False, try_downscale=not again
        )  # fmt: skip
        for code in [code for code in read if code.text][: MOST_CODES - len(self.codes)]:
            self.codes.setdefault(str(code.text)[:MOST_CHARS], (str(code.format), step))
            self.places.append(_corners(code.position, gray.size))
        return bool(read)

    def covered(self, gray: "Image") -> "Image":
        """A copy with paper over the codes that were read."""
        if not self.places:
            return gray
        from PIL import ImageDraw

        copy = gray.copy()
        pen = ImageDraw.Draw(copy)
        for corners in self.places:
            pen.polygon([(x * gray.width, y * gray.height) for x, y in corners], fill=255)
        return copy

    def listed(self) -> list[tuple[str, str, str]]:
        return [(symbology, payload, step) for payload, (symbology, step) in self.codes.items()]


def _corners(position: Any, size: tuple[int, int]) -> tuple[tuple[float, float], ...]:
    corners = [(at.x, at.y) for at in (position.top_left, position.top_right, position.bottom_right, position.bottom_left)]
    middle = [sum(axis) / 4 for axis in zip(*corners, strict=True)]
    return tuple(
        ((middle[0] + (x - middle[0]) * AROUND) / size[0], (middle[1] + (y - middle[1]) * AROUND) / size[1]) for x, y in corners
    )


def _reduced(image: "Image", most: int) -> "Image":
    """The picture in at most that many pixels."""
    if image.width * image.height <= most:
        return image
    if image.mode == "P":
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    return image.reduce(math.ceil((image.width * image.height / most) ** 0.5))


def on_white(image: "Image") -> "Image":
    """The picture without see-through parts: they show the white of the page."""
    from PIL import Image

    if image.mode not in ("RGBA", "LA", "PA", "La", "RGBa") and "transparency" not in image.info:
        return image
    layer = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")


def _gray(image: "Image") -> "Image":
    if image.mode.startswith("I;16") or image.mode == "I":
        image = image.point(lambda value: value / 256)
    return image.convert("L")


def _busy(gray: "Image", changes: int, share: float) -> bool:
    """Whether a share of the rows and columns change between dark and light often, as the modules of a code make them."""
    import numpy

    factor = max(1, max(gray.size) // 256)
    pixels = numpy.asarray(gray.reduce(factor) if factor > 1 else gray)
    dark = pixels < (int(pixels.min()) + int(pixels.max())) // 2
    rows = (dark[:, 1:] != dark[:, :-1]).sum(axis=1)
    columns = (dark[1:, :] != dark[:-1, :]).sum(axis=0)
    return bool((rows >= changes).mean() > share and (columns >= changes).mean() > share)


def _woven(gray: "Image") -> float:
    """The size at which some place changes between dark and light on nearly every line, across and down, as modules of 2 to 4 pixels do.

    0 where none does: words leave gaps between their lines at every size, and much of a photograph is smooth.
    """
    from PIL import Image

    if min(gray.size) < SMALL:
        return float(_busy(gray, 10, 0.1))
    copies = [
        (size, gray.resize((int(gray.width * size), int(gray.height * size)), Image.Resampling.BOX)) for size in BETWEEN_SIZES
    ]
    while copies := [(size, copy) for size, copy in copies if min(copy.size) >= CELL * CELLS]:
        for size, copy in copies:
            if _most_woven(copy) >= WOVEN:
                return size
        copies = [(size / 2, copy.reduce(2)) for size, copy in copies]
    return 0.0


def _most_woven(gray: "Image") -> float:
    """The largest share of lines with TURNS in any place of CELLS x CELLS cells, of the lines across or those down, whichever turn less."""
    import numpy
    from PIL import Image, ImageChops, ImageFilter

    width, height = gray.width // CELL * CELL, gray.height // CELL * CELL
    gray = gray.crop((0, 0, width, height))
    ground = gray.reduce(CELL).filter(ImageFilter.BoxBlur(1)).resize(gray.size, Image.Resampling.BILINEAR)
    levels = numpy.asarray(ImageChops.subtract(gray, ground, 1, 128), numpy.uint8)
    dark = levels < 128
    strong = (levels < 128 - EDGE) | (levels > 128 + EDGE)
    across = numpy.zeros((height, width), bool)
    across[:, 1:] = (dark[:, 1:] ^ dark[:, :-1]) & (strong[:, 1:] | strong[:, :-1])
    down = numpy.zeros((height, width), bool)
    down[1:] = (dark[1:] ^ dark[:-1]) & (strong[1:] | strong[:-1])
    rows = _in_places(numpy.packbits(_in_places(numpy.packbits(across, axis=1), 1) >= TURNS, axis=0), 0)
    columns = _in_places(numpy.packbits(_in_places(numpy.packbits(down, axis=0), 0) >= TURNS, axis=1), 1)
    return float(numpy.minimum(rows, columns).max()) / (CELL * CELLS)


def _in_places(packed: Any, axis: int) -> Any:
    """How many bits are set in each run of CELLS bytes along an axis."""
    import numpy

    counts = numpy.moveaxis(numpy.bitwise_count(packed), axis, 0)
    runs = len(counts) - CELLS + 1
    return numpy.moveaxis(sum((counts[at : at + runs] for at in range(1, CELLS)), counts[:runs]), 0, axis)


def _ladder(base: "Image", finest: "Image | None") -> Iterator[tuple[str, "Image"]]:
    from PIL import Image, ImageFilter, ImageOps

    side = min(base.size)
    if side < SMALL:
        copy = base.resize((base.width * 2, base.height * 2), Image.Resampling.BICUBIC)
        yield "larger", copy
        yield "blur", copy.filter(ImageFilter.GaussianBlur(4))
    for size in SIZES:
        if side * size < 40:
            break
        copy = base.resize((max(int(base.width * size), 1), max(int(base.height * size), 1)), Image.Resampling.BOX)
        yield "blur", ImageOps.autocontrast(copy.filter(ImageFilter.GaussianBlur(1.5)), cutoff=1)
    for size, radius, percent in SHARPER:
        copy = base.resize((max(int(base.width * size), 1), max(int(base.height * size), 1)), Image.Resampling.BOX)
        yield "sharp", copy.filter(ImageFilter.UnsharpMask(radius, percent, 0))
    middle = base.copy()
    middle.thumbnail((400, 400))
    yield "threshold", middle.point(lambda value: 255 if value > 128 else 0)
    if finest is not None:
        yield "blur", finest.filter(ImageFilter.GaussianBlur(WHOLE_BLUR))


def _at_most(image: "Image", side: int) -> "Image":
    from PIL import Image

    copy = image.copy()
    copy.thumbnail((side, side), Image.Resampling.BILINEAR, reducing_gap=1.0)
    return copy


def _along_hue(image: "Image", gray: "Image") -> "Image | None":
    """A copy along the line through the colours on which they differ most; None where they differ in brightness as much.

    That line is the first principal component of the pixels (Pearson 1901); it parts ink from ground that differ in hue only.
    """
    import numpy
    from PIL import Image

    if image.mode not in ("RGB", "P", "CMYK"):
        return None
    colours = image.convert("RGB")
    sample = numpy.asarray(_at_most(colours, SAMPLED), numpy.float32).reshape(-1, 3)
    strength, lines = numpy.linalg.eigh(numpy.cov(sample, rowvar=False))
    # Of a grey picture the three colours vary alike, so along their line it varies by the root of three more.
    if strength[2] <= 3 * (1.4 * numpy.asarray(_at_most(gray, SAMPLED)).std()) ** 2:
        return None
    pixels = numpy.asarray(_at_most(colours, LADDER_SIDE), numpy.float32)
    along = pixels @ lines[:, 2].astype(numpy.float32)
    low, high = float(along.min()), float(along.max())
    return Image.fromarray(((along - low) * (255 / max(high - low, 1))).astype(numpy.uint8))


# --- codes drawn with characters ---------------------------------------------------------------------------------------------

# A character cell is a grid of 2 x 4 points: that is what Braille patterns fill, half blocks and full blocks in fewer, larger pieces.
LEFT, RIGHT = 0b01, 0b10
HALVES = {
    "█": (3, 3, 3, 3), "▀": (3, 3, 0, 0), "▄": (0, 0, 3, 3), "▌": (1, 1, 1, 1), "▐": (2, 2, 2, 2), "▓": (3, 3, 3, 3), "▇": (3, 3, 3, 3),
    "▘": (1, 1, 0, 0), "▝": (2, 2, 0, 0), "▖": (0, 0, 1, 1), "▗": (0, 0, 2, 2), "▙": (1, 1, 3, 3), "▛": (3, 3, 1, 1), "▜": (3, 3, 2, 2),
    "▟": (2, 2, 3, 3), "▚": (1, 1, 2, 2), "▞": (2, 2, 1, 1), " ": (0, 0, 0, 0), "\u00a0": (0, 0, 0, 0), "\u2007": (0, 0, 0, 0),
    "░": (0, 0, 0, 0),
}  # fmt: skip
SQUARES = {"⬛": 1, "■": 1, "🔳": 1, "🟥": 1, "🟦": 1, "🟫": 1, "⬜": 0, "□": 0, "🔲": 0, "🟨": 0, "\u3000": 0}
BLOCKS = frozenset(HALVES) - {" ", "\u00a0", "\u2007"} | frozenset(SQUARES)
BLOCK = re.compile("[" + "".join(sorted(BLOCKS)) + "\u2801-\u28ff]")
FEWEST_BLOCKS = 100
MOST_LINES = 200
FEWEST_LINES = 8


def drawn_codes(text: str, blob: Blob, where: str) -> Iterator[Yield]:
    """The parts of codes drawn with characters in a text; nearly free where there are none."""
    if block_count(text) >= FEWEST_BLOCKS:
        yield from parts_of_codes(codes_in_text(text), blob, where)


def block_count(text: str) -> int:
    """How many characters of a text are blocks that could draw a code."""
    return 0 if text.isascii() else len(BLOCK.findall(text))


def codes_in_text(text: str) -> list[tuple[str, str, str]]:
    """(symbology, payload, "characters") of codes drawn with block characters, squares or Braille patterns."""
    found = []
    for lines in _drawings(text.splitlines()[:5000]):
        drawn = [[_cell(character) for character in line] for line in lines]
        found += codes_in_grid([[point for cell in cells for point in cell[row]] for cells in drawn for row in range(4)])
    return found


def codes_in_grid(rows: Sequence[Sequence[int]], step: str = "characters") -> list[tuple[str, str, str]]:
    """(symbology, payload, step) of codes in a grid of points or table cells, 1 for dark. Rows may differ in length."""
    import numpy
    from PIL import Image

    width = max((len(row) for row in rows), default=0)
    if width < 15 or len(rows) < 15 or width * len(rows) > 2_000_000:
        return []
    grid = numpy.zeros((len(rows), width), numpy.uint8)
    for number, row in enumerate(rows):
        grid[number, : len(row)] = row
    scale = 4 if width < 200 else 1
    for dark in (grid, 1 - grid):
        pixels = numpy.pad(1 - dark, 16, constant_values=1) * numpy.uint8(255)
        found = _Found()
        if found.read(Image.fromarray(numpy.kron(pixels, numpy.ones((scale, scale), numpy.uint8))), step):
            return found.listed()
    return []


def _drawings(lines: Sequence[str]) -> Iterator[Sequence[str]]:
    """Runs of lines that are drawn rather than written."""
    run: list[str] = []
    for line in [*lines, ""]:
        if _is_drawn(line):
            run.append(line.rstrip("\r\n"))
            continue
        if FEWEST_LINES <= len(run) <= MOST_LINES:
            yield run
        run = []


def _is_drawn(line: str) -> bool:
    drawn = sum(c in HALVES or c in SQUARES or "\u2800" <= c <= "\u28ff" for c in line)
    return len(line) >= 8 and drawn >= len(line) * 0.9 and (line.strip() != "" or len(line) > 15)


def _cell(character: str) -> tuple[tuple[int, ...], ...]:
    if character in SQUARES:
        return ((SQUARES[character],) * 4,) * 4
    if "\u2800" <= character <= "\u28ff":
        bits = ord(character) - 0x2800
        return tuple((bits >> left & 1, bits >> right & 1) for left, right in ((0, 3), (1, 4), (2, 5), (6, 7)))
    return tuple((row & LEFT, (row & RIGHT) >> 1) for row in HALVES.get(character, (0, 0, 0, 0)))


# --- codes drawn with the cells of a table -----------------------------------------------------------------------------------

GROUND = re.compile(r"background(?:-color)?\s*:\s*([^;]{1,40})", re.I)
FEWEST_CELLS = 300
MOST_TABLES = 20
MOST_ROWS = 400


def codes_in_tables(tables: Sequence["LexborNode"]) -> list[tuple[str, str, str]]:
    """(symbology, payload, "table") of codes drawn with dark and light cells of HTML tables."""
    found = []
    for table in tables[:MOST_TABLES]:
        groups = [table, *_children(table, "tbody")]
        lines = [row for group in groups for row in _children(group, "tr")]
        rows = [[dark for cell in _children(row, "td") for dark in _dark(cell)] for row in lines]
        if sum(map(len, rows)) >= FEWEST_CELLS:
            found += codes_in_grid(rows, "table")
    return found


def _children(node: "LexborNode", tag: str) -> list["LexborNode"]:
    return [child for child in islice(node.iter(), MOST_ROWS) if child.tag == tag]


def _dark(cell: "LexborNode") -> list[int]:
    from weerbaar.unpack.looks import colour_of

    attributes = cell.attributes
    style = GROUND.search(attributes.get("style") or "")
    colour = colour_of(style[1].strip()) if style else colour_of(attributes.get("bgcolor"))
    wide = attributes.get("colspan") or "1"
    dark = colour is not None and sum(colour) < 3 * 128
    return [int(dark)] * (min(int(wide), MOST_ROWS) if wide.isdecimal() and len(wide) < 6 else 1)
