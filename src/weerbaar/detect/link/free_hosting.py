"""A link leads to a place where anybody can put up a page in minutes, without a name and often without paying.

Most pages that steal passwords stand there for a day. `_form` is a form that anybody can make; `_board` a public note or design
that mostly holds one more link.

When it is wrong: small firms, clubs and developers have honest pages there, and honest surveys and forms are common. Strong
beside a request to log in or to pay, weak alone.
"""

from collections.abc import Iterator

from weerbaar.detect._web import domain_of, listed, web
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts

LISTS = (("forms", "_form"), ("boards", "_board"), ("free_hosting", ""))


@detector(
    reads=Parts,
    gives={
        "link.free_hosting": ("host", "service"),
        "link.free_hosting_form": ("host", "service"),
        "link.free_hosting_board": ("host", "service"),
    },
    question=Question.SENDER,
    references=("https://attack.mitre.org/techniques/T1583/006/",),
)
def free_hosting(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    told: set[str] = set()
    seen = web(parts, organisation)
    if seen.is_crowd:
        return
    for link in seen.abroad:
        found = next(((variant, service) for name, variant in LISTS if (service := listed(link, name))), None)
        if found and domain_of(link) not in told:
            told.add(domain_of(link))
            yield Finding(f"link.free_hosting{found[0]}", link.where, {"host": link.host, "service": found[1]})
