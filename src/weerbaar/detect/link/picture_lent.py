"""A picture in the mail is fetched from a free picture host, where anybody can put one without a name.

A logo or a whole painted message is put there for a wave of mail: it costs nothing and leads to nobody. Firms keep their pictures on
their own pages, with the service that sends their mail, or inside the mail.

When it is wrong: private people, clubs and forums use these hosts, also in their signature.
"""

from collections.abc import Iterator

from weerbaar.detect._web import domain_of, listed, web
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Link, LinkKind, Parts

MOST = 500
"""Pictures of one message that are looked at."""


@detector(
    reads=Parts,
    gives={"link.picture_lent": ("host",)},
    question=Question.SENDER,
    references=("https://attack.mitre.org/techniques/T1608/001/",),
)
def picture_lent(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    sender = web(parts, organisation).sender
    pictures = [link for link in parts.of(Link) if link.kind is LinkKind.IMAGE and not link.quoted][:MOST]
    for link in pictures:
        if listed(link, "picture_hosts") and domain_of(link) != sender:
            yield Finding("link.picture_lent", link.where, {"host": link.host})
            return
