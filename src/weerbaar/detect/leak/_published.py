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
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

import re2

from weerbaar.detect.leak._context import LABEL, between_ends, column
from weerbaar.detect.leak._names import COMMON, FIRST, LAST, NOUN, WELL_KNOWN, WORDS, Token, named, read
from weerbaar.model.leak import DataClass, Match, Readable

SCORE = 0.2
BEFORE, AFTER = 220, 120
"""Characters of its paragraph that are read around a match."""
NEAR_BEFORE, NEAR_AFTER = 90, 60
"""Characters of its sentence."""
HEAD, TAIL = 260, 200
"""Characters at the beginning and the end of a text, where it is said what it is."""
LONG = 4_000
"""Characters of a text that is no longer one poster or one footer."""
REAL = 1_000
"""Characters at the beginning in which it is said that the data are real."""
ROLE_BEFORE, ROLE_AFTER = 60, 24
CLOSE = 30
PAYEE = 400
"""Characters around an account in which nobody may be named for it to be public."""
NAMED_BEFORE, NAMED_AFTER = 120, 70
"""Characters around a match in which somebody who is named may be the one whose number it is."""
SHOWN_RIGHT_BEFORE = 14
SPOKEN = re.compile(
    r"\b(?:de|het|een|is|als|van|in|op|dit|hoe|zoals|le|la|les|un|une|est|du|des|ce|comme|comment|der|die|das|ein|eine|ist|wie|aus|im|dem|the|an|as|of|for|our"
    r"|like|how|this|from|we|wij|nous|wir|te|to|zu)\b|\bd'"
)
"""Small words of a sentence. A value that shows how such values look, or an account for everybody, is spoken of: a field that is called "examples"
or like an authority is not enough."""
WORD = re.compile(r"[^\W\d_]{4,}")
FEWEST_WORDS = 5
"""Words of the line in which an account for everybody stands: where money is concerned, a name and a number are no sentence about it."""
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
SETTLED = frozenset(("given", "office", "terms"))
"""What makes an account public also where an invoice is spoken of."""
CALLED = (DataClass.PHONE, DataClass.ADDRESS, DataClass.MAIL)
"""Classes that are somebody's where a guest, a customer or a witness is spoken of."""
WIDE = frozenset(("given", "terms", "shared", "reported", "event", "us"))
"""What says of a whole text what it is, so it may stand farther off."""
SMALL = (DataClass.BIRTH_DATE, DataClass.ADDRESS, DataClass.MAIL)
"""Classes for which a word such as "example" is not enough: people write "example" of much."""


@cache
def words(name: str) -> Any:
    """One pattern for all the words of a list. A word begins where no word, address or host goes on."""
    said = [_bounded(word) for line in _lists()[name].values() for word in line.split(", ")]
    return re2.compile(rf"(?:^|[^a-z0-9_.@/])(?:{'|'.join(said)})")


@cache
def _lists() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("weerbaar.detect.leak").joinpath("_published.toml").read_text(encoding="utf-8"))


def _bounded(word: str) -> str:
    plain = word.replace("\\w", "[a-z0-9_]").replace("\\d", "[0-9]")
    open_ = plain[-1] in ".*+(]'" or plain.endswith(("\\(", "\\b"))
    return f"(?:{plain})" if open_ else rf"(?:{plain})\b"


def of_nobody(text: Readable, match: Match, *, public: bool = True) -> Match:
    """The match, made faint with the reason `example` or, where it can be `public`, with that, when the words around it say so.

    What stood in an encoding is never of nobody: nothing that is there for everybody is hidden first.
    """
    if match.score <= SCORE or match.start >= text.body:
        return match
    if _is_example(text, match):
        return replace(match, reason="example", score=SCORE)
    if public and match.cls in CONTEXT and _is_public(text, match):
        return replace(match, reason="public", score=SCORE)
    return match


def _is_example(text: Readable, match: Match) -> bool:
    low, frame = text.low, _frame(text)
    first, last = _paragraph(low, match.start, match.end)
    head = column(text, match.start)
    invented = said(low, "invented", first, last, match) or frame.invented or bool(head and words("invented").search(head))
    if invented and (match.cls is not DataClass.IBAN or _is_sentence(low, match)):
        return not (frame.real or said(low, "real", first, last))
    if match.cls in SMALL:
        return said(low, "shown", match.start - SHOWN_RIGHT_BEFORE, match.start)
    begin, end = _sentence(low, match.start, match.end, SHOWN_BEFORE, SHOWN_AFTER)
    if not (SPOKEN.search(low, begin, match.start) or SPOKEN.search(low, match.end, end)):
        return False
    return said(low, "shown", begin, end, match) and not (
        frame.real or said(low, "taken", begin, end) or _somebodys(text, match, begin, end)
    )


def _is_public(text: Readable, match: Match) -> bool:
    low = text.low
    first, last = _paragraph(low, match.start, match.end)
    begin, end = _sentence(low, match.start, match.end, NEAR_BEFORE, NEAR_AFTER)
    first, last = min(first, begin), max(last, end)
    money = match.cls is DataClass.IBAN
    if match.cls in CALLED and column(text, match.start) and not _frame(text).said:
        return False
    names = CONTEXT[match.cls]
    if money and said(low, "bill", match.start - NAMED_BEFORE, match.end + NAMED_AFTER):
        names = tuple(name for name in names if name in SETTLED)
    beside = any(said(low, name, begin, end, match) for name in names)
    if not beside and not any(
        name in _frame(text).said or said(low, name, first, last, match) for name in names if name in WIDE
    ):
        return False
    if money and not _is_sentence(low, match):
        return False
    if money and (said(low, "taken", match.start - NAMED_BEFORE, match.end + NAMED_AFTER) or column(text, match.start)):
        return False
    if money:
        near = match.start - PAYEE, match.end + PAYEE
    else:
        near = (begin - CLOSE, end) if beside else (match.start - NAMED_BEFORE, match.end + NAMED_AFTER)
    return not (_somebodys(text, match, begin, end) or names_somebody(text, *near, match))


def _is_sentence(low: str, match: Match) -> bool:
    """Whether the line of a match has enough words to be one about it."""
    first, last = low.rfind("\n", 0, match.start) + 1, low.find("\n", match.end)
    before, after = low[first : match.start], low[match.end : last if last >= 0 else None]
    return "data:" not in before and len(WORD.findall(before)) + len(WORD.findall(after)) >= FEWEST_WORDS


def _somebodys(text: Readable, match: Match, begin: int, end: int) -> bool:
    """Whether the sentence calls it somebody's own, or speaks of one person in a role."""
    low = text.low
    return (
        said(low, "owned", begin, end, match)
        or (match.cls in CALLED and said(low, "caller", begin, end, match))
        or said(low, "role", max(begin, match.start - ROLE_BEFORE), min(end, match.end + ROLE_AFTER), match)
        or names_somebody(text, begin, end, match)
    )


def said(low: str, name: str, first: int, last: int, match: Match | None = None) -> bool:
    """Whether a word of a list stands between, outside the match: a street may be called after a castle."""
    starts, ends = _places(low, name)
    for at in range(bisect_left(starts, first - 1), len(starts)):
        if starts[at] >= last:
            break
        if ends[at] <= last and not (match is not None and starts[at] + 1 < match.end and ends[at] > match.start):
            return True
    return False


@lru_cache(maxsize=32)
def _places(low: str, name: str) -> tuple[list[int], list[int]]:
    """Where the words of a list stand in a text, looked for once; the sign before a word belongs to it."""
    found = [one.span() for one in words(name).finditer(low)]
    if name == "shown":
        found = [(start, end) for start, end in found if low[start] != '"']  # the key of a schema
    if name == "real":
        found = [(start, end) for start, end in found if not NOT.search(low, max(start - 12, 0), start)]
    return [start for start, _ in found], [end for _, end in found]


def names_somebody(text: Readable, first: int, last: int, match: Match | None = None) -> bool:
    """Whether a person is named between, outside the match itself."""
    skip = (match.start, match.end) if match is not None else (0, 0)
    for start, end in _somebody(text):
        if start >= last:
            break
        if end > first and not (start < skip[1] and end > skip[0]):
            return True
    title = TITLE.search(text.low, max(first, 0), last)
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
        if _is_name(text, found[span.first : span.last], span.score) and not words("place").match(text.low[start:end]):
            kept.append((start, end))
    return tuple(kept)


def _is_name(text: Readable, parts: Sequence[Token], score: float) -> bool:
    """Whether these words are a person's name also where shops and charities are spoken of: a usual given name, or two that are no words."""
    facts = read(text)[1]
    said = [facts.get(part.low, 0) for part in parts if part.kind == "word" and len(part.low) > 2]
    plain = [one for one in said if not one & COMMON and (one & FIRST or not one & NOUN)]
    if len(said) < 2:
        small = not plain and score < SURE_OF_TWO
        return bool(said) and said[0] & GIVEN == GIVEN and not small and not text.text[parts[0].start : parts[-1].end].isupper()
    if said[0] & FIRST and score > SURE_OF_TWO and (said[-1] & LAST or not said[-1]):
        return True
    return any(one & FIRST for one in plain) or (len(plain) == len(said) and score > SURE_OF_TWO)


class _Frame(NamedTuple):
    """What the beginning and the end of a text say that it is: lists of words, whether its data are real, whether they are invented."""

    said: frozenset[str]
    real: bool
    invented: bool


@lru_cache(maxsize=1)
def _frame(text: Readable) -> _Frame:
    low = text.low
    edges = ((0, HEAD), (max(len(low) - TAIL, 0), len(low))) if len(low) <= LONG else ()
    line = low.find("\n", 0, HEAD)
    return _Frame(
        frozenset(name for name in WIDE if any(said(low, name, first, last) for first, last in edges)),
        said(low, "real", 0, REAL),
        line >= 0 and said(low, "invented", 0, line),
    )


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


def _sentence(low: str, start: int, end: int, before: int, after: int) -> tuple[int, int]:
    """What is read of the sentence or line around a stretch."""
    return between_ends(low, start, end, ENDS, before, after)
