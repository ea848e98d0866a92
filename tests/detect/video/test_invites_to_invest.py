"""A promise of money counts in a video only beside a way in."""

import pytest

from weerbaar.detect.video.invites_to_invest import invites_to_invest
from weerbaar.model.organisation import NOBODY
from weerbaar.model.part import Link, LinkKind, Part, Parts, Text, TextKind, Video

FILM = Video("film.mp4", "film.mp4", "mp4")
PROMISE = "Uw rendement is 20 procent per maand gegarandeerd."


def screen(words: str, time: str) -> Text:
    return Text(f"film.mp4 @ {time}", words, TextKind.PICTURE, "nl")


def code(where: str) -> Link:
    return Link(where, "https://beleg.example/in", LinkKind.CODE, "https", "beleg.example", "beleg.example")


@pytest.mark.parametrize(
    ("parts", "time"),
    [
        ((screen(PROMISE, "0:10"), code("film.mp4 @ 0:20")), "0:10"),
        ((screen(PROMISE, "0:10"), screen("Scan de QR-code met uw telefoon om u in te schrijven.", "0:20")), "0:10"),
        ((Text("film.mp4", PROMISE, TextKind.SPEECH, "nl", heard=((7.0, PROMISE),)), code("film.mp4 @ 0:20")), "0:07"),
        ((screen(PROMISE, "0:10"),), ""),  # the news tells of it
        ((screen("Onze nieuwe oven staat klaar.", "0:10"), code("film.mp4 @ 0:20")), ""),
        ((Text("brief.pdf", PROMISE, TextKind.DOCUMENT, "nl"), code("brief.pdf > page 1")), ""),
    ],
)
def test_invites_to_invest(parts: tuple[Part, ...], time: str) -> None:
    found = list(invites_to_invest.declared.judge(Parts((FILM, *parts)), NOBODY))  # type: ignore[attr-defined]
    assert [one.saw["time"] for one in found] == ([time] if time else [])
