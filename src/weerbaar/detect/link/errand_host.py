"""A link leads to a domain named after an errand - payment, refund, release, security - where an honest one has a name.

"release-parcel", "refund-portal": the domain is bought for the story the message tells. `_only` is made of such words alone.

When it is wrong: honest services are named after what they do too ("name-mail", "rechnung-cloud"). Weak to moderate alone.
"""

from collections.abc import Iterator

from weerbaar.detect._web import domain_of, errands_in, is_trusted_place, listed, web
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts


@detector(
    reads=Parts,
    gives={"link.errand_host": ("domain", "word"), "link.errand_host_only": ("domain", "word")},
    question=Question.SENDER,
    references=("https://attack.mitre.org/techniques/T1583/001/",),
)
def errand_host(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    seen = web(parts, organisation)
    if seen.is_crowd:
        return
    for link in seen.hosts:
        domain = domain_of(link)
        if link.host in seen.known or "-" not in domain.partition(".")[0]:
            continue
        found = errands_in(domain)
        if not found or listed(link, "mail_services") or listed(link, "free_hosting") or is_trusted_place(link):
            continue
        variant = "_only" if len(found) >= 2 else ""
        yield Finding(f"link.errand_host{variant}", link.where, {"domain": domain, "word": found[-1]})
        return
