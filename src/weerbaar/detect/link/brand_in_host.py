"""Someone's name stands in a link before or behind a stranger's domain: "mybank.secure-page.example",
"secure-page.example/mybank".

What counts in an address is the last name before the first slash; a lure puts the trusted name anywhere else. `_own` is the
organisation's name, `_supplier` that of a firm it deals with, `_brand` that of a known brand, each before the domain; `_path`
the organisation's or a supplier's whole domain or name behind it, on a page that is not the sender's.

When it is wrong: services give every customer firm a place under its name ("firm.service.example", "service.example/firm"); the
path weighs little.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from weerbaar.detect._domain import registrable
from weerbaar.detect._domain import words as domain_words
from weerbaar.detect._lookalike import first_resembled, resembles_brand
from weerbaar.detect._web import domain_of, is_trusted_place, listed, path_of, query_of, supplier_domains, web
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Link, Parts

SQUASH = re.compile(r"[^a-z0-9]+")


@detector(
    reads=Parts,
    gives={
        "link.brand_in_host_own": ("name", "host", "domain"),
        "link.brand_in_host_supplier": ("name", "host", "domain"),
        "link.brand_in_host_brand": ("name", "host", "domain"),
        "link.brand_in_host_path": ("name", "host", "domain"),
    },
    question=Question.SENDER,
    references=("https://attack.mitre.org/techniques/T1566/002/",),
)
def brand_in_host(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    seen = web(parts, organisation)
    told: set[str] = set()
    for link in seen.hosts[:30]:
        domain = domain_of(link)
        if domain in told or link.host in seen.known or is_trusted_place(link) or listed(link, "mail_services"):
            continue
        if domain in domain_words("tenants"):
            continue
        found = _named(link, organisation, seen.is_senders(link))
        if found:
            told.add(domain)
            variant, name = found
            yield Finding(f"link.brand_in_host_{variant}", link.where, {"name": name, "host": link.host, "domain": domain})


def _named(link: Link, organisation: Organisation, senders: bool) -> tuple[str, str] | None:
    if link.host != domain_of(link):
        own = first_resembled(link.host, organisation.domains)
        if own and own[1] == "subdomain":
            return "own", own[0]
        theirs = first_resembled(link.host, supplier_domains(organisation))
        supplier = organisation.supplier_of(theirs[0]) if theirs and theirs[1] == "subdomain" else None
        if supplier:
            return "supplier", supplier.name
        brand = resembles_brand(link.host)
        if brand and brand[2] == "subdomain":
            return "brand", brand[0]
    if senders:
        return None
    behind = SQUASH.sub("", (path_of(link) + query_of(link))[:300].lower())
    for domain, label in _names((*organisation.domains, *supplier_domains(organisation))):
        if label in behind and not _is_address(link, domain):
            return "path", domain
    return None


@lru_cache(maxsize=16)
def _names(domains: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """(domain, the name it is made of) where the name is long enough not to stand in a path by chance."""
    named = ((domain, SQUASH.sub("", registrable(domain).partition(".")[0])) for domain in domains)
    return tuple((domain, label) for domain, label in named if len(label) >= 6)


def _is_address(link: Link, domain: str) -> bool:
    # A mail address in the link is another finding (address_in_link).
    return re.search(r"(?:@|%40)" + re.escape(domain), link.target, re.I) is not None
