"""A link leads to a domain whose name no person would choose: random letters, digits between letters, or a chain of words.

Throw-away domains are made by the hundred, by a program. A firm's name can be said over the telephone.

When it is wrong: abbreviations, and technical addresses of large services; known services are not reported. Weak alone.
"""

from collections.abc import Iterator

from weerbaar.detect._random_name import looks_random
from weerbaar.detect._web import domain_of, is_trusted_place, listed, web
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts

MACHINE = ("mail_services", "file_shares", "redirectors", "free_hosting")


@detector(
    reads=Parts,
    gives={"link.random_host": ("host", "domain")},
    question=Question.SENDER,
    references=("https://attack.mitre.org/techniques/T1568/002/",),
)
def random_host(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    seen = web(parts, organisation)
    if seen.is_crowd:
        return
    for link in seen.abroad:
        domain = domain_of(link)
        if not looks_random(domain.partition(".")[0]) or is_trusted_place(link) or any(listed(link, name) for name in MACHINE):
            continue
        yield Finding("link.random_host", link.where, {"host": link.host[:120], "domain": domain})
        return
