"""`make bench-codes`: which drawn and photographed QR codes are read, what is read where there is none, and how long it takes.

Writes docs/measured/codes.md. The codes are drawn here with payloads of many lengths at every level of error correction. The kinds of
`TRIED` were looked at while the ladder (weerbaar.unpack.code) was made; those of `HELD_OUT`, other shapes, colours and troubles with other
random numbers, were not.
"""

import io
import random
import statistics
import string
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version

import numpy
import zxingcpp
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from training.data import folder

from bench import tables
from weerbaar.unpack.code import codes_in

Grid = NDArray[numpy.bool_]
Ink = NDArray[numpy.float64]
Colour = tuple[int, int, int]
Dice = random.Random
Draw = Callable[[Dice], "Drawn"]

EACH = 100
SILENT_EACH = 40
MOST_SECONDS = 3.0
WHITE, BLACK = (255, 255, 255), (0, 0, 0)
EYE = 7


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture and the payloads of the codes in it."""

    image: Image.Image
    payloads: frozenset[str]


# --- payloads and modules ----------------------------------------------------------------------------------------------------


def payload(dice: Dice, longest: int = 300) -> str:
    """An address, a payment order or words, mostly short."""
    letters = string.ascii_lowercase + string.digits
    kind = dice.random()
    if kind < 0.7:
        length = min(longest, int(8 + dice.expovariate(1 / 45)))
        return f"https://{''.join(dice.choices(letters, k=8))}.example/{''.join(dice.choices(letters, k=length))}"
    if kind < 0.85:
        return f"BCD\n002\n1\nSCT\n\nMolens De Kroon\nBE71096123456769\nEUR{dice.randrange(1, 9999)}.00\n\n\nFactuur {dice.randrange(9999)}"
    return "WIFI:S:" + "".join(dice.choices(letters, k=10)) + ";T:WPA;P:" + "".join(dice.choices(letters, k=12)) + ";;"


def modules(written: str, level: str) -> Grid:
    """The modules of a QR code without its quiet zone, true for dark."""
    made = zxingcpp.create_barcode(written, zxingcpp.BarcodeFormat.QRCode, ec_level=level)
    return numpy.asarray(made.to_image(scale=1, add_quiet_zones=False)) < 128


def code(dice: Dice, levels: str = "LMQH", longest: int = 300) -> tuple[str, Grid]:
    written = payload(dice, longest)
    return written, modules(written, dice.choice(levels))


# --- shapes ------------------------------------------------------------------------------------------------------------------


def tile(cell: int, inside: Callable[[Ink, Ink], NDArray[numpy.bool_]]) -> Ink:
    """One module of `cell` pixels; `inside` is asked for points from -1 to 1, four by four in each pixel."""
    points = (numpy.arange(cell * 4) + 0.5) / (cell * 2) - 1
    filled = inside(*numpy.meshgrid(points, points)).astype(float)
    shape: Ink = filled.reshape(cell, 4, cell, 4).mean(axis=(1, 3))
    return shape


def dot(size: float) -> Callable[[Ink, Ink], NDArray[numpy.bool_]]:
    return lambda x, y: x * x + y * y <= (2 * size) ** 2


def square(size: float = 0.5) -> Callable[[Ink, Ink], NDArray[numpy.bool_]]:
    return lambda x, y: numpy.maximum(abs(x), abs(y)) <= 2 * size


def diamond(size: float) -> Callable[[Ink, Ink], NDArray[numpy.bool_]]:
    return lambda x, y: abs(x) + abs(y) <= 2 * size


def cross(size: float) -> Callable[[Ink, Ink], NDArray[numpy.bool_]]:
    return lambda x, y: (numpy.minimum(abs(x), abs(y)) <= 0.45) & (numpy.maximum(abs(x), abs(y)) <= 2 * size)


def bars(size: float) -> Callable[[Ink, Ink], NDArray[numpy.bool_]]:
    """Strips that touch above and below and leave a gap at the sides."""
    return lambda x, y: (abs(x) <= 2 * size) & (abs(y) <= 1)


def star(size: float) -> Callable[[Ink, Ink], NDArray[numpy.bool_]]:
    return lambda x, y: numpy.hypot(x, y) <= 2 * size * (0.75 + 0.25 * numpy.cos(5 * numpy.arctan2(y, x)))


def stamped(grid: Grid, cell: int, shape: Ink) -> Ink:
    """Every dark module drawn with the same shape."""
    ink: Ink = numpy.kron(grid.astype(float), numpy.ones((cell, cell)))
    return ink * numpy.tile(shape, grid.shape)


def flowing(grid: Grid, cell: int, roundness: float) -> Ink:
    """Modules that run into one another with round corners."""
    drawn = Image.fromarray((numpy.kron(numpy.pad(grid, 1), numpy.ones((cell, cell))) * 255).astype(numpy.uint8))
    soft = numpy.asarray(drawn.filter(ImageFilter.GaussianBlur(roundness * cell)), float) / 255
    return numpy.clip((soft - 0.5) * cell / 2 + 0.5, 0, 1)[cell:-cell, cell:-cell]


def with_eyes(ink: Ink, grid: Grid, cell: int, how: str) -> Ink:
    """The three finder patterns drawn anew: whole squares, rounded, or rings."""
    ink, size = ink.copy(), grid.shape[0]
    points = (numpy.arange(EYE * cell) + 0.5) / cell - EYE / 2
    x, y = numpy.meshgrid(points, points)
    far = {
        "square": numpy.maximum(abs(x), abs(y)),
        "ring": numpy.hypot(x, y),
        "round": (abs(x) ** 4 + abs(y) ** 4) ** 0.25,
    }[how]
    eye = ((far <= 3.5) & (far > 2.5) | (far <= 1.5)).astype(float)
    for row, column in ((0, 0), (0, size - EYE), (size - EYE, 0)):
        ink[row * cell : (row + EYE) * cell, column * cell : (column + EYE) * cell] = eye
    return ink


def painted(ink: Ink, dark: Colour = BLACK, light: Colour = WHITE, quiet: int = 0) -> Image.Image:
    """Ink of one colour on a ground of another, with `quiet` pixels of ground around it."""
    ink = numpy.pad(ink, quiet)[..., None]
    return Image.fromarray((ink * numpy.array(dark) + (1 - ink) * numpy.array(light)).round().astype(numpy.uint8))


def plain(dice: Dice, cell: int = 0, levels: str = "LMQH", longest: int = 300) -> tuple[str, Image.Image]:
    written, grid = code(dice, levels, longest)
    cell = cell or dice.randint(3, 10)
    return written, painted(stamped(grid, cell, numpy.ones((cell, cell))), quiet=4 * cell)


def one(image: Image.Image, written: str) -> Drawn:
    return Drawn(image, frozenset((written,)))


def colour(dice: Dice, lowest: int, highest: int) -> Colour:
    """A colour whose brightness (Rec. 601) lies between the two."""
    while True:
        found = (dice.randrange(256), dice.randrange(256), dice.randrange(256))
        if lowest <= 0.299 * found[0] + 0.587 * found[1] + 0.114 * found[2] <= highest:
            return found


def hues(dice: Dice, level: int) -> tuple[Colour, Colour]:
    """Two colours of nearly the same brightness that lie far apart."""
    while True:
        dark, light = colour(dice, level - 6, level + 6), colour(dice, level - 6, level + 6)
        if max(abs(a - b) for a, b in zip(dark, light, strict=True)) >= 90:
            return dark, light


# --- what happens to a picture -----------------------------------------------------------------------------------------------


def jpeg(image: Image.Image, quality: int) -> Image.Image:
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=quality)
    return Image.open(out)


def noisy(image: Image.Image, dice: Dice, sigma: float) -> Image.Image:
    pixels = numpy.asarray(image.convert("RGB"), float)
    noise = numpy.random.default_rng(dice.randrange(2**32)).normal(0, sigma, pixels.shape)
    return Image.fromarray((pixels + noise).clip(0, 255).astype(numpy.uint8))


def lit(image: Image.Image, dice: Dice, weakest: float) -> Image.Image:
    """Light that falls off to one side."""
    angle, pixels = dice.uniform(0, 6.283), numpy.asarray(image.convert("RGB"), float)
    x, y = numpy.meshgrid(numpy.linspace(-1, 1, pixels.shape[1]), numpy.linspace(-1, 1, pixels.shape[0]))
    light = weakest + (1 - weakest) * (x * numpy.cos(angle) + y * numpy.sin(angle) + 1.414) / 2.828
    return Image.fromarray((pixels * light[..., None]).clip(0, 255).astype(numpy.uint8))


def ground(dice: Dice, size: tuple[int, int]) -> Image.Image:
    """An uneven table or wall."""
    rng = numpy.random.default_rng(dice.randrange(2**32))
    coarse = Image.fromarray(rng.integers(60, 210, (6, 8, 3)).astype(numpy.uint8)).resize(size, Image.Resampling.BICUBIC)
    return noisy(coarse, dice, 8)


def tilted(image: Image.Image, dice: Dice, most: float, turn: float, size: tuple[int, int]) -> Image.Image:
    """The picture as a sheet on a table, seen from aside: each corner moved by up to `most` of its side, turned by up to `turn` degrees."""
    back = ground(dice, size)
    side, angle = min(size) * dice.uniform(0.55, 0.68), numpy.radians(dice.uniform(-turn, turn))
    corners = numpy.array([(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)]) * side
    corners += numpy.array([[dice.uniform(-most, most) for _ in range(2)] for _ in range(4)]) * side
    corners = corners @ numpy.array([[numpy.cos(angle), numpy.sin(angle)], [-numpy.sin(angle), numpy.cos(angle)]])
    corners += numpy.array(size) / 2
    source = [(0, 0), (image.width, 0), image.size, (0, image.height)]
    rows, wanted = [], []
    for (x, y), (u, v) in zip(corners.tolist(), source, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        wanted += [u, v]
    factors = numpy.linalg.solve(numpy.array(rows, float), numpy.array(wanted, float)).tolist()
    sheet = image.convert("RGBA").transform(size, Image.Transform.PERSPECTIVE, factors, Image.Resampling.BICUBIC)
    back.paste(sheet, (0, 0), sheet)
    return back


def page(dice: Dice, image: Image.Image, at: tuple[int, int] | None = None) -> Image.Image:
    """An A4 page of words at 150 dpi with the picture on it."""
    sheet = Image.new("RGB", (1240, 1754), "white")
    pen, letters = ImageDraw.Draw(sheet), ImageFont.load_default(20)
    for line in range(58):
        words = " ".join("".join(dice.choices(string.ascii_lowercase, k=dice.randint(2, 10))) for _ in range(13))
        pen.text((90, 90 + line * 27), words, fill="black", font=letters)
    sheet.paste(image, at or (dice.randrange(90, 1150 - image.width), dice.randrange(90, 1650 - image.height)))
    return sheet


def warped(image: Image.Image, dice: Dice, height: float, waves: float) -> Image.Image:
    """Paper that is not flat: rows and columns moved along a wave of `height` pixels."""
    pixels = numpy.asarray(image.convert("RGB"))
    rows, columns = numpy.indices(pixels.shape[:2])
    down = height * numpy.sin(columns / image.width * waves * 6.283 + dice.uniform(0, 6))
    across = height * numpy.sin(rows / image.height * waves * 6.283 + dice.uniform(0, 6))
    y = (rows + down).round().clip(0, image.height - 1).astype(int)
    x = (columns + across).round().clip(0, image.width - 1).astype(int)
    return Image.fromarray(pixels[y, x])


# --- kinds that were looked at ------------------------------------------------------------------------------------------------


def ordinary(dice: Dice) -> Drawn:
    written, image = plain(dice, dice.randint(2, 12))
    return one(image, written)


def coloured(dice: Dice) -> Drawn:
    written, grid = code(dice)
    cell = dice.randint(4, 10)
    ink = stamped(grid, cell, numpy.ones((cell, cell)))
    return one(painted(ink, colour(dice, 0, 100), colour(dice, 170, 255), 4 * cell), written)


def inverted(dice: Dice) -> Drawn:
    written, grid = code(dice)
    cell = dice.randint(3, 10)
    ink = stamped(grid, cell, numpy.ones((cell, cell)))
    return one(painted(ink, colour(dice, 180, 255), colour(dice, 0, 70), 4 * cell), written)


def dotted(dice: Dice) -> Drawn:
    written, grid = code(dice)
    cell = dice.randint(5, 14)
    ink = stamped(grid, cell, tile(cell, dot(dice.uniform(0.25, 0.48))))
    eyes = dice.choice(("", "square", "ring"))
    ink = with_eyes(ink, grid, cell, eyes) if eyes else ink
    image = painted(ink, colour(dice, 0, 80), colour(dice, 200, 255), 4 * cell)
    return one(image if dice.random() < 0.6 else jpeg(image, dice.randint(50, 90)), written)


def rounded(dice: Dice) -> Drawn:
    written, grid = code(dice)
    cell = dice.randint(5, 14)
    ink = with_eyes(flowing(grid, cell, dice.uniform(0.15, 0.35)), grid, cell, dice.choice(("square", "round")))
    return one(painted(ink, colour(dice, 0, 90), quiet=4 * cell), written)


def logo(dice: Dice) -> Drawn:
    written, grid = code(dice, "QH")
    cell = dice.randint(4, 10)
    image = painted(stamped(grid, cell, numpy.ones((cell, cell))), quiet=4 * cell)
    half, middle = image.width * dice.uniform(0.08, 0.11), image.width / 2
    box = (middle - half, middle - half, middle + half, middle + half)
    ImageDraw.Draw(image).rounded_rectangle(box, half / 2, fill=colour(dice, 0, 255), outline="white", width=cell)
    return one(image, written)


def low_contrast(dice: Dice) -> Drawn:
    written, grid = code(dice)
    cell, base, apart = dice.randint(4, 10), dice.randint(30, 190), dice.randint(18, 60)
    ink = stamped(grid, cell, numpy.ones((cell, cell)))
    return one(noisy(painted(ink, (base,) * 3, (base + apart,) * 3, 4 * cell), dice, dice.uniform(0, 2)), written)


def blurred(dice: Dice) -> Drawn:
    cell = dice.randint(4, 12)
    written, image = plain(dice, cell, longest=120)
    return one(image.filter(ImageFilter.GaussianBlur(dice.uniform(0.3, 0.6) * cell)), written)


def skewed(dice: Dice) -> Drawn:
    written, image = plain(dice, 8, longest=120)
    return one(tilted(image, dice, 0.12, 180, (700, 700)), written)


def photographed(dice: Dice) -> Drawn:
    written, image = plain(dice, 10, longest=100)
    photo = tilted(image, dice, 0.09, 30, dice.choice(((900, 1200), (1500, 2000), (1200, 1600))))
    photo = photo.filter(ImageFilter.GaussianBlur(dice.uniform(0.5, 1.6)))
    return one(jpeg(noisy(lit(photo, dice, dice.uniform(0.3, 0.8)), dice, dice.uniform(2, 10)), dice.randint(40, 90)), written)


def tiny(dice: Dice) -> Drawn:
    written, image = plain(dice, dice.randint(2, 4), longest=60)
    return one(page(dice, image), written)


def screen(dice: Dice) -> Drawn:
    """A photograph of a screen: rows and columns of coloured dots that beat with those of the camera."""
    written, image = plain(dice, 9, longest=60)
    pixels = numpy.asarray(image.convert("RGB"), float)
    pixels = numpy.kron(pixels, numpy.ones((2, 2, 1)))
    rows, columns = numpy.indices(pixels.shape[:2])
    period = dice.uniform(2.6, 3.4)
    for band in range(3):
        pixels[..., band] *= 0.72 + 0.28 * numpy.cos(6.283 * (columns / period + band / 3))
    pixels *= (0.85 + 0.15 * numpy.cos(6.283 * rows / dice.uniform(2.6, 3.4)))[..., None]
    shot = Image.fromarray(pixels.clip(0, 255).astype(numpy.uint8)).rotate(
        dice.uniform(-8, 8), Image.Resampling.BICUBIC, fillcolor="gray"
    )
    factor = dice.uniform(0.4, 0.75)
    shot = shot.resize((int(shot.width * factor), int(shot.height * factor)), Image.Resampling.BILINEAR)
    return one(jpeg(noisy(shot, dice, 4), dice.randint(50, 85)), written)


def several(dice: Dice) -> Drawn:
    """Two to six codes in one picture; read where all are."""
    sheet, found = Image.new("RGB", (1200, 900), colour(dice, 150, 255)), set()
    places = [(x, y) for x in (10, 410, 810) for y in (10, 460)]
    for x, y in dice.sample(places, dice.randint(2, 6)):
        written, image = plain(dice, 4, longest=50)
        image.thumbnail((370, 420))
        sheet.paste(image, (x, y))
        found.add(written)
    return Drawn(sheet, frozenset(found))


def damaged(dice: Dice) -> Drawn:
    """Stains and scratches within what the level can mend: about 5 % of the modules at M, 12 % at Q and H."""
    level = dice.choice("MQH")
    written = payload(dice, 120)
    cell = 8
    image = painted(stamped(modules(written, level), cell, numpy.ones((cell, cell))), quiet=4 * cell)
    pen, side = ImageDraw.Draw(image), image.width - 8 * cell
    share = {"M": 0.01, "Q": 0.03, "H": 0.04}[level]
    for _ in range(3):
        reach = side * (share / 3 / 3.1416) ** 0.5
        x, y = (4 * cell + side * dice.uniform(0.38, 0.95) for _ in range(2))
        pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=colour(dice, 0, 255))
    pen.line(
        (0, image.height * dice.uniform(0.4, 0.9), image.width, image.height * dice.uniform(0.4, 0.9)), fill="white", width=2
    )
    return one(image, written)


def isoluminant(dice: Dice) -> Drawn:
    """Ink and ground of nearly the same brightness and different hue."""
    written, grid = code(dice)
    cell = dice.randint(5, 10)
    dark, light = hues(dice, dice.randint(90, 150))
    return one(painted(stamped(grid, cell, numpy.ones((cell, cell))), dark, light, 4 * cell), written)


def page_other(dice: Dice) -> Drawn:
    """A page with a small dotted or coloured code, scanned a little askew."""
    written, grid = code(dice, "MQ", 40)
    cell = dice.randint(4, 6)
    shape = dice.choice((tile(cell, dot(0.42)), numpy.ones((cell, cell))))
    image = painted(stamped(grid, cell, shape), colour(dice, 0, 90), quiet=4 * cell)
    return one(jpeg(page(dice, image).rotate(dice.uniform(-2, 2), Image.Resampling.BICUBIC, fillcolor="white"), 75), written)


# --- kinds that were held out -------------------------------------------------------------------------------------------------


def ordinary_other(dice: Dice) -> Drawn:
    """Half a pixel off the grid, in JPEG of low quality, with a narrow quiet zone, quarter-turned or mirrored."""
    written, image = plain(dice, dice.randint(3, 9))
    edge = image.width * 4 // 100
    image = image.crop((edge // 2, edge // 2, image.width - edge // 2, image.height - edge // 2))
    factor = dice.uniform(0.8, 1.3)
    image = image.resize((int(image.width * factor), int(image.height * factor)), Image.Resampling.BICUBIC)
    return one(jpeg(image.rotate(90 * dice.randrange(4)), dice.randint(30, 90)), written)


def shaded(dice: Dice) -> Drawn:
    """Ink that runs from one colour into another."""
    written, grid = code(dice)
    cell = dice.randint(4, 10)
    ink = numpy.pad(stamped(grid, cell, numpy.ones((cell, cell))), 4 * cell)[..., None]
    run = numpy.linspace(0, 1, ink.shape[1])[None, :, None]
    dark = numpy.array(colour(dice, 0, 110)) * run + numpy.array(colour(dice, 0, 110)) * (1 - run)
    return one(Image.fromarray((dark * ink + 250 * (1 - ink)).astype(numpy.uint8)), written)


def inverted_styled(dice: Dice) -> Drawn:
    """Light dots or round modules on a dark ground of a colour."""
    written, grid = code(dice)
    cell = dice.randint(6, 12)
    ink = stamped(grid, cell, tile(cell, dice.choice((dot(dice.uniform(0.33, 0.46)), square(0.42)))))
    ink = with_eyes(ink, grid, cell, dice.choice(("square", "round", "ring")))
    return one(painted(ink, colour(dice, 170, 255), colour(dice, 0, 60), 4 * cell), written)


def dotted_other(dice: Dice) -> Drawn:
    """Small dots, stars and diamonds that touch nowhere, the eyes drawn of them too, sometimes turned a little."""
    written, grid = code(dice)
    cell = dice.randint(6, 16)
    shape = dice.choice((dot(dice.uniform(0.22, 0.3)), star(dice.uniform(0.4, 0.5)), diamond(dice.uniform(0.4, 0.5))))
    image = painted(stamped(grid, cell, tile(cell, shape)), colour(dice, 0, 60), quiet=4 * cell)
    return one(image.rotate(dice.uniform(-5, 5), Image.Resampling.BICUBIC, fillcolor="white"), written)


def stylised_other(dice: Dice) -> Drawn:
    """Strips, crosses, loose squares and diamonds with round or ring-shaped eyes, in colour."""
    written, grid = code(dice)
    cell = dice.randint(6, 14)
    shape = dice.choice((bars(dice.uniform(0.3, 0.42)), cross(0.48), square(dice.uniform(0.28, 0.42)), diamond(0.5)))
    ink = with_eyes(stamped(grid, cell, tile(cell, shape)), grid, cell, dice.choice(("round", "ring", "square")))
    return one(painted(ink, colour(dice, 0, 110), colour(dice, 200, 255), 4 * cell), written)


def over_a_picture(dice: Dice) -> Drawn:
    """Dark modules and light squares laid half-transparent over a picture."""
    written, grid = code(dice, "QH", 80)
    cell = dice.randint(6, 12)
    ink = numpy.pad(stamped(grid, cell, numpy.ones((cell, cell))), 4 * cell)[..., None]
    back = numpy.asarray(ground(dice, (ink.shape[1], ink.shape[0])), float)
    share = dice.uniform(0.55, 0.8)
    return one(Image.fromarray((back * (1 - share) + share * 255 * (1 - ink)).clip(0, 255).astype(numpy.uint8)), written)


def out_of_focus(dice: Dice) -> Drawn:
    """Out of focus (an even disc) or moved while the shutter was open, with noise."""
    cell = dice.randint(5, 10)
    written, image = plain(dice, cell, longest=80)
    if dice.random() < 0.5:
        soft = image.filter(ImageFilter.BoxBlur(dice.uniform(0.3, 0.5) * cell))
    else:
        long = int(cell * dice.uniform(0.5, 0.9))
        moved = numpy.mean([numpy.roll(numpy.asarray(image, float), at, axis=1) for at in range(max(long, 1))], axis=0)
        soft = Image.fromarray(moved.astype(numpy.uint8))
    return one(noisy(soft, dice, dice.uniform(1, 6)), written)


def photographed_other(dice: Dice) -> Drawn:
    """Paper that is bent, with a patch of glare, more noise, and a messenger's compression; of a styled code in one of three."""
    written, grid = code(dice, "MQH", 60)
    cell = 10
    shape = tile(cell, dot(0.45)) if dice.random() < 1 / 3 else numpy.ones((cell, cell))
    ink = with_eyes(stamped(grid, cell, shape), grid, cell, "square")
    image = warped(painted(ink, colour(dice, 0, 60), quiet=4 * cell), dice, dice.uniform(0, 3), dice.uniform(0.5, 1.5))
    photo = tilted(image, dice, 0.07, 45, dice.choice(((1080, 1440), (1536, 2048))))
    glare = Image.new("L", photo.size, 0)
    x, y, reach = (
        photo.width * dice.uniform(0.3, 0.7),
        photo.height * dice.uniform(0.3, 0.7),
        photo.width * dice.uniform(0.05, 0.12),
    )
    ImageDraw.Draw(glare).ellipse((x - reach, y - reach, x + reach, y + reach), fill=dice.randint(40, 140))
    photo.paste("white", mask=glare.filter(ImageFilter.GaussianBlur(reach / 2)))
    photo = lit(photo.filter(ImageFilter.GaussianBlur(dice.uniform(0.5, 1.8))), dice, dice.uniform(0.25, 0.7))
    photo = noisy(photo, dice, dice.uniform(3, 14))
    photo.thumbnail((1280, 1280))
    return one(jpeg(photo, dice.randint(45, 75)), written)


def hue_styled(dice: Dice) -> Drawn:
    """Flowing modules that differ from the ground in hue only, in a JPEG that keeps a quarter of the colour."""
    written, grid = code(dice, longest=120)
    cell, level = dice.randint(7, 12), dice.randint(90, 150)
    dark, light = hues(dice, level)
    ink = with_eyes(flowing(grid, cell, dice.uniform(0.15, 0.3)), grid, cell, dice.choice(("round", "square")))
    return one(jpeg(painted(ink, dark, light, 4 * cell), dice.randint(60, 85)), written)


def on_a_poster(dice: Dice) -> Drawn:
    """A styled code of a few centimetres on a poster of 8.7 million pixels, words and an uneven ground around it."""
    written, grid = code(dice, "MQ", 60)
    cell = dice.randint(7, 10)
    shape = dice.choice((tile(cell, dot(0.45)), tile(cell, square(0.4)), numpy.ones((cell, cell))))
    image = painted(with_eyes(stamped(grid, cell, shape), grid, cell, dice.choice(("round", "square"))), quiet=4 * cell)
    sheet = ground(dice, (2480, 3508))
    sheet.paste(page(dice, Image.new("RGB", (2, 2))), (200, 300))
    sheet.paste(image, (dice.randrange(100, 2300 - image.width), dice.randrange(2100, 3400 - image.height)))
    return one(jpeg(sheet, 80), written)


def several_other(dice: Dice) -> Drawn:
    """Two codes side by side, one of them styled or light on dark."""
    sheet, found = Image.new("RGB", (1100, 620), "white"), set()
    for x in (20, 560):
        written, grid = code(dice, "MQ", 60)
        cell = 7
        style = dice.choice(("plain", "dots", "light")) if x == 560 else "plain"
        ink = stamped(grid, cell, tile(cell, dot(0.4)) if style == "dots" else numpy.ones((cell, cell)))
        image = painted(ink, *((WHITE, (20, 30, 60)) if style == "light" else (BLACK, WHITE)), 4 * cell)
        image.thumbnail((520, 580))
        sheet.paste(image, (x, 20))
        found.add(written)
    return Drawn(sheet, frozenset(found))


def damaged_other(dice: Dice) -> Drawn:
    """A torn corner without an eye, or a fold across, at level H."""
    written = payload(dice, 80)
    cell = 8
    image = painted(stamped(modules(written, "H"), cell, numpy.ones((cell, cell))), quiet=4 * cell)
    pen, side = ImageDraw.Draw(image), image.width
    if dice.random() < 0.5:
        cut = side * dice.uniform(0.12, 0.22)
        pen.polygon(
            (side - 4 * cell, side - 4 * cell, side - 4 * cell - cut, side - 4 * cell, side - 4 * cell, side - 4 * cell - cut),
            fill="white",
        )
    else:
        pen.line((0, side * dice.uniform(0.45, 0.8), side, side * dice.uniform(0.45, 0.8)), fill="gray", width=cell)
    return one(image, written)


TRIED: Mapping[str, Draw] = {
    "ordinary": ordinary, "coloured": coloured, "inverted": inverted, "dotted": dotted, "rounded": rounded, "logo": logo,
    "low contrast": low_contrast, "blurred": blurred, "skewed": skewed, "photographed": photographed, "tiny on a page": tiny,
    "on a screen (moiré)": screen, "several": several, "damaged": damaged,
    "hue only": isoluminant, "small and dotted on a scanned page": page_other,
}  # fmt: skip
HELD_OUT: Mapping[str, Draw] = {
    "ordinary: resized, turned, JPEG": ordinary_other, "colours that run": shaded, "inverted: light dots on colour": inverted_styled,
    "dotted: small dots, stars, diamonds": dotted_other, "stylised: strips, crosses, gaps, rings": stylised_other,
    "hue only, flowing, JPEG": hue_styled, "over a picture": over_a_picture, "out of focus or moved": out_of_focus,
    "photographed: bent, glare, messenger": photographed_other, "on a poster of 8.7 megapixels": on_a_poster,
    "two, one styled": several_other, "torn or folded": damaged_other,
}  # fmt: skip


# --- pictures without a code --------------------------------------------------------------------------------------------------


def without(dice: Dice) -> Iterator[tuple[str, Image.Image]]:
    """Pictures that hold no code: pages, patterns that look like one, and photographs where the data folder is there."""
    rng = numpy.random.default_rng(7)
    for number in range(SILENT_EACH):
        cell = dice.randint(2, 8)
        modular = stamped(rng.random((90, 90)) < dice.uniform(0.3, 0.7), cell, numpy.ones((cell, cell)))
        yield "random modules", painted(modular)
        yield (
            "boards and stripes",
            painted(numpy.kron(numpy.indices((60, 60)).sum(axis=0) % (2 + number % 3) == 0, numpy.ones((cell, cell)))),
        )
        yield (
            "halftone",
            Image.fromarray((rng.random((500, 500)) * 255).astype(numpy.uint8)).filter(ImageFilter.GaussianBlur(cell / 4)),
        )
        yield "pages of words", page(dice, Image.new("RGB", (2, 2), "white"))
    data = folder()
    for file in sorted((data / "visual" / "train").rglob("*.*")) if data else ():
        with Image.open(file) as image:
            yield "photographs and AI pictures", image.convert("RGB")


# --- measuring -----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one kind of code: pictures, those read, payloads that nobody drew, steps of the ladder, seconds of each."""

    of: int
    read: int
    wrong: int
    steps: Mapping[str, int]
    seconds: tuple[float, ...]


def measured(draw: Draw, name: str, each: int) -> Result:
    read = wrong = 0
    steps: dict[str, int] = {}
    seconds = []
    for number in range(each):
        drawn = draw(Dice(f"{name} {number}"))
        drawn.image.load()
        start = time.process_time()
        found = codes_in(drawn.image)
        seconds.append(time.process_time() - start)
        payloads = {written for _, written, _ in found}
        read += drawn.payloads <= payloads
        wrong += bool(payloads - drawn.payloads)
        for step in {step for _, _, step in found}:
            steps[step] = steps.get(step, 0) + 1
    return Result(each, read, wrong, steps, tuple(seconds))


def rows(kinds: Mapping[str, Draw], each: int) -> Iterator[tuple[object, ...]]:
    for name, draw in kinds.items():
        found = measured(draw, name, each)
        steps = ", ".join(f"{step} {count}" for step, count in sorted(found.steps.items(), key=lambda pair: -pair[1]))
        yield (
            name, tables.share(found.read, found.of), found.wrong, f"{statistics.median(found.seconds) * 1000:.0f}",
            f"{max(found.seconds) * 1000:.0f}", steps,
        )  # fmt: skip


def silent_rows() -> Iterator[tuple[object, ...]]:
    silent: dict[str, list[tuple[bool, float]]] = {}
    for name, image in without(Dice("without")):
        start = time.process_time()
        found = codes_in(image)
        silent.setdefault(name, []).append((bool(found), time.process_time() - start))
    for name, all in silent.items():
        took = [seconds for _, seconds in all]
        yield (
            name, tables.share(sum(hit for hit, _ in all), len(all)), f"{statistics.median(took) * 1000:.0f}",
            f"{max(took) * 1000:.0f}",
        )  # fmt: skip


HEAD = ("kind", "all codes read", "read wrongly", "median ms", "longest ms", "step of the ladder")


def main() -> int:
    each = int(sys.argv[1]) if len(sys.argv) > 1 else EACH
    tried, held_out = tables.table(HEAD, list(rows(TRIED, each))), tables.table(HEAD, list(rows(HELD_OUT, each)))
    empty = list(silent_rows())
    tables.write(
        "codes.md",
        f"""# Codes in pictures

Printed by `python -m bench.codes` on {datetime.now(UTC):%Y-%m-%d}, weerbaar {version("weerbaar")},
zxing-cpp {version("zxing-cpp")}, Pillow {version("pillow")}; CPU time of one core. {each} pictures of each kind, drawn by bench/codes.py:
addresses, payment orders and WiFi codes at every level of error correction.
Shares with exact 95 % bounds. A picture with several codes counts as read where all of them were.

## Kinds that were looked at while the ladder was made

{tried}
## Kinds that were held out

{held_out}
## Pictures without a code

{tables.table(("kind", "something read", "median ms", "longest ms"), empty)}""",
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
