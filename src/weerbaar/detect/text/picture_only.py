"""A mail that says nothing in words: it is a picture.

Words in a picture escape filters that read text, and the whole picture can be one link. Where the picture came along, its text was read;
a picture that would be fetched from elsewhere was not.

When it is wrong: someone sends a photograph, a greeting card or a scan; advertisers are fond of it too.
"""

import re
from collections.abc import Iterator
from itertools import islice

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Document, Link, LinkKind, Parts, Picture, Text, TextKind

FEW = 12
"""Words beside a picture that leave it the message."""
WORD = re.compile(r"[^\W\d_]{2,}")
SMALL = 120
"""Pixels below which a side makes a picture an icon or logo."""


@detector(
    reads=Parts,
    gives={"text.picture_only": (), "text.picture_only_link": ("domain",)},
    question=Question.SENDER,
    references=("https://attack.mitre.org/techniques/T1566/",),
)
def picture_only(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    if parts.mail is None:
        return
    bodies = [text for text in parts.of(Text) if text.kind is TextKind.MAIL]
    if sum(_words(text.text) + len(text.quoted) for text in bodies) > FEW:
        return
    inside = any(p.width >= SMALL <= p.height or (p.inline and not p.width) for p in parts.of(Picture))
    fetched = any(document.body and "pictures" in document.traits for document in parts.of(Document))
    if not inside and not fetched:
        return
    link = next((link for link in parts.of(Link) if link.kind is LinkKind.ANCHOR and link.scheme in ("http", "https")), None)
    if link:
        yield Finding("text.picture_only_link", link.where, {"domain": link.domain or link.host})
    else:
        yield Finding("text.picture_only", bodies[0].where if bodies else parts.mail.where)


def _words(text: str) -> int:
    """The words of a text's beginning, addresses left out; those beyond a few are not counted."""
    words = (one for one in text[:2000].split() if "://" not in one and "@" not in one and WORD.search(one))
    return sum(1 for _ in islice(words, FEW + 1))
