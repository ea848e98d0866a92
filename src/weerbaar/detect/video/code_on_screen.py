"""A QR code stands on the screen of a video or moving picture, with the second at which it does.

Whoever watches scans it from the screen with a phone, which shows less of where it leads than a computer; and no filter for mail or chat looks
into a film.

When it is wrong: broadcasters, webinars and adverts show codes in good faith. Where the code leads counts; that it is shown says little.
"""

from collections.abc import Iterator

from weerbaar.detect._shown import videos
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.moment import clock, lasting, moment_of
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Link, LinkKind, Parts


@detector(
    reads=Parts,
    gives={"video.code_on_screen": ("time", "host")},
    question=Question.ASK,
    references=("https://attack.mitre.org/techniques/T1660/",),
)
def code_on_screen(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    films = videos(parts)
    for link in parts.of(Link):
        at = moment_of(link.where)
        if link.kind is LinkKind.CODE and link.host and at is not None and lasting(link.where) in films:
            yield Finding("video.code_on_screen", link.where, {"time": clock(at), "host": link.host})
            return
