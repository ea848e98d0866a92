"""Where the names of persons stand in a text: a small linear-chain model over cheap features of words.

Words are looked up in a lexicon of hashed facts (is it a given name, a family name, a place, a common word...; and two words in a row: are they part of
the name of a thing, or of somebody famous), and each word with its neighbours, endings, shape and the name of the field it stands in becomes about
forty-six hashed features with one weight per label. The labels are outside, begin of a person, inside of a person, and another name (a firm, a
street, a product). How likely each label is comes from the forward-backward algorithm, as in a conditional random field (Lafferty 2001), leaning
towards names, and away from them where all the words around (`_around.py`) are those of works, brands and the like.

Lexicon and weights are in `_names.npz`, words of the four languages in `_names.toml`;
`_names.md` says what they learned from and how well they do, `python -m training.names` makes both.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from weerbaar.detect.leak._around import Around, dealing
from weerbaar.model.leak import Readable

FIRST, WELL_KNOWN, LAST, PLACE, FIRM, COMMON, NOUN, FREQUENT = (1 << n for n in range(8))
"""What the lexicon knows of a word: given name, a usual one here, family name, place, firm, written small, German noun, very frequent."""
NAMING = FIRST | WELL_KNOWN | LAST
BUILT = 1 << 8
"""A word that nobody lists and that ends with a word written small or a German noun: "Prüfziffer", "zorgverlof"."""
LEAST_BUILT, MOST_BUILT = 8, 60
"""Letters of such a word, at least and at most."""
THING, FAMED, FAMILY = 1, 2, 4
"""What two words in a row are part of: a thing with a name of several words, somebody famous; and a family name that is famous alone."""

OUTSIDE, BEGIN, INSIDE, OTHER = range(4)
LABELS = 4
BITS = 18
LINE = 4000
"""Tokens read at once; a longer text is read in pieces that end with a line where it can."""

TOKEN = re.compile(
    r"(?P<net>[\w.+-]{1,64}@[\w.-]{1,128}|(?:https?://|www\.)[^\s<>\"]{1,400}|#\w{2,40})"
    r"|(?P<elided>(?<![^\W\d_])(?:[dljmnstcDLJMNSTCO]|[Qq]u)'(?=[^\W\d_]))"
    r"|(?P<title>(?<![^\W_])(?:[Dd]hr|[Mm]evr|[Mm]w|[Mm]rs?|[Mm]s|[Dd]rs?|[Pp]rof|[Ii]ng|[Ii]r|[Hh]rn?|[Mm]tr|[Mm]ej|[Dd]ipl|[Ss]t)\.)"
    r"|(?P<initial>(?<![^\W_])(?:[A-ZÀ-Þ]|Th|Ch|Ph|Chr|Joh|Fr)\.(?:-?[A-ZÀ-Þ]\.){0,3})"
    r"|(?P<number>\d[\d.,:/-]*\d(?![^\W_])|\d(?![^\W_]))"
    r"|(?P<code>\w*[\d_]\w*)"
    r"|(?P<word>[^\W\d_]+(?:-[^\W\d_]+)*)"
    r"|(?P<line>\n+)"
    r"|(?P<mark>[^\w\s])"
)

WORDS = tomllib.loads(files("weerbaar.detect.leak").joinpath("_names.toml").read_text(encoding="utf-8"))
TITLES, PARTICLES, LEGAL, MONTHS, STREET_WORDS = (
    frozenset(WORDS[name].split()) for name in ("titles", "particles", "legal", "months", "street_words")
)
STREET_ENDS = (
    "straat", "laan", "steenweg", "plein", "dreef", "gracht", "kade", "singel", "strasse", "straße", "gasse", "platz", "allee", "weg", "ring",
)  # fmt: skip
_FIELD = {word: number for number, words in enumerate(WORDS["fields"].values(), 1) for word in words.split()}
_PARTICLE = 260
_DEALINGS = frozenset(WORDS["person"]["dealings"].split()) | frozenset(WORDS["person"]["spoken_of"].split())
_SHORT = 25
_SPECIAL = {
    **dict.fromkeys(STREET_WORDS, 263),
    **dict.fromkeys(MONTHS, 262),
    **dict.fromkeys(LEGAL, 261),
    **dict.fromkeys(PARTICLES, _PARTICLE),
    **dict.fromkeys(TITLES, 259),
}
_NET, _ELIDED, _INITIAL, _NUMBER, _CODE, _LINE, _MARK, _STREET, _EDGE = range(270, 279)
_PLAIN = {"net": _NET, "elided": _ELIDED, "initial": _INITIAL, "number": _NUMBER, "code": _CODE, "line": _LINE, "mark": _MARK}
SHAPE_SMALL, SHAPE_CAPITAL, SHAPE_CAPITALS, SHAPE_MIXED, SHAPE_LETTER, SHAPE_NONE = range(6)

Longs = NDArray[np.int64]


class Token(NamedTuple):
    """A word, number or sign of the text; `low` is its folded form."""

    start: int
    end: int
    kind: str
    low: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Sorted hashes of words with what is known of them, and of words in a row."""

    keys: NDArray[np.uint32]
    facts: NDArray[np.uint8]
    pairs: NDArray[np.uint32]
    """Sorted hashes of two words that follow one another in the name of a thing or of somebody famous, and of families that are famous."""
    known_as: NDArray[np.uint8]
    """What each of `pairs` is part of: `THING`, `FAMED`, `FAMILY`."""


@dataclass(frozen=True, slots=True)
class Model(Lexicon):
    """The lexicon; weights per hashed feature and label; weights of label pairs; weights of words around a name."""

    weights: NDArray[np.int8]
    unit: float
    steps: NDArray[np.float64]
    around: Around


@cache
def model() -> Model:
    """The model as it lies in the package."""
    with (
        files("weerbaar.detect.leak").joinpath("_names.npz").open("rb") as stream,
        np.load(stream, allow_pickle=False) as stored,
    ):
        return Model(
            np.cumsum(stored["gaps"], dtype=np.uint64).astype(np.uint32),
            stored["facts"],
            np.cumsum(stored["pair_gaps"], dtype=np.uint64).astype(np.uint32),
            stored["known_as"],
            stored["weights"],
            float(stored["unit"]),
            stored["steps"].astype(np.float64),
            Around(stored["around"], float(stored["around_unit"]), float(stored["around_base"])),
        )


def tokens(text: Readable) -> list[Token]:
    """The words, numbers and signs of a text in order."""
    low = text.low
    found_all = []
    for found in TOKEN.finditer(text.text):
        start, end = found.span()
        kind = found.lastgroup or "mark"
        if kind == "title":
            found_all.append(Token(start, end, "word", low[start : end - 1]))
        else:
            found_all.append(Token(start, end, kind, low[start:end]))
    return found_all


def facts_of(words: list[str], keys: NDArray[np.uint32], facts: NDArray[np.uint8]) -> dict[str, int]:
    """Word -> what the lexicon knows of it; a compound knows what its parts know, a genitive what the name without it is."""
    known = _looked_up(words, keys, facts)
    parts = {part for word in words if not known[word] and "-" in word for part in word.split("-")}
    cut = {word[:-1] for word in words if not known[word] and len(word) > 4 and word[-1] == "s"}
    more = _looked_up([*parts, *cut], keys, facts) if parts or cut else {}
    for word in words:
        if known[word]:
            continue
        if "-" in word:
            said = [more[part] for part in word.split("-") if part]
            last = word.rpartition("-")[2]
            ordinary = said and (len(word) < 6 or (said[-1] & COMMON and said[-1] & FREQUENT and not said[-1] & FIRST))
            if said and not ordinary and said[0] & NAMING and (said[-1] & NAMING or last in PARTICLES):
                known[word] = (said[0] | said[-1]) & (NAMING | PLACE)
            else:
                known[word] = COMMON if any(one & (COMMON | NOUN) for one in said) else 0
        elif len(word) > 4 and word[-1] == "s":
            known[word] = more[word[:-1]] & (NAMING | PLACE)
    known |= built([word for word in words if not known[word]], keys, facts)
    return known


def built(words: list[str], keys: NDArray[np.uint32], facts: NDArray[np.uint8]) -> dict[str, int]:
    """`BUILT` for each of these words that ends with a word written small or a German noun."""
    strange = [word for word in words if LEAST_BUILT <= len(word) <= MOST_BUILT and "-" not in word]
    if not strange:
        return {}
    ends = _looked_up(list({word[n:] for word in strange for n in range(3, len(word) - 3)}), keys, facts)
    return {
        word: BUILT
        for word in strange
        if any(ends[word[n:]] & (COMMON | NOUN) and not ends[word[n:]] & FIRST for n in range(3, len(word) - 3))
    }


def _looked_up(words: list[str], keys: NDArray[np.uint32], facts: NDArray[np.uint8]) -> dict[str, int]:
    hashes = np.fromiter((crc32(word.encode()) for word in words), dtype=np.uint32, count=len(words))
    at = np.minimum(np.searchsorted(keys, hashes), len(keys) - 1)
    found = np.where(keys[at] == hashes, facts[at], 0)
    return dict(zip(words, found.tolist(), strict=True))


def _shape(word: str) -> int:
    if len(word) == 1:
        return SHAPE_LETTER
    if word.islower():
        return SHAPE_SMALL
    if word.isupper():
        return SHAPE_CAPITALS
    if word[0].isupper() and (
        word[1:].islower() or "-" in word or word[:2] == "Mc" or word[:3] in ("Mac", "Van", "Del", "Des", "Vel")
    ):
        return SHAPE_CAPITAL
    return SHAPE_MIXED


def _is_street(word: str, facts: int) -> bool:
    return word.rpartition("-")[2] in STREET_WORDS if "-" in word else word.endswith(STREET_ENDS) and not facts & NAMING


class Columns(NamedTuple):
    """What is known of each token, one array for each property."""

    word: Longs
    kind: Longs
    shape: Longs
    ends: Longs
    begins: Longs
    tail: Longs
    field: Longs
    first: Longs
    fame: Longs
    about: Longs


def fame_of(tokens: Sequence[Token], pairs: NDArray[np.uint32], known_as: NDArray[np.uint8]) -> Longs:
    """For each token what it and the word beside it are part of (`THING`, `FAMED`, `FAMILY`), over "&" and "'" as well."""
    found = np.zeros(len(tokens), dtype=np.int64)
    at: list[int] = []
    hashes: list[int] = []
    ends: list[int] = []
    last = -9
    for n, token in enumerate(tokens):
        if token.kind not in ("word", "elided", "code", "number"):
            continue
        at.append(n)
        ends.append(n)
        hashes.append(crc32(token.low.encode()))
        if n - last == 1 or (n - last == 2 and tokens[n - 1].low in ("&", "'", "+")):
            at.append(last)
            ends.append(n)
            hashes.append(crc32(f"{tokens[last].low} {token.low}".encode()))
        last = n
    if not hashes or not len(pairs):
        return found
    asked = np.array(hashes, dtype=np.uint32)
    place = np.minimum(np.searchsorted(pairs, asked), len(pairs) - 1)
    for n in np.flatnonzero(pairs[place] == asked).tolist():
        found[at[n]] |= known_as[place[n]]
        found[ends[n]] |= known_as[place[n]]
    return found


_NAME, _UNKNOWN, _LONG = (crc32(sign) for sign in (b"<name>", b"<unknown>", b"<built>"))


def plain_of(tokens: Sequence[Token], facts: dict[str, int]) -> NDArray[np.uint32]:
    """A hash of each token; all names are taken for one, and so are words that nobody lists."""
    hashes = []
    for token in tokens:
        if token.kind == "word":
            said = facts[token.low]
            if said & NAMING and not (said & COMMON and said & FREQUENT):
                hashes.append(_NAME)
            else:
                hashes.append(_UNKNOWN if not said else _LONG if said == BUILT else crc32(token.low.encode()))
        else:
            hashes.append(crc32((token.low if token.kind in ("mark", "elided") else f"<{token.kind}>").encode()))
    return np.array(hashes, dtype=np.uint32)


def about_of(tokens: Sequence[Token]) -> int:
    """What a whole text is like: whether it deals with people the writer knows, is short, has several lines, begins with a question or order."""
    said = {token.low for token in tokens if token.kind == "word"}
    dealing = len(said & _DEALINGS)
    lines = any(token.kind == "line" for token in tokens)
    return (min(dealing, 2) * 2 + (len(tokens) > _SHORT)) * 2 + lines + 1


def columns(text: Readable, tokens: list[Token], facts: dict[str, int], fame: Longs, about: int) -> Columns:
    """The properties of the tokens that features are made of."""
    written = text.text
    word, kind, shape, ends, begins, tail, first = [], [], [], [], [], [], []
    before = "line"
    for start, end, group, low in tokens:
        if group == "word":
            size = len(low)
            special = _SPECIAL.get(low)
            if special is None and size > 5 and _is_street(low, facts[low]):
                special = _STREET
            word.append(crc32(low.encode()))
            kind.append(facts[low] if special is None else special)
            shape.append(_shape(written[start:end]))
            ends.append(crc32(low[-3:].encode()))
            tail.append(crc32(low[-2:].encode()) if size > 2 else 0)
            begins.append(crc32(low[:3].encode()) + 1)
        else:
            sign = crc32(low.encode()) if group in ("mark", "elided") else crc32(group.encode())
            word.append(sign)
            kind.append(_PLAIN[group])
            shape.append(SHAPE_NONE)
            ends.append(sign)
            tail.append(0)
            begins.append(0)
        first.append(before == "line" or before in '.!?:"-*|;([{')
        before = "line" if group == "line" else low if group == "mark" else "word"
    whole = (np.array(one, dtype=np.int64) for one in (word, kind, shape, ends, begins, tail))
    word_, kind_, shape_, ends_, begins_, tail_ = whole
    return Columns(
        word_,
        kind_,
        shape_,
        ends_,
        begins_,
        tail_,
        np.array(fields(tokens), dtype=np.int64),
        np.array(first, dtype=np.int64),
        fame,
        np.full(len(tokens), about, dtype=np.int64),
    )


def fields(tokens: list[Token]) -> list[int]:
    """For each token the sort of field it stands in (by its place in the lists of fields, 0 for none): `Naam: ...`, `"name": ...`, a column's head."""
    found = [0] * len(tokens)
    heads: list[int] = []
    separator = ""
    begin = 0
    for end in (*(n for n, token in enumerate(tokens) if token.kind == "line"), len(tokens)):
        marks = [tokens[n].low for n in range(begin, end) if tokens[n].kind == "mark"]
        if separator and separator in marks:
            column = 0
            for n in range(begin, end):
                if tokens[n].low == separator:
                    column += 1
                elif column < len(heads):
                    found[n] = heads[column]
        else:
            separator, heads = _heads(tokens, begin, end, marks)
        _keyed(tokens, begin, end, found)
        begin = end + 1
    return found


def _heads(tokens: list[Token], begin: int, end: int, marks: list[str]) -> tuple[str, list[int]]:
    """The separator and the columns' sorts when a line is the head of a table."""
    separator = next((mark for mark in "|;,\t" if marks.count(mark) > 1 or (mark == ";" and mark in marks)), "")
    if not separator or end - begin > 80:
        return "", []
    heads = [0]
    for n in range(begin, end):
        if tokens[n].low == separator:
            heads.append(0)
        else:
            heads[-1] = heads[-1] or _sort(tokens[n])
    return (separator, heads) if sum(map(bool, heads)) > 1 else ("", [])


def _sort(token: Token) -> int:
    if token.kind == "word":
        return _FIELD.get(token.low, 0) or _FIELD.get(token.low.replace("-", ""), 0)
    if token.kind == "code" and "_" in token.low:
        return next((sort for part in reversed(token.low.split("_")) if (sort := _FIELD.get(part, 0))), 0)
    return 0


def _keyed(tokens: list[Token], begin: int, end: int, found: list[int]) -> None:
    """Mark what follows a known key and a colon or equals sign, up to the end of the value."""
    sort = 0
    for n in range(begin, end):
        low = tokens[n].low
        if low in (":", "=") and n > begin:
            key = n - 2 if tokens[n - 1].low in ('"', "'", "*", ")") and n - 2 >= begin else n - 1
            sort = _sort(tokens[key]) or (_sort(tokens[key - 1]) if key > begin and tokens[key].kind == "word" else 0)
        elif low in (";", "|", "}", "{", "]") or (low == "," and n > begin and tokens[n - 1].low in ('"', "'")):
            sort = 0
        elif sort:
            found[n] = sort


_MIX = (0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F, 0x165667B1)


def widened(c: Columns, by: int) -> Columns:
    """The columns with rows behind them that are like nothing beyond the edge of a text."""
    return Columns(
        *(
            np.concatenate([one, np.full(by, edge)])
            for one, edge in zip(c, (0, _EDGE, SHAPE_NONE, 0, 0, 0, 0, 0, 0, 0), strict=True)
        )
    )


def features(c: Columns) -> NDArray[np.uint32]:
    """For each token its hashed features, one column each."""
    n = len(c.word)

    def at(column: Longs, shift: int, edge: int = 0) -> NDArray[np.uint32]:
        moved = np.full(n, edge, dtype=np.uint32)
        if shift == 0:
            moved[:] = column
        elif shift < 0:
            moved[-shift:] = column[:shift]
        else:
            moved[:-shift] = column[shift:]
        return moved

    if n < 4:
        rows: NDArray[np.uint32] = features(widened(c, 4 - n))[:n]
        return rows
    w = {k: at(c.word, k) for k in range(-3, 4)}
    kind = {k: at(c.kind, k, _EDGE) for k in range(-2, 3)}
    shape = {k: at(c.shape, k, SHAPE_NONE) for k in range(-2, 3)}
    both = {k: kind[k] * 8 + shape[k] for k in kind}
    end, begin, tail, field, first = at(c.ends, 0), at(c.begins, 0), at(c.tail, 0), at(c.field, 0), at(c.first, 0)
    wide = both[0] * 2 + first
    fame, about = {k: at(c.fame, k) for k in (-1, 0, 1)}, at(c.about, 0)
    sets: list[tuple[NDArray[np.uint32], ...]] = [
        (w[0],), (w[0], shape[0]), (w[-1],), (w[1],), (w[-2],), (w[2],),
        (both[0],), (both[-1],), (both[1],), (both[-1], both[0]), (both[0], both[1]), (kind[-1], both[0], kind[1]),
        (both[-2], both[-1], both[0]), (both[0], both[1], both[2]), (both[-2], both[0]), (both[0], both[2]),
        (w[-1], both[0]), (w[1], both[0]), (w[-2], both[0]), (w[2], both[0]), (w[-1], shape[0]), (w[1], shape[0]),
        (w[-2], w[-1], shape[0]), (w[1], w[2], shape[0]), (w[-1], w[1], shape[0]), (w[-1], both[0], kind[1]), (w[-3], w[-2], w[-1], shape[0]),
        (end, shape[0]), (tail, shape[0]), (begin, shape[0]), (end, kind[0]),
        (field, shape[0]), (field, both[0]), (field, both[0], kind[-1]), (wide,), (wide, kind[1]), (wide, kind[-1]),
        (w[-3], shape[0]), (w[3], shape[0]), (shape[-2] * 64 + shape[-1] * 8 + shape[0], shape[1] * 8 + shape[2]),
        (fame[0], both[0]), (fame[0] * 8 + fame[1], shape[0]), (fame[-1] * 8 + fame[0], kind[-1], both[0]), (about, both[0]),
        (about, wide, fame[0]), (about, kind[-1], kind[1], shape[0]),
    ]  # fmt: skip
    out = np.empty((n, len(sets)), dtype=np.uint32)
    for number, values in enumerate(sets):
        mixed = np.full(n, (number + 1) * 0x9E3779B1 & 0xFFFFFFFF, dtype=np.uint32)
        for value, factor in zip(values, _MIX, strict=False):
            mixed = (mixed ^ value) * np.uint32(factor)
            mixed ^= mixed >> np.uint32(15)
        out[:, number] = mixed >> np.uint32(32 - BITS)
    return out


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens from `first` up to, not including, `last` are one person, as sure as `score`."""

    first: int
    last: int
    score: float


@lru_cache(maxsize=1)
def read(text: Readable) -> tuple[list[Token], dict[str, int]]:
    """The tokens of a text and what is known of its words, worked out once for all that ask."""
    found = tokens(text)
    known = model()
    return found, facts_of(list({token.low for token in found if token.kind == "word"}), known.keys, known.facts)


def spans(
    text: Readable,
    found: list[Token],
    facts: dict[str, int] | None = None,
    known: Model | None = None,
    lean: float | None = None,
) -> list[Span]:
    """Where persons stand among the tokens of a text, by the model of the package or another; `lean` instead of `LEAN`."""
    known = known or model()
    if facts is None:
        facts = facts_of(list({token.low for token in found if token.kind == "word"}), known.keys, known.facts)
    persons = []
    begin = 0
    about = about_of(found)
    odds = dealing(plain_of(found, facts), known.around) if found else np.zeros(0)
    leans = (LEAN if lean is None else lean) + BY_WORDS * np.clip(odds, -MOST, UP)
    while begin < len(found):
        end = min(begin + LINE, len(found))
        if end < len(found):
            end = next((n for n in range(end, begin + LINE // 2, -1) if found[n - 1].kind == "line"), end)
        near_by = found[begin:end]
        seen = columns(text, near_by, facts, fame_of(near_by, known.pairs, known.known_as), about)
        near = _decoded(_scores(features(seen), known, _hoped(seen, leans[begin:end])), seen.kind, known)
        persons += [Span(span.first + begin, span.last + begin, span.score) for span in near]
        begin = end
    return persons


@lru_cache(maxsize=1)
def named(text: Readable) -> tuple[list[Token], list[Span]]:
    """The tokens of a text and the persons among them, worked out once for all recognisers that ask."""
    found, facts = read(text)
    return found, spans(text, found, facts)


LEAN, BY_WORDS, MOST, UP = 2.5, 1.1, 4.0, 0.0
"""How much a word leans to being a name, how much more for each unit of what the words around say, and how little and how much of that counts."""


def _hoped(seen: Columns, lean: NDArray[np.float64]) -> NDArray[np.float64]:
    """The lean, only away from names for words that have no capital and that nobody is called."""
    capital = (seen.shape == SHAPE_CAPITAL) | (seen.shape == SHAPE_CAPITALS) | (seen.shape == SHAPE_MIXED)
    hopeful = capital | ((seen.kind < BUILT) & (seen.kind & NAMING > 0)) | (seen.kind == _PARTICLE) | (seen.kind == _INITIAL)
    return np.where(hopeful, lean, np.minimum(lean, 0.0))


def _scores(rows: NDArray[np.uint32], known: Model, lean: NDArray[np.float64]) -> NDArray[np.float64]:
    scores: NDArray[np.float64] = known.weights[rows].sum(axis=1, dtype=np.int32) * known.unit
    scores[:, (OUTSIDE, OTHER)] -= lean[:, None]
    return scores


SURE = 7.0
"""By how much "outside" must lead for a word to be outside without a look at its neighbours."""


def _decoded(scores: NDArray[np.float64], kind: Longs, known: Model) -> list[Span]:
    """The persons among words with these scores and kinds; ends of lines and words that are plainly outside cut the text into runs."""
    open_ = ((scores[:, OUTSIDE] - scores[:, 1:].max(axis=1)) < SURE) & (kind != _LINE)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], open_.astype(np.int8), [0]))))
    likely = np.zeros((len(scores), LABELS))
    begins, lengths = edges[::2], edges[1::2] - edges[::2]
    size = 8
    while size < 2 * LINE:
        group = np.flatnonzero((lengths > size // 2 if size > 8 else lengths > 0) & (lengths <= size))
        if len(group):
            marginals(scores, begins[group], lengths[group], np.exp(known.steps), likely)
        size *= 2
    person = likely[:, BEGIN] + likely[:, INSIDE]
    counts = (kind != _PARTICLE) & (kind < _NET) | (kind == _INITIAL)
    persons: list[Span] = []
    first = -2
    inside = np.flatnonzero(person > 0.5).tolist()
    for at, n in enumerate(inside):
        if at == 0 or n != inside[at - 1] + 1 or likely[n, BEGIN] > likely[n, INSIDE]:
            first = n
        if at + 1 == len(inside) or inside[at + 1] != n + 1 or likely[n + 1, BEGIN] > likely[n + 1, INSIDE]:
            telling = person[first : n + 1][counts[first : n + 1]]
            persons.append(Span(first, n + 1, float(telling.mean()) if len(telling) else 0.0))
    return persons


def marginals(
    scores: NDArray[np.float64], begins: Longs, lengths: Longs, kernel: NDArray[np.float64], likely: NDArray[np.float64]
) -> None:
    """Put into `likely` how likely each label is for the words of some runs, by the forward-backward algorithm on all of them at once."""
    longest = int(lengths.max())
    steps = np.arange(longest)
    inside = steps[None, :] < lengths[:, None]
    at = np.where(inside, begins[:, None] + steps[None, :], begins[:, None])
    local = scores[at]
    local = np.exp(local - local.max(axis=2, keepdims=True))
    ahead = np.empty((longest, len(begins), LABELS))
    before = np.zeros((len(begins), LABELS))
    before[:, OUTSIDE] = 1
    for t in range(longest):
        before = (before @ kernel) * local[:, t]
        before /= before.sum(axis=1, keepdims=True)
        ahead[t] = before
    behind = np.broadcast_to(kernel[:, OUTSIDE], before.shape)
    for t in range(longest - 1, -1, -1):
        behind = np.where((lengths - 1 == t)[:, None], kernel[:, OUTSIDE], behind)
        here = ahead[t] * behind
        found = inside[:, t]
        likely[at[found, t]] = here[found] / here[found].sum(axis=1, keepdims=True)
        behind = (local[:, t] * behind) @ kernel.T
        behind /= behind.sum(axis=1, keepdims=True)
