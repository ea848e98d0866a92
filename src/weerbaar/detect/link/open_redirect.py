"""A link starts at a well-known page that only passes the reader on to another address.

The first name looks fine, filters and people let it pass, and the page behind it is somebody else's.

When it is wrong: honest advertising and mail services pass readers on too, and pages carry the address to come back to after
logging in. Known services for sending mail and protecting mail are left out; `_parameter`, another domain inside the address,
weighs little.
"""

from collections.abc import Iterator

from weerbaar.detect._domain import registrable
from weerbaar.detect._lookalike import is_brand_domain
from weerbaar.detect._web import Web, domain_of, host_in_query, listed, query_of, web
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Link, Parts

PASSED_ON = frozenset(("google", "youtube", "facebook", "linkedin", "bing", "duckduckgo", "redirect", "advert"))


@detector(
    reads=Parts,
    gives={"link.open_redirect": ("start", "host"), "link.open_redirect_parameter": ("start", "host")},
    question=Question.SENDER,
    references=("https://cwe.mitre.org/data/definitions/601.html",),
)
def open_redirect(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    seen = web(parts, organisation)
    told: set[str] = set()
    for link in seen.links:
        found = _passes_on(link, seen)
        if found and found[2] not in told:
            told.add(found[2])
            yield Finding(found[0], link.where, {"start": found[1], "host": found[2]})


def _passes_on(link: Link, seen: Web) -> tuple[str, str, str] | None:
    for wrapper in link.wrappers:
        if wrapper in PASSED_ON and not seen.is_home(link) and not is_brand_domain(link.host):
            return "link.open_redirect", wrapper, link.host
    if not any(mark in link.target for mark in ("=http", "=//", "/http", "=www.", "%3A%2F%2F", "%3a%2f%2f")):
        return None
    inner = host_in_query(link)
    if not inner or registrable(inner) == domain_of(link) or registrable(inner) == seen.sender:
        return None
    if listed(link, "redirectors"):
        return "link.open_redirect", link.host, inner
    if link.host in seen.known or seen.is_senders(link) or listed(link, "mail_services") or is_brand_domain(inner):
        return None
    return ("link.open_redirect_parameter", link.host, inner) if query_of(link) else None
