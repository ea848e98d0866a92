"""What the policy says about a request that was laid out and checked, and the request as it may leave.

Whoever sends one text in many messages expects one answer: the strictest decision about any part decides. What can only be masked in
theory (it stands in a picture, or in a signature) is asked about. A value that is masked in one place is masked in every place, also
where the words around it would not have given it away.
"""

import hashlib
import hmac
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import ahocorasick

from weerbaar.gateway.port import Checked
from weerbaar.gateway.sheets import Kind, Leaf, Walked
from weerbaar.leak.brought import HIDDEN, INJECTION, clean, fenced, marks
from weerbaar.leak.mask import Conversation
from weerbaar.leak.policy import Policy, decide, strictest
from weerbaar.model.leak import DataClass, Decision, Leaks, Match

LEAST_SPREAD = 3
"""Characters a masked value must have to be looked for in other places."""
ALIAS = "weerbaar_"
"""What stands in the place of a name with a fixed alphabet, with a number after it."""

LEAST_ORDER = 12
"""Characters a text must have to hold an order."""
_DRAWN = secrets.token_bytes(32)

Place = tuple[int, int, Match]
"""Start and end within a leaf, and the match it belongs to."""


@dataclass(slots=True)
class Judged:
    """A request with the decision about it."""

    decision: Decision
    found: Counter[DataClass]
    """What stood in it, whatever was decided; each value once."""
    blocked: Counter[DataClass]
    """What it is asked about or stopped for."""
    fingerprints: frozenset[str]
    """Of what is asked about: SHA-256 of class and value."""
    masked: dict[int, list[Place]] = field(repr=False)
    """Leaf (by `id`) -> what is masked in it when the request leaves."""
    rewritten: dict[int, list[Place]] = field(repr=False)
    """The same, with all that is asked about or stopped masked as well."""
    complete: bool
    """Whether masking those would be enough for it to leave."""


def judge(walked: Walked, checked: Checked, policy: Policy) -> Judged:
    """Read the policy for everything that was found, and for what could not be looked inside."""
    decisions: list[Decision] = []
    found: set[tuple[DataClass, str]] = set()
    blocked: set[tuple[DataClass, str]] = set()
    asked: set[str] = set()
    masked: dict[int, list[Place]] = {}
    rewritten: dict[int, list[Place]] = {}
    complete = True

    def block(decision: Decision, cls: DataClass, value: str) -> None:
        decisions.append(decision)
        blocked.add((cls, value))
        if decision is Decision.ASK:
            asked.add(fingerprint(cls, value))

    def blind(leaks: Leaks, value: str) -> None:
        nonlocal complete
        if leaks.not_looked:
            found.add((DataClass.UNREADABLE, value))
            block(decide(Leaks(not_looked=leaks.not_looked), policy).decision, DataClass.UNREADABLE, value)
            complete = False

    for sheet, leaks in zip(walked.sheets, checked.texts, strict=True):
        if not sheet.sealed:
            blind(leaks, sheet.text)
        for match in leaks.matches:
            if sheet.sealed and match.cls is DataClass.UNREADABLE:
                continue
            places = list(sheet.touched(match))
            fixed = any(leaf.kind is Kind.OPAQUE for leaf, _, _ in places)
            value = match.value or sheet.text[match.start : match.end]
            decision = policy.about(match)
            if fixed and decision is Decision.MASK:
                decision = Decision.ASK
            found.add((match.cls, value))
            if decision in (Decision.ASK, Decision.STOP):
                block(decision, match.cls, value)
                complete = complete and not fixed
            elif decision is Decision.MASK:
                decisions.append(decision)
            if decision is not Decision.ALLOW and not fixed:
                for leaf, start, end in places:
                    rewritten.setdefault(id(leaf), []).append((start, end, match))
                    if decision is Decision.MASK:
                        masked.setdefault(id(leaf), []).append((start, end, match))
    for file, looked in zip(walked.files, checked.files, strict=True):
        digest = hashlib.sha256(file.data).hexdigest()
        blind(looked.leaks, digest)
        for match in looked.leaks.matches:
            value = match.value or digest
            decision = policy.about(match)
            found.add((match.cls, value))
            if decision is not Decision.ALLOW:
                block(Decision.ASK if decision is Decision.MASK else decision, match.cls, value)
                complete = False
    for reason, what in walked.sealed:
        blind(Leaks(not_looked=(reason,)), what)
    leaves = [leaf for sheet in walked.sheets for leaf in sheet.leaves if leaf.kind is not Kind.OPAQUE]
    return Judged(
        strictest(decisions),
        _counted(found),
        _counted(blocked),
        frozenset(asked),
        _spread(leaves, masked),
        _spread(leaves, rewritten),
        complete,
    )


def rewrite(
    walked: Walked, places: Mapping[int, list[Place]], conversation: Conversation
) -> tuple[dict[str, str], Counter[str]]:
    """Put placeholders into the request, in place; fence in what somebody else wrote and orders the model about.

    Returns alias -> name, for names with a fixed alphabet, and how often orders and hidden text were seen (leak.brought).
    """
    names: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for leaf in _leaves(walked):
        here = places.get(id(leaf), [])
        if leaf.kind is Kind.NAME:
            if here or leaf.text.startswith(ALIAS):
                leaf.new = names.setdefault(leaf.text, f"{ALIAS}{len(names) + 1}")
            continue
        new = conversation.mask(leaf.text, _relative(leaf, here))
        if leaf.kind is Kind.TEXT and len(leaf.text) >= LEAST_ORDER:
            kinds = Counter(mark.kind for mark in marks(leaf.text))
            seen.update(kinds)
            if kinds[INJECTION] and leaf.foreign:
                new = fenced(new, _boundary(leaf.text), conversation.language)
            elif kinds[HIDDEN]:
                new = clean(new)
        if new != leaf.text:
            leaf.new = new
    walked.write()
    return {alias: name for name, alias in names.items()}, seen


def without(walked: Walked, judged: Judged, language: str) -> str:
    """The last text of the request with everything masked that is asked about or stopped; empty where that would not be enough."""
    texts = [sheet for sheet in walked.sheets if not sheet.sealed and any(leaf.kind is Kind.TEXT for leaf in sheet.leaves)]
    if not judged.complete or not texts:
        return ""
    conversation = Conversation(language)
    leaves = [leaf for leaf in texts[-1].leaves if leaf.kind is Kind.TEXT]
    return "\n".join(conversation.mask(leaf.text, _relative(leaf, judged.rewritten.get(id(leaf), []))) for leaf in leaves)


def fingerprint(cls: DataClass, value: str) -> str:
    """One value as the desk may be asked about it."""
    return hashlib.sha256(f"{cls}\0{value}".encode("utf-8", "surrogatepass")).hexdigest()


def masked_values(judged: Judged) -> Counter[DataClass]:
    """How many different values of each class are masked."""
    return _counted({(match.cls, match.value or str(id(match))) for places in judged.masked.values() for _, _, match in places})


def _boundary(text: str) -> str:
    """A line that the writer of the text could not know, and the same when the text is sent again."""
    return hmac.new(_DRAWN, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:16]


def _leaves(walked: Walked) -> Iterator[Leaf]:
    return (leaf for sheet in walked.sheets for leaf in sheet.leaves if leaf.kind is not Kind.OPAQUE)


def _relative(leaf: Leaf, places: Iterable[Place]) -> list[Match]:
    """Matches with offsets into the leaf. A piece of a match that goes on elsewhere stands for itself."""
    made = []
    for start, end, match in places:
        value = match.value if end - start == match.end - match.start else leaf.text[start:end]
        made.append(Match(start, end, match.cls, match.by, match.reason, match.score, match.country, value))
    return made


def _counted(values: Iterable[tuple[DataClass, str]]) -> Counter[DataClass]:
    return Counter(cls for cls, _ in values)


def _spread(leaves: list[Leaf], places: dict[int, list[Place]]) -> dict[int, list[Place]]:
    """The same values wherever they stand as whole words; in order and without overlap."""
    known: dict[str, Match] = {}
    for leaf in leaves:
        for start, end, match in places.get(id(leaf), ()):
            if end - start >= LEAST_SPREAD and end - start == match.end - match.start:
                known.setdefault(leaf.text[start:end], match)
    if not known:
        return places
    automaton = ahocorasick.Automaton()
    for written in known:
        automaton.add_word(written, written)
    automaton.make_automaton()
    whole: dict[int, list[Place]] = {}
    for leaf in leaves:
        here = list(places.get(id(leaf), ()))
        for last, written in automaton.iter(leaf.text):
            start, end = last - len(written) + 1, last + 1
            if not _in_word(leaf.text, start, end):
                match = known[written]
                here.append(
                    (start, end, Match(start, end, match.cls, match.by, match.reason, match.score, match.country, match.value))
                )
        if here:
            whole[id(leaf)] = _apart(here)
    return whole


def _in_word(text: str, start: int, end: int) -> bool:
    before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    return before or (end < len(text) and text[end].isalnum() and text[end - 1].isalnum())


def _apart(places: list[Place]) -> list[Place]:
    """In order and without overlap; of one that begins inside another, what goes on beyond it stays."""
    kept: list[Place] = []
    for start, end, match in sorted(places, key=lambda one: (one[0], one[0] - one[1])):
        begin = max(start, kept[-1][1]) if kept else start
        if begin < end:
            kept.append((begin, end, match))
    return kept
