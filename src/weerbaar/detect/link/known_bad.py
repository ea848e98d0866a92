"""A link leads to an address that the organisation keeps on its list of known bad ones.

The list comes from colleagues, the police, the bank or a sharing group; the organisation chooses it.

When it is wrong: lists age, and a hijacked page is cleaned up again. `allowed` in the organisation file takes an entry out.
"""

from collections.abc import Iterator
from functools import lru_cache

from weerbaar.detect._web import bare, endings
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Link, Parts


@detector(
    reads=Parts,
    gives={"link.known_bad": ("host", "entry")},
    question=Question.FACTS,
    references=("https://www.misp-project.org/datamodels/",),
)
def known_bad(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    if not organisation.known_bad:
        return
    bad = _addresses(organisation.known_bad) - _addresses(organisation.allowed)
    told: set[str] = set()
    for link in parts.of(Link):
        if not link.host or link.quoted or link.host in told:
            continue
        entry = _entry(link, bad)
        if entry:
            told.add(link.host)
            yield Finding("link.known_bad", link.where, {"host": link.host, "entry": entry})


def _entry(link: Link, bad: frozenset[str]) -> str:
    for written in (bare(link.target), bare(link.written), *endings(link.host)):
        if written in bad:
            return written
    return ""


@lru_cache(maxsize=4)
def _addresses(entries: tuple[str, ...]) -> frozenset[str]:
    return frozenset(bare(entry) for entry in entries if "." in entry and "@" not in entry)
