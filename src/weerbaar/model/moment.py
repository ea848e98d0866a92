"""Moments of something that lasts: how they are called, and which one a place names.

What is seen at a moment of a video stands at `clip.mp4 @ 0:42`.
"""

import re
from collections.abc import Sequence

MOMENT = re.compile(r" @ (?:(\d{1,3}):)?(\d{1,2}):(\d{2}(?:\.\d)?)(?= > |\Z)")


def clock(seconds: float) -> str:
    """Minutes and seconds, as players show them: 0:42, 12:07, 1:02:03."""
    minutes, left = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def clocks(seconds: Sequence[float]) -> tuple[str, ...]:
    """How moments are called beside each other: with tenths where two would be called the same."""
    whole = [clock(one) for one in seconds]
    return tuple(
        name if whole.count(name) == 1 else f"{name}.{int(one * 10) % 10}" for name, one in zip(whole, seconds, strict=True)
    )


def moment_of(where: str) -> float | None:
    """The seconds that a place names; None when it names none."""
    found = MOMENT.search(where)
    if found is None:
        return None
    hours, minutes, seconds = found.groups(default="0")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def lasting(where: str) -> str:
    """The place of the whole of which a place is a moment: `clip.mp4 @ 0:42` -> `clip.mp4`."""
    found = MOMENT.search(where)
    return where[: found.start()] if found else where
