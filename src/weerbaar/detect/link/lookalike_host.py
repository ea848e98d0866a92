"""A link leads to a domain that is made to be taken for another: one letter off, a look-alike letter, a word added.

`_own` resembles the organisation itself, `_supplier` a firm it deals with, `_brand` a brand that people here get mail from.

When it is wrong: firms with almost the same name exist, and firms buy a second domain for an action ("name-shop"). One look in
the organisation's own address book, or a call to the known number, settles it.
"""

from collections.abc import Iterator

from weerbaar.detect._lookalike import first_resembled, resembles_brand
from weerbaar.detect._web import domain_of, listed, supplier_domains, web
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts

MOST_HOSTS = 30


@detector(
    reads=Parts,
    gives={
        "link.lookalike_host_own": ("host", "real"),
        "link.lookalike_host_supplier": ("host", "real", "supplier"),
        "link.lookalike_host_brand": ("host", "real", "brand"),
    },
    question=Question.SENDER,
    references=("https://www.unicode.org/reports/tr39/", "https://attack.mitre.org/techniques/T1583/001/"),
)
def lookalike_host(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    seen = web(parts, organisation)
    told: set[str] = set()
    for link in seen.hosts[:MOST_HOSTS]:
        domain = domain_of(link)
        if domain in told or link.host in seen.known or listed(link, "mail_services"):
            continue
        told.add(domain)
        yield from _like(domain, link.host, link.where, organisation, seen.is_crowd)


def _like(domain: str, host: str, where: str, organisation: Organisation, crowd: bool) -> Iterator[Finding]:
    own = first_resembled(domain, organisation.domains)
    if own:
        yield Finding("link.lookalike_host_own", where, {"host": host, "real": own[0]})
        return
    theirs = first_resembled(domain, supplier_domains(organisation))
    supplier = organisation.supplier_of(theirs[0]) if theirs else None
    if theirs and supplier:
        yield Finding("link.lookalike_host_supplier", where, {"host": host, "real": theirs[0], "supplier": supplier.name})
        return
    brand = None if crowd else resembles_brand(domain)
    if brand:
        yield Finding("link.lookalike_host_brand", where, {"host": host, "real": brand[1], "brand": brand[0]})
