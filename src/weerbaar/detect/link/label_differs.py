"""The label of a link shows one address, the link leads to another.

Whoever reads "https://www.mybank.example" and presses it expects to arrive there. A lure shows the address it copies and leads
to its own.

When it is wrong: services that send letters for others lead every link through a counter of their own, so an honest label
differs from its target too; where the target is such a service, or a sender's own counting page, the finding is `_tracked` and
weighs little.
"""

import re
from collections.abc import Iterator

from weerbaar.detect._domain import registrable
from weerbaar.detect._web import Web, domain_of, listed, web
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Link, LinkKind, Parts

SHOWN = re.compile(r"(?:https?://)?(?:[^\s/@]{1,100}@)?((?:[^\W_][\w-]{0,62}\.){1,6}[^\W\d_]{2,24})(?=[/:?#]|$)[^\s]*", re.I)
ENDINGS = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|html?|txt|csv|zip|png|jpe?g|gif|svg|mp[34]|exe|msi|iso|js|php|aspx?|eml|ics|md|py|rs|sh|json|xml|toml|yaml)$", re.I
)  # fmt: skip
COUNTERS = frozenset(
    ("c", "clk", "click", "clicks", "clickthru", "clickthrough", "cl", "ct", "e", "elink", "em", "email", "emails", "go", "l", "link", "links", "lnk", "m",
     "mail", "mailing", "mailings", "news", "newsletter", "nl", "r", "redirect", "t", "tr", "track", "tracking", "trk",
     "u", "url")
)  # fmt: skip


@detector(
    reads=Parts,
    gives={"link.label_differs": ("label", "host"), "link.label_differs_tracked": ("label", "host")},
    question=Question.SENDER,
    references=("https://attack.mitre.org/techniques/T1566/002/",),
)
def label_differs(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    seen = web(parts, organisation)
    told: set[str] = set()
    for link in seen.links:
        if link.kind is not LinkKind.ANCHOR or "." not in link.label or link.host in told:
            continue
        shown = shown_host(link.label)
        if not shown or registrable(shown) == domain_of(link) or (link.host in seen.known and not seen.is_senders(link)):
            continue
        told.add(link.host)
        variant = "_tracked" if _is_counter(link, seen) else ""
        yield Finding(f"link.label_differs{variant}", link.where, {"label": link.label[:80], "host": link.host})


def shown_host(label: str) -> str:
    """The host of the address that a label shows, or "" when it shows none."""
    match = SHOWN.fullmatch(label.strip(" <>()[]→»›…\u200b\xa0"))
    if not match or (ENDINGS.search(label.partition("?")[0]) and "/" not in label):
        return ""
    return match[1].lower()


def _is_counter(link: Link, seen: Web) -> bool:
    if listed(link, "mail_services") or "mail service" in link.wrappers or "safelinks" in link.host:
        return True
    first = link.host.partition(".")[0].rstrip("0123456789")
    return first in COUNTERS and link.host != domain_of(link) and (seen.mail is None or seen.mail.bulk or seen.is_senders(link))
