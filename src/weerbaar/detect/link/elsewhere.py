"""Everything to press leads to one domain, and it is neither the sender's, nor known, nor a service for sending mail.

A message in someone's name needs only links to the swindler's page. Honest messages mostly lead to the pages of whoever wrote.
`_several`: two or more different links lead there, as in a copied message whose every button was turned to one place.

When it is wrong: firms send people to a service they use (booking, signing, surveys), and private mail points to anything. Weak
alone.
"""

from collections.abc import Iterator

from weerbaar.detect._web import domain_of, is_trusted_place, listed, web
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import LinkKind, Parts


@detector(
    reads=Parts,
    gives={"link.elsewhere": ("domain", "sender"), "link.elsewhere_several": ("domain", "sender", "number")},
    question=Question.SENDER,
    references=("https://attack.mitre.org/techniques/T1566/002/",),
)
def elsewhere(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    seen = web(parts, organisation)
    if not seen.sender or not seen.abroad or len(seen.abroad) < len(seen.hosts):
        return
    if len({domain_of(link) for link in seen.abroad}) > 1:
        return
    first = seen.abroad[0]
    if is_trusted_place(first) or listed(first, "mail_services"):
        return
    saw = {"domain": domain_of(first), "sender": seen.sender}
    anchors = sum(link.kind is LinkKind.ANCHOR for link in seen.links)
    if anchors >= 2 and not (seen.mail and seen.mail.bulk):
        yield Finding("link.elsewhere_several", first.where, {**saw, "number": str(anchors)})
    else:
        yield Finding("link.elsewhere", first.where, saw)
