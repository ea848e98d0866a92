"""The name of a person.

A name turns a question about anything into data about somebody: a complaint, an illness, a debt. Names of any origin are found as they are
written in prompts: given and family name in either order, initials, with a title, in capitals, in small letters in a chat, in tables,
JSON, greetings and signatures; a given name alone where the words around it say that it is one. A small model reads each word with its
neighbours (`_names.py`), all words around it say whether the text is about people at all (`_around.py`), and words that tell of a name are read
besides (`_told.py`: "my daughter", "cheers,", `nachname = '`); a name that was found once is found again in the rest of the text.

When it is wrong: people everybody knows (`_public.txt`: writers, artists, heads of state) are left out when they are named in full, also
if somebody in the organisation bears that name; so is somebody who is only spoken of as the writer or painter of a work, and everybody in a short
question about works, history, science, politics or sport that says nothing of anybody the writer deals with. A firm or product
called like a person ("Hugo Boss", a café "Chez Marcel") may be taken for one, a person whose name is a common word ("Mark", "Rose", "Wil
Mooi") missed where nothing around it tells, above all in small letters.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from weerbaar.detect.leak._declaration import Hits, recogniser
from weerbaar.detect.leak._names import (
    BUILT,
    COMMON,
    FAMED,
    FIRST,
    LAST,
    NAMING,
    NOUN,
    PARTICLES,
    TITLES,
    WORDS,
    Span,
    Token,
    facts_of,
    fame_of,
    model,
    named,
)
from weerbaar.detect.leak._told import CLOSINGS, told
from weerbaar.detect.leak._told import SCORE as TOLD
from weerbaar.model.leak import DataClass, Match, Readable

LEAST = 0.65
"""How sure the model must be of a name."""
LEAST_BESIDE = 0.5
"""How sure where another name in the text is sure."""
SURE = 0.97
LEAST_IN_FULL = 0.3
"""How sure of a given name followed by another name or by a word nobody knows."""
LEAST_FOR_A_WORD = 0.9
"""How sure of a single word that is a common word as well: Mark, Rose, Will."""
LEAST_FOR_NO_NAME = 0.995
"""How sure of a common word that nobody on any list is called."""
LEAST_BUILT = 0.97
"""How sure of a single word that ends like a common word."""
LEAST_UNKNOWN = 0.85
"""How sure of several words of which none is on a list of names."""
LEGAL, WORKS, BY, HEADS, TAILS, LAWS, MADE, PAST, WHO, SAINTS, MODELS, DAYS, JOINERS = (
    frozenset(WORDS["person"][name].split())
    for name in ("legal", "works", "by", "heads", "tails", "laws", "made", "past", "who", "saints", "models", "days", "joiners")
)
"""Words around a name that make it a firm, somebody known by a work, a building, a law or an illness."""
GENERAL = frozenset(WORDS["person"]["general"].split())
TOPICS = frozenset(WORDS["person"]["topics"].split())
"""Subjects full of names that are nobody's."""
BEGINNINGS = tuple(word for word in GENERAL if len(word) > 5)
DEALINGS = frozenset(WORDS["person"]["dealings"].split())
FAMILY_ENDS = tuple(WORDS["person"]["family_ends"].split())
CLUBS = frozenset(WORDS["person"]["clubs"].split())
MOST_OF_A_QUESTION = 70
"""Words and signs of a general question."""
POLITE = frozenset(("madame", "mme", "monsieur", "naam", "nom", "name", "lieber", "mr", "mrs"))
"""Words of dealing that stand in the names of roses, books and ships as well."""
ASKING = frozenset(WORDS["person"]["asking"].split())
JOINING = frozenset(WORDS["person"]["joining"].split())
NOBLE = frozenset(WORDS["person"]["noble"].split())
ROMAN = frozenset(["ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii", "xiii", "xiv", "xv", "xvi"])


@recogniser(classes=(DataClass.PERSON,), reasons=("name", "again"))
def person(text: Readable, hits: Hits) -> Iterator[Match]:
    found, spans = named(text)
    kept: list[Span] = []
    public: set[str] = set()
    near = [span for one in joined(text, found, spans) if (span := _without_code(text, found, one)) is not None]
    near = _with_famous(text, found, near)
    among = _among_famous(text, found, near)
    others = sum(span.score > SURE for span in near) > 1
    doubted: set[Span] = set()
    for span in near:
        words = _words(found, span)
        if words and span.score < _least(text, found, span, words, others):
            doubted.add(span)
            continue
        if not words or _is_thing(text, found, span):
            continue
        if _is_goods(text, found, span, words):
            continue
        if _is_public(text, found, span) or _made_a_work(found, span):
            public.update(words)
        else:
            kept.append(span)
    kept = [span for span in kept if span not in among]
    taken = {n: span for span in near for n in range(span.first, span.last) if span.score >= LEAST and span not in doubted}
    firm, dropped = set(kept), set[Span]()
    for span in told(text, found, tuple(kept)):
        within = {taken[n] for n in range(span.first, span.last) if n in taken}
        free = within <= firm and all(_holds(span, one) for one in within)
        if free and not (_is_thing(text, found, span) or _is_public(text, found, span) or _made_a_work(found, span)):
            taken.update(dict.fromkeys(range(span.first, span.last), span))
            dropped |= within
            kept.append(span)
    kept = [span for span in kept if span not in dropped]
    kept.sort(key=lambda span: span.first)
    kept = [span for span in kept if not set(_words(found, span)) <= public]
    if kept and _is_general(text, found):
        return
    for span in kept:
        yield _match(text, found, span, "name")
    for span in _again(text, found, kept):
        yield _match(text, found, span, "again")


def _holds(span: Span, other: Span) -> bool:
    """Whether a span is another and more."""
    return span.first <= other.first and other.last <= span.last and span.last - span.first > other.last - other.first


def joined(text: Readable, found: Sequence[Token], parts: Sequence[Span]) -> list[Span]:
    """The spans, made whole: particles and what follows them, pieces that stand side by side, "PEETERS, Johan"."""
    whole: list[Span] = []
    for part in parts:
        last = whole[-1] if whole else None
        span = Span(_begin(text, found, part.first), part.last, part.score)
        if last is not None and span.first < last.last:
            span = Span(last.last, part.last, part.score) if part.last > last.last else last
            if span is last:
                continue
        if last is not None and _beside(text, found, last, span) and span.last - last.first <= 6:
            whole[-1] = Span(last.first, _end(text, found, span.last), max(last.score, span.score))
        else:
            whole.append(Span(span.first, _end(text, found, span.last), span.score))
    return whole


def _beside(text: Readable, found: Sequence[Token], one: Span, other: Span) -> bool:
    """Whether two spans are one name: only a space between them, or a comma behind a family name in capitals."""
    family, given = found[one.last - 1], found[other.first]
    if other.first == one.last:
        return given.start - family.end == 1
    comma = other.first == one.last + 1 and found[one.last].low == ","
    written = text.text
    return (
        comma
        and len(family.low) > 1
        and written[family.start : family.end].isupper()
        and not written[given.start : given.end].isupper()
    )


def _end(text: Readable, found: Sequence[Token], end: int) -> int:
    """Where a name ends when particles and a word with a capital follow: "Karl-Theodor" "von der Heide"."""
    n = end
    while n < len(found) and n < end + 3 and found[n].low in NOBLE and found[n].start - found[n - 1].end == 1:
        n += 1
    if n == end or n >= len(found) or found[n].kind != "word" or found[n].start - found[n - 1].end > 1:
        return end
    if n == end + 1 and found[end].low not in JOINING:
        return end
    return n + 1 if text.text[found[n].start].isupper() and found[n].low not in TAILS else end


def _begin(text: Readable, found: Sequence[Token], first: int) -> int:
    """Where a name begins when a particle in capitals stands before it: "VON BERG", "EL KHATTABI"."""
    n = first
    while n and n > first - 3 and found[n - 1].low in NOBLE and found[n].start - found[n - 1].end == 1:
        shown = text.text[found[n - 1].start : found[n - 1].end]
        if not (shown.isupper() and text.text[found[first].start : found[first].end].isupper()):
            break
        n -= 1
    return n


def _without_code(text: Readable, found: Sequence[Token], span: Span) -> Span | None:
    """The span without "mvg" and without an "initial" that ends a code: "TB-9928-B. Maak"; None when too little is left."""
    span = _without_noun(text, found, span)
    first = found[span.first]
    if first.low in CLOSINGS and span.last - span.first > 1:
        return Span(span.first + 1, span.last, span.score)
    if first.kind != "initial" or not first.start or text.text[first.start - 1] not in "-_/":
        return span
    if span.last - span.first < 3:
        return None
    return Span(span.first + 1, span.last, span.score)


def _without_noun(text: Readable, found: Sequence[Token], span: Span) -> Span:
    """The span without the words before a given name that nobody is called: "Casemanager" Ellen Vos, "Azubi" Leon."""
    words = [token.low for token in found[span.first : span.last]]
    if len(words) < 2:
        return span
    known = model()
    facts = facts_of(words, known.keys, known.facts)
    n = 0
    while (
        n + 1 < len(words)
        and facts[words[n]] & (COMMON | NOUN | BUILT)
        and not facts[words[n]] & NAMING
        and words[n] not in PARTICLES
    ):
        n += 1
    return Span(span.first + n, span.last, span.score) if n and facts[words[n]] & FIRST else span


def _with_famous(text: Readable, found: Sequence[Token], near: Sequence[Span]) -> list[Span]:
    """The spans, with the pieces of somebody everybody knows made one: "Vincent" van "Gogh"."""
    whole: list[Span] = []
    for span in near:
        last = whole[-1] if whole else None
        if (
            last is not None
            and 0 < span.first - last.last < 4
            and all(found[n].low in NOBLE for n in range(last.last, span.first))
        ):
            both = Span(last.first, span.last, max(last.score, span.score))
            if is_public(_written(text, found, both)):
                whole[-1] = both
                continue
        whole.append(span)
    return whole


def _among_famous(text: Readable, found: Sequence[Token], near: Sequence[Span]) -> set[Span]:
    """Full names in a row with somebody everybody knows: "Marie Curie and Ada Verbeke", "Der Prozess von Kafka, Der Turm von Ada Verbeke"."""
    famous = {span for span in near if _is_public(text, found, span)}
    if not famous:
        return set()
    among: set[Span] = set()
    for order in (near, near[::-1]):
        last: Span | None = None
        for span in order:
            if span in famous or (
                last is not None and len(_words(found, span)) > 1 and _in_a_row(found, *sorted((last, span), key=_first))
            ):
                among.add(span)
                last = span
            else:
                last = None
    return among - famous


def _first(span: Span) -> int:
    return span.first


def _in_a_row(found: Sequence[Token], one: Span, other: Span) -> bool:
    """Whether only a comma or "and" stands between two, or a comma and the name of a work when both follow the same "by"."""
    between = [token.low for token in found[one.last : other.first]]
    if not between or between[0] not in JOINERS or any(token.kind == "line" for token in found[one.last : other.first]):
        return False
    if len(between) < 3 and all(low in JOINERS for low in between):
        return True
    by = found[one.first - 1].low if one.first else ""
    return 2 < len(between) < 9 and by in BY and between[-1] == by


def _is_goods(text: Readable, found: Sequence[Token], span: Span, words: Sequence[str]) -> bool:
    """Whether one or two words that name nobody we know are a thing: a feast, a type of a column, an article of a list, a compound noun."""
    after = found[span.last] if span.last < len(found) else None
    last = found[span.last - 1]
    if after is not None and after.low == "(" and after.start == last.end and text.text[last.start].islower():
        return True
    if len(words) > 1 or (span.first and found[span.first - 1].low in TITLES):
        return False
    word = words[0]
    if word in DAYS or (span.first and found[span.first - 1].low in MODELS):
        return True
    known = model()
    cuts = range(4, len(word) - 3)
    parts = list(dict.fromkeys((word, *(word[:n] for n in cuts), *(word[n:] for n in cuts))))
    facts = facts_of(parts, known.keys, known.facts)
    if facts[word] & FIRST:
        return False
    starts = span.first == 0 or found[span.first - 1].kind == "line" or found[span.first - 1].low in ";|,"
    if starts and after is not None and after.kind in ("code", "number") and (facts[word] & COMMON or not facts[word]):
        return True
    if facts[word] & NAMING or after is None or last.end - last.start < 7:
        return False
    if word.endswith(FAMILY_ENDS):
        return False
    if any(facts[word[n:]] & COMMON and facts[word[:n]] & COMMON for n in cuts):
        return after.low in ";?" or (after.kind == "word" and text.text[after.start].islower())
    return after.low == "?" and any(facts[word[n:]] & COMMON for n in cuts if len(word) - n > 4)


def _least(text: Readable, found: Sequence[Token], span: Span, words: Sequence[str], others: bool) -> float:
    known = model()
    facts = facts_of(list(dict.fromkeys(words)), known.keys, known.facts)
    usual = LEAST_BESIDE if others else LEAST
    said = [facts[word] for word in words]
    if all(one & (COMMON | NOUN) and not one & NAMING for one in said):
        return LEAST_FOR_NO_NAME
    if len(words) == 1 and said[0] == BUILT:
        return LEAST_BUILT
    if len(words) == 1:
        small = text.text[found[span.last - 1].start].islower()
        if not said[0] & FIRST and (small or said[0] & (COMMON | NOUN)):
            return LEAST_FOR_NO_NAME if small and not others else LEAST_FOR_A_WORD
        if said[0] & COMMON:
            return LEAST if others and not small else LEAST_FOR_A_WORD
        return LEAST_BESIDE if said[0] & FIRST else usual
    if not any(one & NAMING for one in said):
        return LEAST_UNKNOWN
    capital = text.text[found[span.first].start].isupper() and text.text[found[span.last - 1].start].isupper()
    full = capital and facts[words[0]] & FIRST and (facts[words[-1]] & LAST or not facts[words[-1]])
    return LEAST_IN_FULL if full else usual


def _words(found: Sequence[Token], span: Span) -> tuple[str, ...]:
    """The words of a name, small and without accents, without titles."""
    return tuple(t.low for t in found[span.first : span.last] if t.kind == "word" and t.low not in TITLES)


def _written(text: Readable, found: Sequence[Token], span: Span) -> str:
    return " ".join(text.low[found[span.first].start : found[span.last - 1].end].split())


def _match(text: Readable, found: Sequence[Token], span: Span, reason: str) -> Match:
    start, end = found[span.first].start, found[span.last - 1].end
    return Match(start, end, DataClass.PERSON, "person", reason, round(span.score, 3), value=value(text.low[start:end]))


def value(name: str) -> str:
    """A name in one form: small letters, without accents, given name first where a comma tells."""
    family, comma, given = name.partition(",")
    return " ".join(f"{given} {family}".split() if comma else name.split())


def _is_thing(text: Readable, found: Sequence[Token], span: Span) -> bool:
    """Whether it is a firm, a street, a law or the like: "Peeters NV", "Garage Peeters", "Prince Albert Road", "Murphy's law"."""
    before = _next_word(found, span.first - 1, -1)
    after = found[span.last] if span.last < len(found) else None
    first, last = found[span.first].low, found[span.last - 1].low
    if (before in HEADS or first in HEADS or last in TAILS) or (
        before == "van" and span.first > 1 and found[span.first - 2].low in HEADS
    ):
        return True
    if after is None:
        return False
    capital = text.text[after.start].isupper()
    if capital and (after.low in LEGAL or after.low in TAILS):
        return True
    dash = after.low == "-" or (span.first and found[span.first - 1].low == "-")
    if dash and any(token.low in CLUBS for token in found[max(span.first - 12, 0) : span.last + 12]):
        return True
    if after.low == "&" or (span.first and found[span.first - 1].low == "&"):
        return True
    own = span.last + 1 < len(found) and after.low == "'" and found[span.last + 1].low == "s"
    return (own and _next_word(found, span.last + 2, 1) in LAWS) or (
        after.low == "-" and _next_word(found, span.last + 1, 1) in LAWS
    )


def _next_word(found: Sequence[Token], n: int, step: int) -> str:
    """The nearest word from here that is no article or particle, "" at a sign."""
    while 0 <= n < len(found) and (found[n].kind == "elided" or found[n].low in BY):
        n += step
    return found[n].low if 0 <= n < len(found) and found[n].kind == "word" else ""


@cache
def _well_known() -> tuple[frozenset[str], frozenset[str]]:
    lines = files("weerbaar.detect.leak").joinpath("_public.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("=") for line in lines if line and not line.startswith("#")]
    return frozenset(_plain(pair[0]) for pair in pairs), frozenset(_plain(pair[1]) for pair in pairs if len(pair) > 1)


def _plain(name: str) -> str:
    small = "".join(c for c in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(c))
    return " ".join(small.split())


def is_public(name: str) -> bool:
    """Whether a name, in small letters without accents, is that of somebody everybody knows."""
    full, families = _well_known()
    return name in full or name in families


def _is_public(text: Readable, found: Sequence[Token], span: Span) -> bool:
    """Whether a name is that of somebody everybody knows, and no title speaks to them: "Bach", but not "Frau Bach"."""
    if span.first and found[span.first - 1].low in TITLES:
        return False
    return is_public(_written(text, found, span)) or _is_famed(found, span)


def _is_famed(found: Sequence[Token], span: Span) -> bool:
    """Whether the last two words of a name are those of somebody famous that the lexicon knows."""
    known = model()
    last = found[max(span.first, span.last - 2) : span.last]
    return len(last) == 2 and bool(fame_of(last, known.pairs, known.known_as)[1] & FAMED)


def _is_general(text: Readable, found: Sequence[Token]) -> bool:
    """Whether a short text asks about works, history, science, politics or sport and says nothing of anybody the writer deals with."""
    if len(found) > MOST_OF_A_QUESTION or any(token.kind in ("net", "line") or token.low in "{}|;[]<>_" for token in found):
        return False
    words = [token.low for token in found if token.kind == "word"]
    said = set(words)
    if not said.isdisjoint(TOPICS) and said.isdisjoint(DEALINGS - POLITE):
        return True
    if not words or words[0] not in ASKING:
        return False
    return said.isdisjoint(DEALINGS) and (not said.isdisjoint(GENERAL) or any(word.startswith(BEGINNINGS) for word in said))


def _made_a_work(found: Sequence[Token], span: Span) -> bool:
    """Whether the words beside say that this is somebody known by a work or an office, of the past, a ruler or a saint.

    "de roman van", "le président", "Who was", "wrote", "II".
    """
    after = found[span.last] if span.last < len(found) else None
    if after is not None and (after.low in MADE or after.low in ROMAN):
        return True
    n = span.first - 1
    while n >= 0 and n > span.first - 4 and found[n].low in BY:
        n -= 1
    if n < 0 or found[n].kind != "word":
        return False
    before = found[n - 1].low if n else ""
    return found[n].low in WORKS or found[n].low in SAINTS or (found[n].low in PAST and before in WHO)


def _again(text: Readable, found: Sequence[Token], kept: Sequence[Span]) -> Iterator[Span]:
    """Words of a full name that stand elsewhere in the text with a capital, alone."""
    sure: dict[str, float] = {}
    taken: set[int] = set()
    for span in kept:
        taken.update(range(span.first, span.last))
        words = _words(found, span)
        if (len(words) > 1 and span.score > 0.8) or span.score == TOLD:
            sure.update((word, span.score * 0.9) for word in words if len(word) > 2 and word not in PARTICLES)
    if not sure:
        return
    for n, token in enumerate(found):
        if n in taken or token.low not in sure or not text.text[token.start].isupper():
            continue
        span = Span(n, n + 1, sure[token.low])
        neighbours = [found[k] for k in (n - 1, n + 1) if 0 <= k < len(found) and found[k].kind == "word"]
        if not any(text.text[other.start].isupper() for other in neighbours) and not _is_thing(text, found, span):
            yield span
