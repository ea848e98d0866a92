"""What a video asks is told with its second, whether it stands there or is said."""

import pytest

from weerbaar.detect.video.asks_on_screen import asks_on_screen
from weerbaar.model.organisation import NOBODY
from weerbaar.model.part import Parts, Text, TextKind, Video

FILM = Video("film.mp4", "film.mp4", "mp4")
PAY = "Gelieve het bedrag van 250 euro vandaag nog over te maken op onze nieuwe rekening."


def screen(words: str, time: str = "0:42") -> Text:
    return Text(f"film.mp4 @ {time}", words, TextKind.PICTURE, "nl")


def speech(words: str, heard: tuple[tuple[float, str], ...]) -> Text:
    return Text("film.mp4", words, TextKind.SPEECH, "nl", heard=heard)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (screen(PAY), [("video.asks_on_screen", "0:42")]),
        (speech(f"Goedemiddag. {PAY}", ((0.0, "Goedemiddag."), (63.2, PAY))), [("video.asks_on_screen_said", "1:03")]),
        (screen("Welkom in onze bakkerij."), []),
        (Text("film.mp4", PAY, TextKind.SPEECH, "nl"), []),  # nobody knows when
        (Text("brief.pdf > page 1", PAY, TextKind.PICTURE, "nl"), []),  # no moment of a video
        (Text("film.mp4 @ 0:42", PAY, TextKind.NOTE, "nl"), []),  # what somebody wrote about it
    ],
)
def test_asks_on_screen(text: Text, expected: list[tuple[str, str]]) -> None:
    found = list(asks_on_screen.declared.judge(Parts((FILM, text)), NOBODY))  # type: ignore[attr-defined]
    assert [(one.id, one.saw["time"]) for one in found] == expected
    assert all(PAY.startswith(one.saw["sentence"][:40]) for one in found)
