"""A program for editing or converting is named; a telephone or nothing is not."""

import pytest

from weerbaar.detect.video.edited import edited
from weerbaar.model.organisation import NOBODY
from weerbaar.model.part import Video


@pytest.mark.parametrize(
    ("writer", "named"),
    [
        ("Lavf62.12.102", "Lavf"),
        ("HandBrake 1.9.2 2025022300", "HandBrake"),
        ("Adobe Premiere Pro 2026.1", "Premiere"),
        ("DaVinci Resolve", "DaVinci"),
        ("", ""),
        ("17.5.1", ""),  # a telephone's system
        ("Android 16", ""),
        ("Pixel 9", ""),
    ],
)
def test_edited(writer: str, named: str) -> None:
    found = list(edited.declared.judge(Video("film.mp4", "film.mp4", "mp4", writer=writer), NOBODY))  # type: ignore[attr-defined]
    assert [one.saw["writer"] for one in found] == ([named] if named else [])
