"""Pictures that move (GIF, WebP, APNG, AVIF): a film without sound, so its moments are read as those of a video.

What is to be seen for a moment only, such as a code in the last of twenty pictures, is read as well.
"""

import struct
from collections.abc import Iterator
from time import monotonic
from typing import TYPE_CHECKING

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.part import Picture, Video
from weerbaar.unpack.captions import fine
from weerbaar.unpack.moments import FRAME, Moments, read_moments, sheet
from weerbaar.unpack.reader import Blob, Budget, Yield

if TYPE_CHECKING:
    from PIL.Image import Image

MOVING = frozenset({"GIF", "WEBP", "PNG", "AVIF"})
MOST_FRAMES, MOST_MOMENTS = 2_000, 12
UNSAID = 0.1
"""Seconds that a frame stands where the file does not say: what browsers make of it."""
LOOKING, READING = 0.4, 0.7
"""Shares of the time left for the item that looking through the frames may take, and reading the moments after that."""


def moves(image: "Image") -> bool:
    """Whether a picture that was opened has more than one frame, shown one after the other."""
    return image.format in MOVING and bool(getattr(image, "is_animated", False))


def moving(image: "Image", known: Picture, blob: Blob, budget: Budget, *, words: bool) -> Iterator[Yield]:
    """A picture that moves, as a Video, and what its moments show. `words`: whether they may hold words."""
    now = monotonic()
    until = now + min(budget.settings.watch_seconds, max(budget.deadline - now, 0.0) * LOOKING)
    moments, seconds = Moments(min(budget.settings.max_moments, MOST_MOMENTS)), 0.0
    ended: Reason | None = Reason.TOO_MANY
    for number in range(MOST_FRAMES):
        if monotonic() > until:
            ended = Reason.TOO_LONG
            break
        try:
            image.seek(number)
            image.load()
        except EOFError:
            ended = None
            break
        except (OSError, ValueError, SyntaxError, struct.error):
            ended = Reason.DAMAGED
            break
        moments.look(seconds, fine(image), image.copy)
        seconds += _stands(image)
    found = tuple(moments)
    times = tuple(round(moment.seconds, 2) for moment in found)
    yield Video(
        known.where, known.name, known.kind, len(blob.data), known.sha256, round(seconds, 2), known.width, known.height, known.kind, times,
        sheet=sheet(found),
    )  # fmt: skip
    if ended is not None:
        yield NotLooked("unpack.picture", ended, known.where)
    yield from read_moments(
        found, known.where, blob.depth, budget, context=FRAME if words else blob.context & {"inline"} | {"frame"}
    )


def _stands(image: "Image") -> float:
    """Seconds that the frame which is loaded stands."""
    said = image.info.get("duration")
    return said / 1000 if isinstance(said, int | float) and 0 < said < 60_000 else UNSAID
