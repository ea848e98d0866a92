"""Every link leads where it should: to the organisation's own pages, a supplier's, or others it has long had to do with.

Nothing to press leads to a stranger. `_sender`: all lead to the domain in From, and the delivery proves that domain. `_brand`:
all lead to a well-known brand's own pages, where strangers cannot put anything.

When it is wrong: a colleague's or supplier's mailbox that somebody broke into sends real links too, a lure may need no link at
all, and a swindler has proven domains of his own: `_sender` says little.
"""

from collections.abc import Iterator

from weerbaar.detect._proof import proven, vouched
from weerbaar.detect._web import is_consent_page, is_device_page, is_lent, is_trusted_place, login_word, web
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Link, LinkKind, Parts


@detector(
    reads=Parts,
    gives={"link.usual": ("domain",), "link.usual_sender": ("domain",), "link.usual_brand": ("domain",)},
    question=Question.FACTS,
    references=("https://www.rfc-editor.org/rfc/rfc7489#section-3.1",),
)
def usual(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    seen = web(parts, organisation)
    if not seen.hosts:
        return
    first = seen.hosts[0]
    mail = vouched(parts, organisation)
    if len(seen.known) == len(seen.hosts):
        found = Finding("link.usual", first.where, {"domain": first.domain})
    elif mail and not seen.abroad and proven(mail, organisation):
        found = Finding("link.usual_sender", first.where, {"domain": seen.sender})
    elif all(is_trusted_place(link) for link in seen.hosts) and not any(
        link.wrappers or login_word(link) for link in seen.links
    ):
        found = Finding("link.usual_brand", first.where, {"domain": first.domain})
    else:
        return
    if not any(_is_open_to_others(link) for link in seen.links):
        yield found


def _is_open_to_others(link: Link) -> bool:
    """Whether somebody else than the owner of the page may gain by it."""
    return link.kind is LinkKind.FORM or link.shortener or is_lent(link) or is_device_page(link) or is_consent_page(link)
