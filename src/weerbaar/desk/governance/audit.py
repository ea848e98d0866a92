"""The trail, verified: every line hashes what it says and the line before, without gap, up to the head.

A trail that someone with the database rewrote as a whole still fits itself; that is what anchors kept elsewhere are for: `verify` also
compares with the sequence and hash of each anchor it is given.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from weerbaar.desk.governance.models import Entry, Head
from weerbaar.desk.trail import START, digest
from weerbaar.desk.trail import record as record


@dataclass(frozen=True, slots=True)
class Anchor:
    """What the trail of an organisation ended with at some time, as kept outside the database."""

    organisation: int
    sequence: int
    hash: str


@dataclass(frozen=True, slots=True)
class Verified:
    """How many lines hold; `broken` is the sequence of the first that does not (None: all do), `why` a word of ours."""

    organisation: int
    lines: int
    broken: int | None = None
    why: str = ""


def head(organisation: int | None = None) -> Anchor:
    """The end of a trail, to be anchored."""
    found = Head.objects.filter(organisation_id=organisation or 0).first()
    return Anchor(organisation or 0, found.sequence if found else 0, found.hash if found else START)


def verify(organisation: int | None = None, anchors: Iterable[Anchor] = ()) -> Verified:
    """Whether the trail of an organisation (None: of the desk itself) is whole and agrees with its anchors."""
    id = organisation or 0
    expected = {anchor.sequence: anchor.hash for anchor in anchors if anchor.organisation == id}
    previous, lines = START, 0
    for entry in Entry.objects.filter(organisation_id=id).order_by("sequence").iterator(2000):
        if entry.sequence != lines + 1:
            return Verified(id, lines, lines + 1, "missing")
        if entry.previous != previous or entry.hash != digest(_line(entry)):
            return Verified(id, lines, entry.sequence, "changed")
        if expected.pop(entry.sequence, entry.hash) != entry.hash:
            return Verified(id, lines, entry.sequence, "differs from its anchor")
        previous, lines = entry.hash, entry.sequence
    if (lines, previous) != (head(organisation).sequence, head(organisation).hash) or any(
        sequence > lines for sequence in expected
    ):
        return Verified(id, lines, lines + 1, "cut short")
    return Verified(id, lines)


def _line(entry: Entry) -> dict[str, object]:
    return {
        "organisation": entry.organisation_id,
        "sequence": entry.sequence,
        "at": entry.at,
        "actor": entry.actor,
        "action": entry.action,
        "about": entry.about,
        "facts": entry.facts,
        "previous": entry.previous,
    }
