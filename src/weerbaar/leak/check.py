"""What a text would give away: every recogniser over its readable form, and the organisation's own words.

    from weerbaar.leak.check import check
    check("Mijn rekening is BE68 5390 0754 7034").matches[0].cls     # DataClass.IBAN

Matches come in order and never overlap. Where two cover the same characters, a secret goes before anything else, a check digit
before a pattern, what gives somebody away before what is faint, the longer before the shorter; what the other one covered beyond it
stays a match of its own, so that a decision on the one never lets a piece of the other go. Linear in the length of the text, but for
sorting the matches.

Fails closed: a recogniser that breaks does not hide what the others saw, and `not_looked` says ``failed``.
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain

from weerbaar.detect.leak._declaration import find_all
from weerbaar.leak.text import readable
from weerbaar.leak.words import NO_WORDS, Words
from weerbaar.model.leak import FAINT, GROUP_OF, DataClass, Group, Leaks, Match


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is looked at. Characters beyond are not, and `not_looked` says ``too_long``."""

    most_characters: int = 2_000_000


LIMITS = Limits()
NUMBERED = frozenset((DataClass.VAT, DataClass.ENTERPRISE, DataClass.CARD))
"""Classes whose faint matches passed their check digits, too: a firm's public number is no telephone number."""


def check(text: str, words: Words = NO_WORDS, *, limits: Limits = LIMITS) -> Leaks:
    """What the text would give away, with what could not be looked at (``too_long``, ``encoded``, ``failed``)."""
    not_looked = ["too_long"] if len(text) > limits.most_characters else []
    read = readable(text[: limits.most_characters])
    found: list[Match] = []
    for _, matches in chain(find_all(read), ((None, words.find(read)),)):
        try:
            found.extend(matches)
        except Exception:  # one recogniser must not take down the others; nothing is kept of it, its message may hold content
            not_looked.append("failed")
    for start, end in read.closed:
        found.append(Match(start, end, DataClass.UNREADABLE, "encoded", "encoded", 0.5))
    brought = (_brought(match, read.span(match.start, match.end)) for match in found if match.end > match.start)
    kept = apart(brought)
    if any(match.cls is DataClass.UNREADABLE for match in kept):  # not where it is known for what it is, such as a private key
        not_looked.append("encoded")
    return Leaks(kept, tuple(dict.fromkeys(not_looked)))


def _brought(match: Match, span: tuple[int, int]) -> Match:
    return replace(match, start=span[0], end=span[1])


def apart(matches: Iterable[Match]) -> tuple[Match, ...]:
    """The matches in order and without overlap (see the top of this file)."""
    starts: list[int] = []
    kept: list[Match] = []
    for match in sorted(matches, key=_rank):
        for free in _free(match, starts, kept):
            at = bisect_left(starts, free.start)
            starts.insert(at, free.start)
            kept.insert(at, free)
    return tuple(kept)


def _rank(match: Match) -> tuple[bool, bool, bool, int, bool, float, int, str]:
    secret = GROUP_OF[match.cls] is Group.SECRETS
    faint = match.score < FAINT
    checked = match.reason.startswith("checksum") or (faint and match.cls in NUMBERED)
    longer = match.start - match.end
    return not secret, not checked, faint, longer, match.cls is not DataClass.OWN_WORD, -match.score, match.start, match.by


def _free(match: Match, starts: list[int], kept: list[Match]) -> list[Match]:
    """What is left of a match between those that are kept: itself, or its pieces."""
    at = max(bisect_left(starts, match.start) - 1, 0)
    pieces, begin = [], match.start
    while at < len(kept) and kept[at].start < match.end:
        if kept[at].end > begin:
            if kept[at].start > begin:
                pieces.append((begin, kept[at].start))
            begin = kept[at].end
        at += 1
    if begin < match.end:
        pieces.append((begin, match.end))
    if pieces == [(match.start, match.end)]:
        return [match]
    return [replace(match, start=start, end=end, value="") for start, end in pieces]
