"""`make bench-pictures`: what the bytes of honest pictures tell, and whether pixels alone tell AI pictures apart. Writes docs/measured/pictures.md.

The second question is asked of a small model as it would ship: statistics of the noise, of the cosine transform of 8 x 8 blocks and of the
spectrum, under logistic regression. Both classes go through the same chain (one crop, one of many sizes, a JPEG of one of many qualities), or
the model would learn that one class came as PNG. It is trained without the generator that it is asked about, and without the honest kind that
it is asked about. Further honest pictures come from folders, `python -m bench.pictures NAME=FOLDER ...`, such as unpacked wallpaper packages.
"""

import io
import random
import string
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import numpy
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageDraw, ImageFont
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from training.data import folder

from bench import tables
from weerbaar.model.part import Journey, Picture
from weerbaar.unpack.journey import journey_of

Row = NDArray[numpy.float64]

SIDE = 384
MADE_EACH = 40
FALSE_ALARMS = 0.05
ENDS = {".jpg", ".jpeg", ".png", ".webp"}
GENERATORS = {"fake_gpt4o": "GPT-4o", "fake_sd1": "Stable Diffusion 1"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture, its kind (a generator or an honest stratum), and its bytes where it is a file."""

    kind: str
    name: str
    image: Image.Image
    data: bytes = b""


# --- pictures ------------------------------------------------------------------------------------------------------------------


def files(kind: str, place: Path) -> Iterator[Shown]:
    for file in sorted(place.rglob("*")):
        if file.suffix.lower() not in ENDS or file.is_symlink() or not file.is_file():
            continue
        data = file.read_bytes()
        try:
            image = Image.open(io.BytesIO(data))
            image.draft("RGB", (2000, 2000))
            image.load()
        except (OSError, SyntaxError, ValueError):
            continue
        if min(image.size) >= 160:
            yield Shown(kind, file.name, image, data)


def frames(place: Path) -> Iterator[Shown]:
    """People who speak, from the clips of the data folder: one picture a second."""
    import av

    for file in sorted(place.glob("*.mp4")):
        with av.open(str(file)) as opened:
            wait = 0.0
            for frame in opened.decode(video=0):
                if (frame.time or 0.0) >= wait:
                    wait = (frame.time or 0.0) + 1.0
                    yield Shown(
                        "people who speak (frames of 3 clips)", file.name, Image.fromarray(frame.to_ndarray(format="rgb24"))
                    )


def words(dice: random.Random, count: int) -> str:
    return " ".join("".join(dice.choices(string.ascii_lowercase, k=dice.randint(2, 10))) for _ in range(count))


def any_colour(dice: random.Random) -> str:
    return f"#{dice.randrange(2**24):06x}"


def screenshots(dice: random.Random, photos: Sequence[Image.Image]) -> Iterator[Shown]:
    """Chats and pages with flat grounds, words and now and then a photograph."""
    for _ in range(MADE_EACH):
        ground = tuple(dice.choice(((255, 255, 255), (17, 27, 33), (236, 229, 221), (245, 246, 250))))
        shot = Image.new("RGB", (720, 1280), ground)
        pen, top = ImageDraw.Draw(shot), 60
        while top < 1150:
            if dice.random() < 0.15:
                photo = dice.choice(photos).convert("RGB").resize((420, 300))
                shot.paste(photo, (40, top))
                top += 320
                continue
            left, high = dice.choice((30, 180)), 50 + 26 * dice.randint(0, 3)
            pen.rounded_rectangle(
                (left, top, left + 500, top + high), 16, fill=dice.choice(("#dcf8c6", "#ffffff", "#e1e9f5", "#2a3942"))
            )
            for line in range((high - 20) // 26):
                pen.text((left + 16, top + 12 + 26 * line), words(dice, 6), fill="gray", font=ImageFont.load_default(20))
            top += high + 18
        yield Shown("screenshots (drawn here)", "shot", shot)


def scans(dice: random.Random) -> Iterator[Shown]:
    """Letters as a scanner gives them: paper that is not quite white, a little askew, with noise."""
    for _ in range(MADE_EACH):
        sheet = Image.new("L", (1000, 1400), dice.randint(235, 250))
        pen = ImageDraw.Draw(sheet)
        for line in range(40):
            pen.text((80, 80 + 30 * line), words(dice, 10), fill=dice.randint(10, 60), font=ImageFont.load_default(22))
        turned = sheet.rotate(dice.uniform(-1.5, 1.5), Image.Resampling.BICUBIC, fillcolor=240)
        noise = numpy.random.default_rng(dice.randrange(2**32)).normal(0, dice.uniform(2, 7), (1400, 1000))
        yield Shown(
            "scans (drawn here)", "scan", Image.fromarray((numpy.asarray(turned) + noise).clip(0, 255).astype(numpy.uint8))
        )


def graphics(dice: random.Random) -> Iterator[Shown]:
    """Logos and charts: flat shapes, smooth runs of colour, a few words."""
    for _ in range(MADE_EACH):
        image = Image.linear_gradient("L").resize((900, 700)).convert("RGB")
        image = Image.blend(image, Image.new("RGB", image.size, any_colour(dice)), dice.uniform(0.3, 1))
        pen = ImageDraw.Draw(image)
        for _ in range(dice.randint(4, 14)):
            x, y, reach = dice.randrange(900), dice.randrange(700), dice.randrange(20, 220)
            pen.regular_polygon((x, y, reach), dice.randint(3, 40), fill=any_colour(dice))
        pen.text((60, 60), words(dice, 3), fill="white", font=ImageFont.load_default(60))
        yield Shown("graphics (drawn here)", "graphic", image)


def adverts(dice: random.Random, photos: Sequence[Image.Image]) -> Iterator[Shown]:
    """A photograph with stronger colours, a band and large words over it."""
    for _ in range(MADE_EACH):
        image = dice.choice(photos).convert("RGB").resize((1000, 700))
        image = image.point([min(255, int(level**1.05)) for level in range(256)] * 3)
        pen = ImageDraw.Draw(image)
        band = dice.randint(0, 500)
        pen.rectangle((0, band, 1000, band + 180), fill=any_colour(dice))
        pen.text((60, 60), words(dice, 3), fill="white", font=ImageFont.load_default(70))
        yield Shown("adverts (photographs with words, drawn here)", "advert", image)


# --- what pixels tell ------------------------------------------------------------------------------------------------------------


def chained(image: Image.Image, dice: random.Random) -> Image.Image:
    """What both classes go through: a crop, a size, a JPEG."""
    image = image.convert("RGB")
    factor = dice.uniform(0.5, 1.0) if min(image.size) > 2 * SIDE else max(SIDE / min(image.size), dice.uniform(0.7, 1.0))
    image = image.resize(
        (max(SIDE, round(image.width * factor)), max(SIDE, round(image.height * factor))), Image.Resampling.BICUBIC
    )
    left, top = dice.randint(0, image.width - SIDE), dice.randint(0, image.height - SIDE)
    out = io.BytesIO()
    image.crop((left, top, left + SIDE, top + SIDE)).save(out, "JPEG", quality=dice.randint(60, 95))
    return Image.open(out).convert("RGB")


def features(image: Image.Image) -> Row:
    """Some 150 numbers: how neighbours in the noise go together, how strong each cosine is, how the spectrum falls, how colours go together."""
    pixels = numpy.asarray(image, float)
    luma = pixels @ numpy.array([0.299, 0.587, 0.114])
    parts: list[Row] = []
    for noise in (numpy.diff(luma, 2, axis=1), numpy.diff(luma, 2, axis=0)):
        level = numpy.clip(numpy.round(noise / 4), -2, 2).astype(int) + 2
        pairs = numpy.bincount((level[:, :-1] * 5 + level[:, 1:]).ravel(), minlength=25)
        parts.append(numpy.log(pairs / pairs.sum() + 1e-5))
    at = numpy.arange(8)
    cosines = numpy.cos(numpy.pi / 16 * numpy.outer(at, 2 * at + 1)) / 2
    cosines[0] /= 2**0.5
    blocks = luma[: SIDE // 8 * 8, : SIDE // 8 * 8].reshape(SIDE // 8, 8, SIDE // 8, 8).transpose(0, 2, 1, 3) - 128
    strength = numpy.abs(cosines @ blocks @ cosines.T).mean(axis=(0, 1))
    parts.append(numpy.log(strength.ravel()[1:] + 1e-2))
    windowed = (luma - luma.mean()) * numpy.outer(numpy.hanning(SIDE), numpy.hanning(SIDE))
    spectrum: Row = numpy.log(numpy.abs(numpy.fft.fftshift(numpy.fft.fft2(windowed))) + 1)
    rows, columns = numpy.indices(spectrum.shape) - SIDE // 2
    ring = (numpy.hypot(rows, columns) / (SIDE / 2) * 24).astype(int).clip(0, 25)
    rings: Row = numpy.bincount(ring.ravel(), spectrum.ravel(), minlength=26) / numpy.bincount(ring.ravel(), minlength=26)
    parts.append(rings[:25])
    noise = numpy.diff(pixels, axis=1)
    together = numpy.atleast_2d(numpy.corrcoef(noise.reshape(-1, 3).T))
    parts.append(numpy.nan_to_num(together[numpy.triu_indices(3, 1)]))
    return numpy.concatenate(parts)


def passive(shown: Sequence[Shown]) -> str:
    """Tables of a score that was trained without what it is asked about."""
    kinds = numpy.array([one.kind for one in shown])
    rows = numpy.array([features(chained(one.image, random.Random(f"{at} {one.name}"))) for at, one in enumerate(shown)])
    fake = numpy.isin(kinds, list(GENERATORS.values()))
    honest_kinds = [str(kind) for kind in dict.fromkeys(kinds[~fake])]
    found, alarms = [], []
    for generator in GENERATORS.values():
        others, asked = fake & (kinds != generator), kinds == generator
        if not others.any() or not asked.any():
            continue
        scores = numpy.full(len(kinds), numpy.nan)
        for left_out in honest_kinds:
            mine = kinds == left_out
            learn = others | (~fake & ~mine)
            made = make_pipeline(StandardScaler(), LogisticRegression(C=0.01, max_iter=2000, class_weight="balanced"))
            made.fit(rows[learn], fake[learn])
            known = made.decision_function(rows[learn & ~fake])
            limit = float(numpy.quantile(known, 1 - FALSE_ALARMS))
            scores[mine] = made.decision_function(rows[mine]) - limit
            alarms.append((generator, left_out, tables.share(int((scores[mine] > 0).sum()), int(mine.sum()))))
        learn = others | ~fake
        made = make_pipeline(StandardScaler(), LogisticRegression(C=0.01, max_iter=2000, class_weight="balanced"))
        made.fit(rows[learn], fake[learn])
        limit = float(numpy.quantile(made.decision_function(rows[~fake]), 1 - FALSE_ALARMS))
        hits = made.decision_function(rows[asked]) - limit
        auc = roc_auc_score(numpy.r_[numpy.zeros((~fake).sum()), numpy.ones(asked.sum())], numpy.r_[scores[~fake], hits])
        found.append((generator, tables.share(int((hits > 0).sum()), int(asked.sum())), f"{auc:.2f}"))
    return (
        tables.table(
            ("generator it never saw", "found, where 5 % of the honest pictures it learned from are called AI", "AUC"), found
        )
        + "\n"
        + tables.table(("generator left out", "honest kind it never saw", "false alarms"), alarms)
    )


# --- what bytes tell ---------------------------------------------------------------------------------------------------------------


def told(one: Shown) -> Journey:
    with Image.open(io.BytesIO(one.data)) as opened:
        picture = Picture(one.name, one.name, (opened.format or "").lower(), *opened.size)
    return journey_of(one.image, picture, one.data)


def journeys(shown: Sequence[Shown]) -> str:
    names = [field.name for field in fields(Journey)]
    by_kind: dict[str, list[Journey]] = {}
    for one in shown:
        by_kind.setdefault(one.kind, []).append(told(one))
    rows = [
        (kind, len(all), *(sum(bool(getattr(one, name)) for one in all) for name in names)) for kind, all in by_kind.items()
    ]
    return tables.table(("kind", "pictures", *(name.replace("_", " ") for name in names)), rows)


def changed(shown: Sequence[Shown]) -> str:
    """Pictures with a preview, changed while the preview stays: how often that is told."""
    dice, rows = random.Random(5), []
    held = [one for one in shown if _has_preview(one)]
    others = [one.image.convert("RGB") for one in shown]
    makes: Mapping[str, object] = {
        "nothing": None,
        "a tenth cut off": 0.1,
        "a third cut off": 1 / 3,
        "half cut off": 0.5,
        "another picture": 1.0,
    }
    for name, share in makes.items():
        seen = 0
        for one in held:
            image = one.image.convert("RGB")
            if isinstance(share, float) and share < 1:
                left, top = (round(side * share * dice.random()) for side in image.size)
                image = image.crop(
                    (left, top, left + round(image.width * (1 - share)), top + round(image.height * (1 - share)))
                )
            elif share:
                image = dice.choice(others).resize(image.size)
            image.info = one.image.info
            saved = io.BytesIO()
            image.save(saved, "JPEG", quality=90, exif=one.image.info["exif"])
            seen += told(Shown(one.kind, one.name, Image.open(saved), saved.getvalue())).preview_differs
        rows.append((name, tables.share(seen, len(held))))
    return tables.table(("what was done to a picture with a preview", "preview shows something else"), rows)


def _has_preview(one: Shown) -> bool:
    return (
        "exif" in one.image.info
        and bool(one.image.getexif().get_ifd(ExifTags.IFD.IFD1).get(0x0201))
        and one.data[:2] == b"\xff\xd8"
    )


def main() -> int:
    data = folder()
    if data is None:
        print("The data folder is missing; name it with WEERBAAR_DATA.", file=sys.stderr)
        return 1
    start = time.process_time()
    more = [
        Shown(name, one.name, one.image, one.data)
        for name, _, place in (arg.partition("=") for arg in sys.argv[1:])
        for one in files(name, Path(place))
    ]
    photos = list(files("photographs (data folder)", data / "visual" / "train" / "real_photo"))
    fakes = [one for place, name in GENERATORS.items() for one in files(name, data / "visual" / "train" / place)]
    signed = list(files("test pictures with credentials", data / "c2pa"))
    dice, images = random.Random(3), [one.image for one in photos]
    drawn = [*screenshots(dice, images), *scans(dice), *graphics(dice), *adverts(dice, images)]
    shown = [*photos, *more, *frames(data / "visual" / "dev" / "real_video"), *drawn, *fakes]
    tables.write(
        "pictures.md",
        f"""# Pictures: what bytes tell, and why there is no score of pixels

Printed by `python -m bench.pictures` on {datetime.now(UTC):%Y-%m-%d}, weerbaar {version("weerbaar")}, Pillow {version("pillow")}. Shares with exact 95 %
bounds. Photographs: the data folder, and the wallpapers of Debian packages (edited by their makers); there are few straight from a camera, and
no studio portraits: the lists of Python packages name tools that fetch press photographs, none that holds portraits whose sitters agreed.

## Notes in honest pictures

How many pictures of each kind carry each note that `unpack/journey.py` reads. All are honest, or say themselves that they are AI: this is how
often a detector of the room `picture` would speak of them.

{journeys([*photos, *more, *signed, *fakes])}
{changed([*photos, *more, *signed])}
Double compression and the tables of a JPEG are not read: every messenger, mail program and website compresses anew. Honest pictures that were saved
again carry the trace as often as changed ones, and messengers wipe it out ([measured](resaved.md)).

## A score of pixels, not shipped

{passive(shown)}
The rule was: at most 5 % false alarms on each kind of honest picture, and worthwhile detection of generators that it never saw. A kind that the model
had not seen is called AI far more often than that (scans, photographs of other cameras), so no score ships: neither switched on nor off. Two generators
with 46 pictures, and few honest pictures straight from a camera, are not enough to train a better one. Twelve photographs of the data folder are MATE
wallpapers too, so those two rows are kinder than they should be. What is told instead: provenance, labels, and whether the same picture was seen before.

CPU seconds of this page: {time.process_time() - start:.0f}.
""",
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
