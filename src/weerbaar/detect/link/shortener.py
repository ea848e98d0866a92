"""A link is shortened: where it leads cannot be read from it.

We do not follow it, because that would tell the other side that someone looks. So what stands behind it was not judged.

When it is wrong: newsletters, posters and text messages shorten links in good faith. Weak alone.
"""

from collections.abc import Iterator

from weerbaar.detect._web import web
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts

PAGES = frozenset(("youtu.be", "linktr.ee", "fb.me", "lnkd.in"))
"""Shorteners that lead to pages of one service only."""


@detector(
    reads=Parts,
    gives={"link.shortener": ("host",)},
    question=Question.SENDER,
    references=("https://attack.mitre.org/techniques/T1608/005/",),
)
def shortener(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    for link in web(parts, organisation).abroad:
        if link.shortener and link.host not in PAGES:
            yield Finding("link.shortener", link.where, {"host": link.host})
            return
