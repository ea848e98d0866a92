"""The whole message is one picture to press: hardly a word of text, and a link under the picture.

Words in a picture cannot be searched by filters, nor read aloud for those who need it. Honest firms write their message too.

When it is wrong: flyers and birthday cards come as one picture; from a sender the organisation knows, leading to known pages,
it is not reported.
"""

from collections.abc import Iterator

from weerbaar.detect._web import web
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Link, LinkKind, Parts, Picture, Text, TextKind

LITTLE = 60
"""Characters of text that are no message."""


@detector(
    reads=Parts,
    gives={"link.image_link_only": ("host",)},
    question=Question.ASK,
    references=("https://attack.mitre.org/techniques/T1027/",),
)
def image_link_only(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    seen = web(parts, organisation)
    anchors = [link for link in seen.abroad if link.kind is LinkKind.ANCHOR]
    if seen.mail is None or not 1 <= len(anchors) <= 4:
        return
    if not any(link.kind is LinkKind.IMAGE for link in parts.of(Link)) and not any(True for _ in parts.of(Picture)):
        return
    texts = [text.text for text in parts.of(Text) if text.kind is TextKind.MAIL]
    if sum(map(len, texts)) <= LITTLE:
        yield Finding("link.image_link_only", anchors[0].where, {"host": anchors[0].host})
