"""Whether two messages belong to one campaign, and why.

Traces of one family say the same thing twice (a host and its domain), so of each family the strongest counts. The families add up: one account
is enough, one picture is not. Who a message says it is (sender, his own pages, his number) is never enough by itself: a swindler who has taken
over a mailbox or copied a signature has those in common with the honest mail of the same firm, and one decision must not cover both. What
everyday mail has too (`ordinary`) groups nothing.

    arriving case -> keys -> cases that share one (equality, by HMAC if you like) -> same_campaign -> the group
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar

from weerbaar.likeness.traces import LOOK_BANDS, SOUND_KEYS, WEIGHTS, Trace, Traces, look_keys, sound_keys
from weerbaar.likeness.wording import alike
from weerbaar.unpack.chroma import shared
from weerbaar.unpack.pdq import distance

ENOUGH = 8.0
"""Bits from which two messages are one campaign."""
WORDS = ((0.8, 12.0), (0.5, 9.0), (0.3, 4.0))
"""Share of equal runs of words, and what it says in bits."""
LOOKS = ((31, WEIGHTS["copy"]), (48, 4.0))
"""Bits in which the PDQ hashes of two pictures differ, and what that says: 31 is where the authors of PDQ draw the line. Of 38,503 pairs of
different pictures none differed in fewer than 86 (docs/measured/likeness.md)."""
MARKS = ((6, WEIGHTS["recording"]), (5, 4.0))
"""Marks that two sounds share in the same order of time, and what that says. Different recordings share at most 3 (docs/measured/listening.md)."""
FAMILIES = {
    "page": "place", "host": "place", "domain": "place",
    "sender": "sender", "sender_domain": "sender", "own_host": "sender", "phone": "sender", "reply_to": "sender", "signer": "sender",
    "message_id": "sender",
    "words": "words", "wording": "words", "subject": "words",
    "account": "account", "attachment": "attachment", "picture": "picture", "copy": "picture", "picture_host": "picture",
    "recording": "sound",
}  # fmt: skip
Case = TypeVar("Case")


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing two messages share: a kind (`words` or one of traces.WEIGHTS), its value (for words: percent alike;
    for copies: bits that differ; for recordings: marks in common), and its bits."""

    kind: str
    value: str
    bits: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two messages share, strongest first, and how much that says in all."""

    reasons: tuple[Reason, ...]
    bits: float

    @property
    def same(self) -> bool:
        return self.bits >= ENOUGH


def same_campaign(one: Traces, other: Traces, ordinary: Collection[str] = ()) -> Likeness:
    """What two messages share. `ordinary` are keys that stand in messages which people found honest."""
    theirs = frozenset(other.found)
    reasons = [_reason(trace) for trace in one.found if trace in theirs and trace.key not in ordinary]
    share = alike(one.words, other.words)
    said = next((bits for least, bits in WORDS if share >= least), 0.0)
    if said:
        reasons.append(Reason("words", f"{share:.0%}", said))
    reasons += _copies(one, other, ordinary)
    reasons += _recordings(one, other, ordinary)
    strongest: dict[str, float] = {}
    for reason in reasons:
        family = FAMILIES[reason.kind]
        strongest[family] = max(strongest.get(family, 0.0), reason.bits)
    return Likeness(tuple(sorted(reasons, key=lambda reason: -reason.bits)), sum(strongest.values()))


def _copies(one: Traces, other: Traces, ordinary: Collection[str]) -> list[Reason]:
    """The pair of pictures that look most alike, if any do."""
    pairs = [(distance(mine, theirs), mine) for mine in one.looks for theirs in other.looks]
    if not pairs:
        return []
    nearest, look = min(pairs)
    said = next((bits for most, bits in LOOKS if nearest <= most), 0.0)
    common = sum(key in ordinary for key in look_keys(look))
    return [Reason("copy", str(nearest), said)] if said and common * 2 < LOOK_BANDS else []


def _recordings(one: Traces, other: Traces, ordinary: Collection[str]) -> list[Reason]:
    """The pair of sounds that have most in common, if any are the same recording."""
    pairs = [(shared(mine.split(" "), theirs.split(" ")), mine) for mine in one.sounds for theirs in other.sounds]
    if not pairs:
        return []
    most, sound = max(pairs)
    said = next((bits for least, bits in MARKS if most >= least), 0.0)
    common = sum(key in ordinary for key in sound_keys(sound))
    return [Reason("recording", str(most), said)] if said and common * 2 < SOUND_KEYS else []


def siblings(
    one: Traces, candidates: Iterable[tuple[Case, Traces]], ordinary: Collection[str] = ()
) -> list[tuple[Case, Likeness]]:
    """Those of the candidates that belong to the same campaign, likest first."""
    judged = [(case, same_campaign(one, other, ordinary)) for case, other in candidates]
    return sorted((pair for pair in judged if pair[1].same), key=lambda pair: -pair[1].bits)


def _reason(trace: Trace) -> Reason:
    return Reason(trace.kind, trace.value, trace.bits)
