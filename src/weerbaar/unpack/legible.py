"""A picture of a page made fit for reading: grey, evenly lit, without grain, upright, letters neither too small nor larger than needed.

The ground is found as the lightest grey around each spot and divided out; grain is measured as the median step between neighbours that a
blur takes away (Immerkær 1996 does so with a Laplacian) and taken out by a median; the slope of the lines is the angle at which the rows of
the page are most unlike one another (projection profile, Postl 1986). The table around a photographed sheet is left out of that: else its edges, which
are longer than any line of words, would be made level.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

READABLE_WIDTH = 1200
LARGEST = 4_000_000
"""Pixels handed on at most."""
COARSE = 24
"""Pixels of the page in one pixel of its ground."""
GRAINY = 6.0
"""Steps of grey (of 255) that grain makes, from which it is taken out."""
STEEPEST, UPRIGHT = 9.0, 0.25
"""Degrees of slope that are looked for, and below which a page is left as it is."""
PROFILE_WIDTH = 640
DARK = 0.75
AROUND_WIDTH = 160
"""Pixels across of the copy in which the table around a sheet is looked for."""
EDGE, DARKER, MOST_AROUND = 1.35, 0.6, 0.6
"""Times that neighbours differ at the edge of a sheet, share of the sheet's grey that a table has at most, and of the picture that it covers at most."""
SPOT, CONTRAST = 32, 20.0
"""Pixels of a spot that may hold letters, and the spread of grey in it when it does."""


def legible(image: "Image", largest: int = LARGEST) -> "Image":
    """The same page in grey ("L"), dark on light, as a reader of letters likes it; at most `largest` pixels."""
    gray = _sized(image.convert("L"), largest)
    around = _around(gray)
    gray = _dark_on_light(gray, around)
    gray = _without_grain(gray)
    gray = _evenly_lit(gray)
    slope = _slope(gray, around)
    if abs(slope) >= UPRIGHT:
        from PIL import Image

        gray = gray.rotate(slope, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    return gray


def _sized(gray: "Image", largest: int) -> "Image":
    from PIL import Image

    scale = min(max(READABLE_WIDTH / gray.width, 1.0), 3.0, (largest / (gray.width * gray.height)) ** 0.5)
    if scale == 1.0:
        return gray
    size = max(int(gray.width * scale), 1), max(int(gray.height * scale), 1)
    return gray.resize(size, Image.Resampling.LANCZOS if scale < 1 else Image.Resampling.BICUBIC)


def _dark_on_light(gray: "Image", around: "Image | None" = None) -> "Image":
    """Turned over where the letters are light, as on screens at night: in most spots with letters the few signs are lighter than the ground.

    Spots of the mask `around` are not asked: the edges of a sheet say nothing of its letters.
    """
    import numpy as np
    from PIL import Image, ImageOps

    down, across = gray.height // SPOT, gray.width // SPOT
    spots = (
        np.asarray(gray)[: down * SPOT, : across * SPOT]
        .reshape(down, SPOT, across, SPOT)
        .swapaxes(1, 2)
        .reshape(-1, SPOT * SPOT)
    )
    asked = spots.std(axis=1, dtype=np.float32) > CONTRAST
    if around is not None:
        share = around.width / gray.width * SPOT
        outside = around.resize(
            (across, down), Image.Resampling.BOX, box=(0, 0, across * share, min(down * share, around.height))
        )
        asked &= np.asarray(outside).ravel() == 0
    written = spots[asked]
    lighter = written.mean(axis=1, dtype=np.float32) > np.median(written, axis=1)
    return ImageOps.invert(gray) if lighter.sum() > len(lighter) / 2 else gray


def _without_grain(gray: "Image") -> "Image":
    import numpy as np
    from PIL import ImageFilter

    middle = gray.crop((gray.width // 8, gray.height // 8, gray.width - gray.width // 8, gray.height - gray.height // 8))
    smooth = np.asarray(middle.filter(ImageFilter.MedianFilter(3)), np.int16)
    grain = float(np.median(np.abs(np.asarray(middle, np.int16) - smooth)))
    if grain < GRAINY:
        return gray
    return gray.filter(ImageFilter.MedianFilter(3)).filter(ImageFilter.GaussianBlur(0.6))


def _evenly_lit(gray: "Image") -> "Image":
    """Divided by its ground; what stands light on dark stays so."""
    import numpy as np
    from PIL import Image, ImageFilter

    small = gray.resize((max(gray.width // COARSE, 1), max(gray.height // COARSE, 1)), Image.Resampling.BOX)
    ground = (
        small.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(2)).resize(gray.size, Image.Resampling.BILINEAR)
    )
    lit = np.asarray(gray, np.float32) * (255.0 / np.maximum(np.asarray(ground, np.float32), 24.0))
    return Image.fromarray(np.clip(lit, 0, 255).astype(np.uint8))


def _around(gray: "Image") -> "Image | None":
    """Where the dark table around a lighter sheet is seen, as a small mask; None where there is none.

    It is what can be reached from the edges of the picture without a step over an edge; light that falls off slowly makes none.
    """
    import numpy as np
    from PIL import Image, ImageFilter

    height = int(gray.height * AROUND_WIDTH / gray.width)
    if not 8 <= height <= 4 * AROUND_WIDTH:
        return None
    small = gray.resize((AROUND_WIDTH, height), Image.Resampling.BOX).filter(ImageFilter.MaxFilter(5))
    least, most = (np.asarray(small.filter(kind(3)), np.float32) for kind in (ImageFilter.MinFilter, ImageFilter.MaxFilter))
    levels, free = np.asarray(small, np.float32), most <= EDGE * np.maximum(least, 8)
    begins = free & (levels < DARKER * np.median(levels))
    reached = np.zeros_like(free)
    reached[[0, -1]], reached[:, [0, -1]] = begins[[0, -1]], begins[:, [0, -1]]
    for _ in range(AROUND_WIDTH + height):
        before = int(reached.sum())
        reached[1:] |= reached[:-1]
        reached[:-1] |= reached[1:]
        reached[:, 1:] |= reached[:, :-1]
        reached[:, :-1] |= reached[:, 1:]
        reached &= free
        if int(reached.sum()) == before:
            break
    if not 0.01 <= reached.mean() <= MOST_AROUND or levels[reached].mean() > DARKER * np.median(levels[~reached]):
        return None
    # Over the edge itself, which neither side reached.
    return Image.fromarray((reached * 255).astype(np.uint8)).filter(ImageFilter.MaxFilter(9))


def _slope(gray: "Image", around: "Image | None" = None) -> float:
    """Degrees by which the lines of a page must be turned to lie level; `around` is a mask of what is not the page."""
    from PIL import Image

    if gray.width < 2 or gray.height < 2:
        return 0.0
    height = max(int(gray.height * PROFILE_WIDTH / gray.width), 1)
    if height > 4 * PROFILE_WIDTH:
        return 0.0
    small = gray.resize((PROFILE_WIDTH, height), Image.Resampling.BOX)
    if around is not None:
        small.paste(255, mask=around.resize(small.size, Image.Resampling.NEAREST))
    ink = small.point([255 if level < 255 * DARK else 0 for level in range(256)])
    coarse = max((angle / 2 for angle in range(int(-2 * STEEPEST), int(2 * STEEPEST) + 1)), key=lambda at: _unlike(ink, at))
    fine = max((coarse + step / 10 for step in range(-4, 5)), key=lambda at: _unlike(ink, at))
    return fine if _unlike(ink, fine) > 1.05 * _unlike(ink, 0.0) else 0.0


def _unlike(ink: "Image", angle: float) -> float:
    """How unlike neighbouring rows are when the page is turned by `angle` degrees."""
    import numpy as np

    rows = np.asarray(ink.rotate(angle), np.float32).sum(axis=1)
    return float(np.square(np.diff(rows)).sum())
