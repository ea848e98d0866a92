"""A link has so many names before its domain that the real one falls off the screen.

On a telephone one sees the beginning: "www.mybank.example.secure.login..." - and the domain that counts stands at the end.

When it is wrong: large technical services number their machines this way; known hosting and mail services are not reported.
"""

from collections.abc import Iterator

from weerbaar.detect._web import domain_of, is_lent, is_trusted_place, listed, web
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts

MANY = 4
LONG = 45
"""Characters before the domain that do not fit on a telephone."""


@detector(
    reads=Parts,
    gives={"link.many_subdomains": ("host", "domain")},
    question=Question.SENDER,
    references=("https://attack.mitre.org/techniques/T1036/",),
)
def many_subdomains(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    for link in web(parts, organisation).abroad:
        domain = domain_of(link)
        before = link.host[: -len(domain)].strip(".").removeprefix("www.") if link.host.endswith("." + domain) else ""
        if before.count(".") + 1 < MANY and len(before) < LONG:
            continue
        if is_trusted_place(link) or is_lent(link) or listed(link, "mail_services"):
            continue
        yield Finding("link.many_subdomains", link.where, {"host": link.host[:120], "domain": domain})
        return
