"""`make bench-copies`: is a picture that was seen before recognised again, and is another one not? Writes docs/measured/copies.md.

Copies are made as people pass pictures on; other pictures are quarters of the same photographs (same camera, light and scene, so harder than
strangers) and screenshots of different chats and letters in one layout.
"""

import io
import random
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import combinations
from pathlib import Path

import numpy
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from training.data import folder, messages

from bench import tables
from weerbaar.likeness.traces import look_keys
from weerbaar.unpack.pdq import distance, hash_of, looks_of

PICTURES = (folder() or Path()) / "visual" / "train"
LIMITS = (31, 48)
SHOTS = 150
SEED = 5


def jpeg(image: Image.Image, quality: int) -> Image.Image:
    """The picture as a JPEG of this quality gives it back."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return Image.open(io.BytesIO(out.getvalue())).convert("RGB")


def sized(image: Image.Image, side: int) -> Image.Image:
    """The picture with this longest side."""
    factor = side / max(image.size)
    return image.resize((max(1, round(image.width * factor)), max(1, round(image.height * factor))), Image.Resampling.BICUBIC)


def between_bars(image: Image.Image, colour: str) -> Image.Image:
    """A screenshot of a telephone that shows the picture between two even bars."""
    shown = sized(image, 720)
    shot = Image.new("RGB", (shown.width, shown.height + 220), colour)
    shot.paste(shown, (0, 110))
    return jpeg(shot, 85)


def in_a_chat(image: Image.Image, colour: str) -> Image.Image:
    """A screenshot of the picture in a chat: a name above it, words below."""
    shot = between_bars(image, colour)
    draw = ImageDraw.Draw(shot)
    draw.text((20, 40), "Directie  10:42", fill="gray", font=ImageFont.load_default(28))
    draw.text((20, shot.height - 70), "kan je dit vandaag nog betalen?", fill="gray", font=ImageFont.load_default(28))
    return shot


def captioned(image: Image.Image) -> Image.Image:
    """The picture with a band of words over its lowest tenth."""
    copy = image.copy()
    ImageDraw.Draw(copy).rectangle((0, int(copy.height * 0.9), copy.width, copy.height), fill="black")
    return copy


def cut(image: Image.Image, share: float) -> Image.Image:
    """The picture without this share at every side."""
    x, y = int(image.width * share), int(image.height * share)
    return image.crop((x, y, image.width - x, image.height - y))


COPIES: Mapping[str, Callable[[Image.Image], Image.Image]] = {
    "half the size": lambda image: sized(image, max(image.size) // 2),
    "a quarter of the size": lambda image: sized(image, max(image.size) // 4),
    "JPEG, quality 30": lambda image: jpeg(image, 30),
    "sent by a messenger (1,280 pixels, quality 65)": lambda image: jpeg(sized(image, 1280), 65),
    "sent twice (800 pixels, quality 60, then 50)": lambda image: jpeg(jpeg(sized(image, 800), 60), 50),
    "screenshot, full screen (720 pixels wide)": lambda image: jpeg(sized(image, 720), 85),
    "screenshot between white bars": lambda image: between_bars(image, "white"),
    "screenshot between dark bars": lambda image: between_bars(image, "#111b21"),
    "screenshot in a chat, with words around it": lambda image: in_a_chat(image, "white"),
    "a quarter brighter": lambda image: Image.eval(image, lambda value: min(255, int(value * 1.25))),
    "blurred (2 pixels)": lambda image: image.filter(ImageFilter.GaussianBlur(2)),
    "a caption over the lowest tenth": captioned,
    "3 % cut off at every side": lambda image: cut(image, 0.03),
    "8 % cut off at every side": lambda image: cut(image, 0.08),
}


def pictures() -> list[Image.Image]:
    """Photographs and generated pictures."""
    files = [file for file in sorted(PICTURES.glob("*/*")) if file.suffix.lower() in (".jpg", ".jpeg", ".png", ".webp")]
    return [sized(Image.open(file).convert("RGB"), 1600) for file in files]


def shots() -> list[Image.Image]:
    """Screenshots of different messages in one layout."""
    said = [
        message.data.decode("utf-8", "replace").partition("\n\n")[2] for message in messages() if message.source == "corpus"
    ]
    chosen = random.Random(SEED).sample([text for text in said if len(text) > 200], SHOTS)
    font = ImageFont.load_default(24)
    made = []
    for text in chosen:
        page = Image.new("RGB", (720, 1280), "white")
        draw = ImageDraw.Draw(page)
        for line in range(30):
            draw.text((30, 60 + line * 38), text[line * 48 : (line + 1) * 48].replace("\n", " "), fill="black", font=font)
        made.append(page)
    return made


def quarters(image: Image.Image) -> list[Image.Image]:
    """The four quarters of a picture."""
    x, y = image.width // 2, image.height // 2
    return [image.crop((left, top, left + x, top + y)) for left in (0, x) for top in (0, y)]


def nearest(one: Sequence[str], other: Sequence[str]) -> int:
    """Bits between the nearest of two pictures' hashes; 256 where one has none."""
    return min((distance(mine, theirs) for mine in one for theirs in other), default=256)


def keys(looks: Sequence[str]) -> set[str]:
    """What a database finds a picture by."""
    return {key for look in looks for key in look_keys(look)}


def found_again(originals: Sequence[Image.Image]) -> list[list[object]]:
    """A row for each way to copy."""
    looks = [looks_of(image) for image in originals]
    rows: list[list[object]] = []
    for name, copy in COPIES.items():
        pairs = [(one, looks_of(copy(image))) for one, image in zip(looks, originals, strict=True) if one]
        apart = [nearest(one, other) for one, other in pairs]
        keyed = sum(not keys(one).isdisjoint(keys(other)) for one, other in pairs)
        near = [tables.share(sum(bits <= limit for bits in apart), len(apart)) for limit in LIMITS]
        rows.append([name, *near, tables.share(keyed, len(pairs)), f"{statistics.median(apart):.0f}", max(apart)])
    return rows


def others(name: str, images: Sequence[Image.Image]) -> list[object]:
    """A row: pairs of different pictures that come near."""
    looks = [found for image in images if (found := looks_of(image))]
    apart = [nearest(one, other) for one, other in combinations(looks, 2)]
    return [
        name,
        len(images) - len(looks),
        f"{len(apart):,}",
        *(sum(bits <= limit for bits in apart) for limit in LIMITS),
        min(apart),
    ]


def agreement(images: Sequence[Image.Image]) -> str:
    """Whether the reference implementation finds the same bits, where it is installed (group `anchors`)."""
    try:
        import pdqhash
    except ImportError:
        return ""
    same = 0
    for image in images:
        pixels = numpy.asarray(sized(image, 512))
        bits, quality = pdqhash.compute(pixels)
        same += hash_of(pixels) == (int("".join(map(str, bits)), 2), quality)
    return f" The bits and quality of the reference implementation (pdqhash {version('pdqhash')}): {same} of {len(images)} the same."


def main() -> int:
    originals = pictures()
    if not originals:
        print("Measuring needs the data folder.", file=sys.stderr)
        return 2
    start = time.process_time()
    for image in originals:
        looks_of(image)
    each = 1000 * (time.process_time() - start) / len(originals)
    text = "\n".join([
        "# Pictures seen before\n",
        f"Printed by `make bench-copies` on {datetime.now(UTC).date().isoformat()}: {len(originals)} photographs and generated pictures, 1,600 pixels at most. "
        f"A hash takes {each:.0f} CPU ms. Within {LIMITS[0]} of 256 bits a picture is a copy; within {LIMITS[1]} it is a hint that needs more."
        + agreement(originals) + "\n",
        tables.table(["copied", f"within {LIMITS[0]}", f"within {LIMITS[1]}", "a database finds it", "median", "most"], found_again(originals)),
        "## Other pictures\n",
        tables.table(
            ["pairs of different pictures", "without a hash", "pairs", f"within {LIMITS[0]}", f"within {LIMITS[1]}", "nearest"],
            [others("quarters of one set of pictures", [part for image in originals for part in quarters(image)]), others("shots in one layout", shots())],
        ),
        "What is not recognised: a picture of which a margin with something on it was cut off or put around; that is the nature of the hash.\n",
    ])  # fmt: skip
    tables.write("copies.md", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
