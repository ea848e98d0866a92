"""Messages made of links, for the tests of the link and code rooms."""

from collections.abc import Callable, Iterator

from tests.organisation import BAKERY

from weerbaar.model.finding import Finding
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Address, Link, LinkKind, Mail, Part, Parts
from weerbaar.unpack.link import make_link

Judge = Callable[[Parts, Organisation], Iterator[Finding]]


def link(written: str, label: str = "", kind: LinkKind = LinkKind.ANCHOR, *, quoted: bool = False) -> Link:
    """The link an address makes."""
    made = make_link(written, kind, "mail", label=label, quoted=quoted)
    assert made is not None
    return made


def message(
    *parts: Part, sender: str = "anna@afzender.example", to: str = "els@bakkerijvanhove.example", bulk: bool = False
) -> Parts:
    """A message from Anna to Els that holds these parts."""
    return Parts((Mail("mail", Address("Anna", sender), "Subject", to=(Address("Els", to),), bulk=bulk), *parts))


def ids(judge: Judge, parts: Parts, organisation: Organisation = BAKERY) -> list[str]:
    """The ids of what a detector finds, without its room."""
    return [finding.id.partition(".")[2] for finding in judge(parts, organisation)]
