"""Whether a number or an address gives nobody away: made up for a test or an example, or there for everybody to read.

The account on the poster of a charity, the telephone of the town hall, the VAT number in a footer and the invented IBAN of a unit test look like any
other. What tells is the text around them, so these words decide (`_published.toml`, four languages), each only where it can mean it:

- `example`: the words before, after or above say that the value is invented or test data, or the value only shows how such values look. What says
  that the data are real ("with real data", "based on this customer", "anonymise") takes it back.
- `public`: a poster, a footer, terms, an annual report, a place that is open to everybody, a line for help, an authority, a good cause. Never where
  somebody is named beside it, where it is called somebody's own ("her account"), a supplier's or a sole trader's, or paid back to somebody.

A match that gives nobody away keeps its place and class, with the reason and a score below `FAINT`: a policy lets it pass, the record shows it.

When it is wrong: the account of a supplier in a text that also speaks of a poster is let through when nothing says whose it is; a swindler's account
under an invented appeal for donations is, too. The account of a club that nobody describes is told as somebody's.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import re2

from weerbaar.detect.leak._about import NOUNS
from weerbaar.detect.leak._context import LABEL, column
from weerbaar.detect.leak._names import COMMON, FIRST, NOUN, WELL_KNOWN, WORDS, Token, named, read
from weerbaar.model.leak import DataClass, Match, Readable

SCORE = 0.2
BEFORE, AFTER = 220, 120
"""Characters of its paragraph that are read around a match."""
NEAR_BEFORE, NEAR_AFTER = 90, 60
"""Characters of its sentence."""
HEAD, TAIL = 260, 200
"""Characters at the beginning and the end of a text, where it is said what it is."""
LINE = 160
"""Characters of its line read for a word of code or of a comment."""
SURE = 0.6
"""How sure the model of names must be that somebody is named."""
SURE_OF_TWO = 0.9
"""How sure of two words that no list of given names has."""
SHOWN_BEFORE, SHOWN_AFTER = 60, 45
ENDS = re.compile(r"(?<!\bnr)(?<!\bno)(?<!\btel)(?<!\bst)[.!?](?=[\s\"'»)]|$)|\n")
NOT = re.compile(r"\b(?:no|not|never|geen|niet|pas|pas de|kein|keine|nicht) ?$")
TITLE = re.compile(
    r"(?<![a-z])(?:mevrouw|mevr\.?|mw\.?|dhr\.?|meneer|de heer|mme|mlle|monsieur|herrn?|frau|mrs?\.?|ms\.?|miss|tante|nonkel|oncle|onkel|aunt|uncle)"
    r" [a-z]"
)
ROLE = re2.compile(r"\b(?:" + "|".join(dict.fromkeys(NOUNS.split())) + r")\b")
GIVEN = FIRST | WELL_KNOWN
HEADS, TAILS, LEGAL = (frozenset(WORDS["person"][name].split()) for name in ("heads", "tails", "legal"))
CONTEXT = {
    DataClass.IBAN: ("given", "office", "terms", "shared", "event"),
    DataClass.VAT: ("shared", "reported", "terms", "office"),
    DataClass.ENTERPRISE: ("shared", "reported", "terms", "office"),
    DataClass.MAIL: ("shared", "place", "hours", "help", "office", "event", "us"),
    DataClass.PHONE: ("us", "shared", "place", "hours", "help", "office", "given", "event"),
    DataClass.ADDRESS: ("shared", "place", "premises", "hours", "given", "office", "event"),
}
"""What makes a match of each class public; other classes never are."""
WIDE = frozenset(("given", "terms", "shared", "reported", "event"))
"""What says of a whole text what it is, so it may stand farther off."""
SMALL = (DataClass.BIRTH_DATE, DataClass.ADDRESS, DataClass.MAIL)
"""Classes for which a word such as "example" is not enough: people write "example" of much."""


@cache
def words(*names: str) -> Any:
    """One pattern for all the words of these lists."""
    said = [word for name in names for line in _lists()[name].values() for word in line.split(", ")]
    return re2.compile("|".join(_bounded(word) for word in said))


@cache
def _lists() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("weerbaar.detect.leak").joinpath("_published.toml").read_text(encoding="utf-8"))


def _bounded(word: str) -> str:
    end = "" if word[-1] in ".*+(]'" or word.endswith(("\\(", "\\b")) else r"\b"
    return (r"(?:^|[^\w.@/])" if word[0].isalnum() or word[0] in "\\(" else "") + f"(?:{word}){end}"


def of_nobody(text: Readable, match: Match, *, public: bool = True) -> Match:
    """The match, made faint with the reason `example` or, where it can be `public`, with that, when the words around it say so."""
    if match.score <= SCORE:
        return match
    if _is_example(text, match):
        return replace(match, reason="example", score=SCORE)
    if public and match.cls in CONTEXT and _is_public(text, match):
        return replace(match, reason="public", score=SCORE)
    return match


def _is_example(text: Readable, match: Match) -> bool:
    frame = _frame(text)
    first, last = _paragraph(text.low, match.start, match.end)
    around = _without(text.low, first, match, last)
    invented = words("invented")
    if invented.search(around) or frame.invented or invented.search(column(text, match.start)):
        return not (frame.real or _is_real(around))
    if match.cls in SMALL or not frame.shown:
        return False
    begin, end = _sentence(text.low, match.start, match.end, SHOWN_BEFORE, SHOWN_AFTER)
    if not words("shown").search(_without(text.low, begin, match, end)):
        return False
    return not (frame.real or _somebodys(text, match, begin, end))


def _is_real(low: str) -> bool:
    """Whether it is said that the data are those of real people: "real customers", but not "not real customers"."""
    return any(not NOT.search(low, max(said.start() - 12, 0), said.start()) for said in words("real").finditer(low))


def _is_public(text: Readable, match: Match) -> bool:
    frame = _frame(text)
    first, last = _paragraph(text.low, match.start, match.end)
    begin, end = _sentence(text.low, match.start, match.end, NEAR_BEFORE, NEAR_AFTER)
    first, last = min(first, begin), max(last, end)
    names = CONTEXT[match.cls]
    wide = tuple(name for name in names if name in WIDE)
    close = tuple(name for name in names if name not in WIDE)
    said = (frame.said & frozenset(wide)) or words(*wide).search(_without(text.low, first, match, last))
    if not said and not (close and words(*close).search(_without(text.low, begin, match, end))):
        return False
    if _somebodys(text, match, begin, end) or names_somebody(text, first, last, match):
        return False
    return not (match.cls is DataClass.IBAN and words("taken").search(text.low[first:last]))


def _somebodys(text: Readable, match: Match, begin: int, end: int) -> bool:
    """Whether the sentence calls it somebody's own, or speaks of one person in a role."""
    before, after = text.low[begin : match.start], text.low[match.end : end]
    return bool(
        words("owned").search(before)
        or words("owned").search(after)
        or ROLE.search(before[-60:])
        or ROLE.search(after[:24])
        or names_somebody(text, begin, end, match)
    )


def names_somebody(text: Readable, first: int, last: int, match: Match | None = None) -> bool:
    """Whether a person is named between, outside the match itself."""
    skip = (match.start, match.end) if match is not None else (0, 0)
    for start, end in _somebody(text):
        if start >= last:
            break
        if end > first and not (start < skip[1] and end > skip[0]):
            return True
    title = TITLE.search(text.low, first, last)
    return title is not None and text.text[title.end() - 1].isupper()


@lru_cache(maxsize=1)
def _somebody(text: Readable) -> tuple[tuple[int, int], ...]:
    """Where persons are named, without what is a firm, a street or a building called like one."""
    found, spans = named(text)
    kept = []
    for span in spans:
        before = found[span.first - 1].low if span.first else ""
        after = found[span.last].low if span.last < len(found) else ""
        low = found[span.first].low, found[span.last - 1].low
        if span.score < SURE or before in HEADS or low[0] in HEADS or low[1] in TAILS or after in LEGAL or after in TAILS:
            continue
        start, end = found[span.first].start, found[span.last - 1].end
        if _is_name(text, found[span.first : span.last], span.score) and not words("place").search(text.low[start:end]):
            kept.append((start, end))
    return tuple(kept)


def _is_name(text: Readable, parts: Sequence[Token], score: float) -> bool:
    """Whether these words are a person's name also where shops and charities are spoken of: a usual given name, or two that are no words."""
    facts = read(text)[1]
    said = [facts.get(part.low, 0) for part in parts if part.kind == "word" and len(part.low) > 2]
    plain = [one for one in said if not one & (COMMON | NOUN)]
    if len(said) < 2:
        return bool(plain) and plain[0] & GIVEN == GIVEN and not text.text[parts[0].start : parts[-1].end].isupper()
    return any(one & FIRST for one in plain) or (len(plain) == len(said) and score > SURE_OF_TWO)


class _Frame:
    """What the beginning and the end of a text say that it is."""

    def __init__(self, text: Readable) -> None:
        low = text.low
        edges = low if len(low) <= HEAD + TAIL else f"{low[:HEAD]}\n{low[-TAIL:]}"
        begin = low[:HEAD]
        line = begin.find("\n")
        top = begin[: line if line >= 0 else HEAD]
        self.said = frozenset(name for name in WIDE if words(name).search(edges))
        self.real = _is_real(low[: HEAD * 4])
        self.shown = words("shown").search(low) is not None
        self.invented = words("invented").search(top) is not None and line >= 0


@lru_cache(maxsize=1)
def _frame(text: Readable) -> _Frame:
    return _Frame(text)


def _paragraph(low: str, start: int, end: int) -> tuple[int, int]:
    """What is read of the paragraph around a stretch."""
    first = max(start - BEFORE, 0)
    blank = low.rfind("\n\n", first, start)
    first = blank + 2 if blank >= 0 else first
    if blank >= 0 and (above := low.rfind("\n", max(blank - LABEL, 0), blank)) != blank:
        label = above + 1 if above >= 0 or blank <= LABEL else blank
        first = label if label < blank else first
    last = min(end + AFTER, len(low))
    blank = low.find("\n\n", end, last)
    return first, blank if blank >= 0 else last


def _without(low: str, first: int, match: Match, last: int) -> str:
    """A stretch of the text with the match left out: a street may be called after a castle."""
    return f"{low[first : match.start]}\n{low[match.end : last]}"


def _sentence(low: str, start: int, end: int, before: int, after: int) -> tuple[int, int]:
    """What is read of the sentence or line around a stretch."""
    first = max(start - before, 0)
    for stop in ENDS.finditer(low, first, start):
        first = stop.end()
    found = ENDS.search(low, end, min(end + after, len(low)))
    return first, found.start() if found else min(end + after, len(low))
