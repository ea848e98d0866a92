"""Whether traces of having been saved more than once as JPEG tell a changed picture from an honest one: `python -m bench.resaved`.

A picture that is saved as JPEG twice with its blocks in the same place has gaps and peaks in the histograms of its cosine coefficients (Lukáš and
Fridrich 2003; Popescu and Farid 2004). The measure asks how unlike its neighbours each bin of nine such histograms is. Every picture is halved
first, so that traces of its own past are gone, and then goes through stories that are told of honest and of changed pictures. The threshold is set
on one half of the pictures saved once, and everything is counted on the other half. Writes docs/measured/resaved.md.
"""

import io
import random
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import islice

import numpy
from numpy.typing import NDArray
from PIL import Image
from training.data import folder

from bench import tables
from bench.pictures import GENERATORS, Shown, files, graphics, scans, screenshots

Story = Callable[[Image.Image, random.Random], bytes]

LARGEST = 768
"""Pixels of the longest side that is looked at; of a larger picture the middle."""
PLACES = (1, 2, 8, 9, 10, 16, 17, 3, 24)
"""The lowest nine frequencies of a block, row by row."""
BINS, FEWEST = 16, 20
"""Bins on each side of nothing, and coefficients in the neighbours of a bin that is counted."""
FALSE_ALARMS = 0.05
DRAWN_EACH = 16
QUALITIES = (60, 70, 75, 80, 85, 90, 95)


def saved(image: Image.Image, quality: int) -> bytes:
    file = io.BytesIO()
    image.convert("RGB").save(file, "JPEG", quality=quality)
    return file.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def twice(image: Image.Image, dice: random.Random, between: Callable[[Image.Image], Image.Image]) -> bytes:
    """Saved, changed, and saved in another quality."""
    first, second = dice.sample(QUALITIES, 2)
    return saved(between(opened(saved(image, first))), second)


def shrunk(image: Image.Image) -> Image.Image:
    """As a messenger makes it smaller."""
    return image.resize((image.width * 4 // 5, image.height * 4 // 5), Image.Resampling.LANCZOS)


def cropped(image: Image.Image, dice: random.Random) -> Image.Image:
    left, top = dice.choice((3, 5, 11)), dice.choice((2, 6, 13))
    return image.crop((left, top, image.width, image.height))


def patched(image: Image.Image, dice: random.Random) -> Image.Image:
    """A piece of it laid over another place, as an amount or a name is replaced."""
    image = image.copy()
    wide, high = image.width // 4, image.height // 12
    piece = image.crop((wide, high, 2 * wide, 2 * high))
    image.paste(piece, (dice.randrange(2 * wide), dice.randrange(image.height // 2, image.height - high)))
    return image


STORIES: Mapping[str, tuple[str, Story]] = {
    "saved once": ("honest", lambda image, dice: saved(image, dice.choice(QUALITIES))),
    "saved again by a website or mail program": ("honest", lambda image, dice: twice(image, dice, lambda one: one)),
    "cropped and saved again": ("honest", lambda image, dice: twice(image, dice, lambda one: cropped(one, dice))),
    "sent by messenger (smaller, quality 75)": (
        "honest", lambda image, dice: saved(shrunk(opened(saved(image, dice.choice(QUALITIES)))), 75),
    ),
    "changed and saved again": ("changed", lambda image, dice: twice(image, dice, lambda one: patched(one, dice))),
    "changed, then sent by messenger": (
        "changed", lambda image, dice: saved(shrunk(opened(twice(image, dice, lambda one: patched(one, dice)))), 75),
    ),
}  # fmt: skip


def waves() -> NDArray[numpy.float64]:
    """The cosine transform of eight samples (ITU-T T.81 A.3.3) as a matrix."""
    at = numpy.arange(8)
    matrix = numpy.cos((2 * at[None, :] + 1) * at[:, None] * numpy.pi / 16) / 2
    matrix[0] /= numpy.sqrt(2)
    made: NDArray[numpy.float64] = matrix
    return made


def uneven(data: bytes) -> float:
    """How unlike its neighbours a bin is at most, on average over the bins of one frequency; in shares of what chance makes."""
    image = Image.open(io.BytesIO(data))
    steps = getattr(image, "quantization", {}).get(0)
    if not steps:
        return 0.0
    levels = numpy.asarray(image.convert("L"), float) - 128
    top, left = (max(0, (side - LARGEST) // 2) // 8 * 8 for side in levels.shape)
    levels = levels[top : top + LARGEST, left : left + LARGEST]
    down, across = levels.shape[0] // 8, levels.shape[1] // 8
    blocks = levels[: down * 8, : across * 8].reshape(down, 8, across, 8).transpose(0, 2, 1, 3).reshape(-1, 8, 8)
    matrix = waves()
    changed = (matrix @ blocks @ matrix.T).reshape(-1, 64)
    return max(_uneven(numpy.rint(changed[:, place] / steps[place]).astype(int)) for place in PLACES)


def _uneven(values: NDArray[numpy.int_]) -> float:
    kept = values[numpy.abs(values) <= BINS]
    counts = numpy.bincount(kept + BINS, minlength=2 * BINS + 1).astype(float)
    between = (counts[:-2] + counts[2:]) / 2
    inner = counts[1:-1]
    far = numpy.abs(numpy.arange(-BINS + 1, BINS)) >= 2
    used = far & (between >= FEWEST)
    if used.sum() < 4:
        return 0.0
    return float((numpy.abs(inner - between)[used] / numpy.sqrt(between[used] * 1.5)).mean())


def pictures() -> Sequence[Shown]:
    """Photographs and AI pictures of the data folder, and screens, scans and graphics drawn here."""
    data, dice = folder(), random.Random(3)
    if data is None:
        raise SystemExit("This needs the data folder (WEERBAAR_DATA).")
    photos = list(files("photographs", data / "visual" / "train" / "real_photo"))
    fakes = [one for place, name in GENERATORS.items() for one in files(name, data / "visual" / "train" / place)]
    drawn = (screenshots(dice, [one.image for one in photos]), scans(dice), graphics(dice))
    return [*photos, *fakes, *(one for kind in drawn for one in islice(kind, DRAWN_EACH))]


def halved(image: Image.Image) -> Image.Image:
    image = image.convert("RGB")
    return image.resize((max(image.width // 2, 160), max(image.height // 2, 160)), Image.Resampling.LANCZOS)


def main() -> int:
    start = time.process_time()
    shown = pictures()
    scores: dict[str, list[float]] = {}
    for number, one in enumerate(shown):
        image = halved(one.image)
        for name, (_, story) in STORIES.items():
            scores.setdefault(name, []).append(uneven(story(image, random.Random(f"{number} {name}"))))
    limit = float(numpy.quantile(scores["saved once"][::2], 1 - FALSE_ALARMS))
    kinds = list(dict.fromkeys(one.kind for one in shown))

    def share(name: str, kind: str = "") -> str:
        asked = [score > limit for number, score in enumerate(scores[name]) if number % 2 and kind in ("", shown[number].kind)]
        return tables.share(sum(asked), len(asked))

    rows = [(name, what, share(name)) for name, (what, _) in STORIES.items()]
    per_kind = [(kind, share("saved once", kind), share("saved again by a website or mail program", kind), share("changed and saved again", kind))
                for kind in kinds]  # fmt: skip
    found = [(one.kind, uneven(one.data) > limit) for one in shown if one.data[:2] == b"\xff\xd8"]
    whole = [(kind, tables.share(sum(hit for name, hit in found if name == kind), sum(name == kind for name, _ in found)))
             for kind in dict.fromkeys(name for name, _ in found)]  # fmt: skip
    tables.write(
        "resaved.md",
        f"""# Saved more than once: why no finding is made of it

Printed by `python -m bench.resaved` on {datetime.now(UTC):%Y-%m-%d}, weerbaar {version("weerbaar")}, Pillow {version("pillow")}: {len(shown)} pictures in
each story; the threshold was set on half of those saved once, the shares (with exact 95 % bounds) are of the other half.

{tables.table(("what happened to the picture", "it is", "called saved more than once"), rows)}
{tables.table(("kind", "saved once: false alarms", "saved again, honest", "changed and saved again"), per_kind)}
JPEG files of the data folder as they are, all honest or saying themselves that they are AI:

{tables.table(("kind", "called saved more than once"), whole)}
An honest picture that a website or a mail program saved again carries the trace as often as a changed one, and a messenger wipes it out of both. It does
not part the two, so it is not read. Whoever has the file straight from the camera can still be asked for it.

CPU seconds of this page: {time.process_time() - start:.0f}.
""",
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
