"""More time and memory for an item that holds sound or video, where the process that reads it has limits (unpack/guard.py)."""

from collections.abc import Callable

_granted: Callable[[], None] | None = None


def granted_by(grant: Callable[[], None]) -> None:
    """From now on, who is asked in this process."""
    global _granted
    _granted = grant


def ask() -> None:
    """Raise the limits of this process for the item in hand. Nothing happens where there are none."""
    if _granted is not None:
        _granted()
