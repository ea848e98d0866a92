"""A code counts as on the screen when it stands at a moment of a video."""

import pytest

from weerbaar.detect.video.code_on_screen import code_on_screen
from weerbaar.model.finding import Finding
from weerbaar.model.organisation import NOBODY
from weerbaar.model.part import Link, LinkKind, Parts, Video

FILM = Video("film.mp4", "film.mp4", "mp4")


def link(where: str, kind: LinkKind = LinkKind.CODE) -> Link:
    return Link(where, "https://beleg.example/in", kind, "https", "beleg.example", "beleg.example")


@pytest.mark.parametrize(
    ("parts", "time"),
    [
        ((FILM, link("film.mp4 @ 0:42")), "0:42"),
        ((FILM, link("film.mp4 @ 1:02:03")), "1:02:03"),
        ((Video("mail > attachment a.gif", "a.gif", "gif"), link("mail > attachment a.gif @ 0:01.5")), "0:01"),
        ((FILM, link("film.mp4 @ 0:42", LinkKind.TEXT)), ""),  # written out: another detector's
        ((FILM, link("beeld.png")), ""),
        ((link("film.mp4 @ 0:42"),), ""),  # no video: a file may be called so
    ],
)
def test_code_on_screen(parts: tuple[Video | Link, ...], time: str) -> None:
    found = list(code_on_screen.declared.judge(Parts(parts), NOBODY))  # type: ignore[attr-defined]
    where = parts[-1].where
    assert found == ([Finding("video.code_on_screen", where, {"time": time, "host": "beleg.example"})] if time else [])
