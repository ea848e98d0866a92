"""What stands on the screen of a video, or is said in it: its texts, and when."""

from collections.abc import Iterator
from dataclasses import dataclass

from weerbaar.detect._sentences import asks_in, shown
from weerbaar.model.moment import clock, lasting, moment_of
from weerbaar.model.part import Parts, Text, TextKind, Video


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence of a video that asks something: where it stands, and the time as players show it ("" where nobody knows)."""

    sentence: str
    where: str
    time: str


def videos(parts: Parts) -> frozenset[str]:
    """The places of the videos and moving pictures."""
    return frozenset(video.where for video in parts.of(Video))


def texts_of(parts: Parts) -> Iterator[Text]:
    """The texts on the screens of videos, and what is said in them."""
    films = videos(parts)
    for text in parts.of(Text) if films else ():
        if lasting(text.where) in films and text.kind in (TextKind.PICTURE, TextKind.SPEECH):
            yield text


def asked_in(parts: Parts, *asks: str) -> Iterator[Shown]:
    """The first sentence of each text that asks one of these."""
    for text in texts_of(parts):
        found = asks_in(text)
        for sentence in (found[ask] for ask in asks if ask in found):
            yield Shown(shown(sentence), text.where, time_of(text, sentence))
            break


def time_of(text: Text, sentence: str) -> str:
    """When a sentence is shown or said."""
    at = moment_of(text.where)
    if at is None:
        start = sentence[:40].lower()
        at = next((seconds for seconds, words in text.heard if start[:20] in words.lower()), None)
    return "" if at is None else clock(at)
