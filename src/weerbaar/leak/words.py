"""What an organisation calls its own: customers, projects, suppliers, products, and documents that it marked. Kept as fingerprints only.

**Names.** A name is read as its telling words, at most four: without case, accents, legal form ("NV", "GmbH") and little words ("van", "de la").
Kept is a keyed fingerprint of those words (64 bits of BLAKE2b with a key, RFC 7693: a MAC like HMAC-SHA256 and three times faster), and one of each
beginning, so that a text is read once. Found are also the forms that grammar makes of the last word ("Zonnedaels", "Zonnedael's", "Zonnedaelproject").

A name made of everyday words ("Post", "De Keuken", "Delta") would be seen everywhere. It is learned with a condition: it counts only with
capitals *and* beside its legal form or a word like *customer* or *project*. Any other single word counts with a capital, or beside such a
word. What cannot be told from ordinary text at all ("de", "12") is refused, with the reason.

**Documents.** Of a marked document the keyed fingerprints (40 bits) of a few of its runs of words are kept (weerbaar.leak.shingles), some 300
bytes for each kB of text. `FEWEST` of them close together in a text are a stretch of that document: about two lines suffice. Runs that stand in
many of the documents (footers, standard clauses) are left out.

**What the key protects.** Whoever has the fingerprints without the key learns nothing but how many there are. Whoever has both can try out
names from a list, such as a register of companies, in seconds: names have too little entropy for anything else. So the key must not lie beside
the fingerprints: the desk derives it from the organisation's data key and seals the fingerprints besides.

**Missed:** names with a word misspelt or left out in the middle, translated or abbreviated names, texts retold in other words, documents of
fewer than some 25 words, tables whose columns come in another order.
"""

import hashlib
import hmac
import re
import struct
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntFlag
from sys import byteorder

from weerbaar.detect._names import SMALL
from weerbaar.leak.names import (
    BESIDE,
    MOST_WORDS,
    SHORT,
    Kind,
    Refusal,
    begins_with_little_word,
    forms,
    legal,
    refusal,
    telling_words,
)
from weerbaar.leak.shingles import RUN, Token, kept, tokens
from weerbaar.leak.text import readable
from weerbaar.model.leak import DataClass, Match, Readable

MOST_NAMES = 200_000
MOST_DOCUMENTS = 2**24 - 1
FEWEST = 3
"""Fingerprints of one document that make a stretch."""
REACH = 40
"""Words between two fingerprints of the same stretch, at most."""
SHARED = 5
"""Documents that may hold the same run; a run in more of them is standard text."""
MAGIC = b"WBW1"
HEAD = struct.Struct(">4s8sIII")
NAME = struct.Struct(">QH")

GAP = re.compile(r"[^\S\n]*\n?[^\S\n]*|[^\w\n]{1,4}")
"""What may stand between two words of one name: spaces, one line break, or a few signs."""


class Mark(IntFlag):
    """What a fingerprint stands for and when it counts."""

    CUSTOMER = 1
    PROJECT = 2
    SUPPLIER = 4
    PRODUCT = 8
    OTHER = 16
    BEGINS = 32
    """The beginning of a longer name."""
    EVERYDAY = 64
    CAPITALS = 128
    """Short and written in capitals: counts only so."""
    ARTICLE = 256
    """Begins with a little word, which belongs to it where it has a capital."""


KIND_OF = {Mark[kind.name]: kind for kind in Kind}
NOTHING = Mark(0)
WHOLE = Mark.CUSTOMER | Mark.PROJECT | Mark.SUPPLIER | Mark.PRODUCT | Mark.OTHER


class BrokenWords(ValueError):
    """The bytes are no fingerprints of ours, or were made with another key."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name to learn."""

    kind: Kind
    written: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Refused:
    """A name or document that was not learned or only with a condition: its number in what was brought (from 0), and why."""

    number: int
    why: Refusal


@dataclass(frozen=True, slots=True)
class Words:
    """Names and marked documents, as fingerprints under a key."""

    key: bytes = field(default=b"", repr=False)
    names: Mapping[int, Mark] = field(default_factory=dict, repr=False)
    runs: "array[int]" = field(default_factory=lambda: array("Q"), repr=False)
    """Sorted: 40 bits of fingerprint, 24 bits with the number of the document."""
    documents: int = 0

    @staticmethod
    def learn(key: bytes, names: Sequence[Name] = (), documents: Sequence[str] = ()) -> "Learned":
        """Fingerprints of names and of the texts of documents, and what was refused.

        Raises:
            ValueError: the key has fewer than 16 bytes.
        """
        if len(key) < 16:
            raise ValueError("the key needs at least 16 bytes")
        learned, refused_names = _names(key, names)
        runs, refused_documents = _documents(key, documents[:MOST_DOCUMENTS])
        return Learned(Words(key, learned, runs, len(documents)), refused_names, refused_documents)

    def counts(self) -> Mapping[str, int]:
        """How many names of each kind and how many documents are known."""
        found = Counter(KIND_OF[mark] for value in self.names.values() for mark in KIND_OF if value & mark)
        return {**{kind.value: found[kind] for kind in Kind}, "documents": self.documents}

    def find(self, text: Readable) -> Iterator[Match]:
        """Names and stretches of marked documents in a text, in no particular order; stretches of different documents may overlap."""
        if not self.names and not self.runs:
            return
        words = tokens(text)
        if self.names:
            yield from self._find_names(text.text, words)
        if self.runs:
            yield from self._find_documents(words)

    def _find_names(self, text: str, words: Sequence[Token]) -> Iterator[Match]:
        look = _Look(self)
        past = -1
        for at in (at for at, word in enumerate(words) if look.may_begin(word.plain)):
            if at <= past:
                continue
            best = None
            for end, telling, found in look.walk(text, words, at):
                if _counts(text, words, at, end, found):
                    best = (end, telling, found)
            if best is None:
                continue
            end, telling, found = best
            first = _with_article(text, words, at) if found & Mark.ARTICLE else at
            past = end + legal([token.plain for token in words[end + 1 : end + 6]], 0)
            kind = next(kind for one, kind in KIND_OF.items() if found & one)
            sure = 0.8 if found & Mark.EVERYDAY else 0.95
            yield Match(words[first].start, words[past].end, DataClass.OWN_WORD, "own_word", kind.value, sure, value=telling)

    def _find_documents(self, words: Sequence[Token]) -> Iterator[Match]:
        hits: dict[int, list[int]] = {}
        for at, run in kept([token.plain for token in words]):
            for document in self._holding(run):
                hits.setdefault(document, []).append(at)
        for document, places in hits.items():
            for first, last in _stretches(places):
                start, end = words[first].start, words[last + RUN - 1].end
                yield Match(start, end, DataClass.OWN_DOCUMENT, "own_document", "marked_document", 0.95, value=str(document))

    def _holding(self, run: str) -> Iterator[int]:
        fingerprint = _fingerprint(self.key, f"run\0{run}") >> 24
        at = bisect_left(self.runs, fingerprint << 24)
        while at < len(self.runs) and self.runs[at] >> 24 == fingerprint:
            yield self.runs[at] & 0xFFFFFF
            at += 1

    def together(self, other: "Words") -> "Words":
        """Both, where they were learned under one key.

        Raises:
            ValueError: the keys differ.
        """
        if not (self.key and other.key):
            return self if self.key else other
        if not hmac.compare_digest(self.key, other.key):
            raise ValueError("learned under different keys")
        names = dict(self.names)
        for fingerprint, mark in other.names.items():
            names[fingerprint] = _joined(names.get(fingerprint, NOTHING), mark)
        runs = array("Q", sorted((*self.runs, *(run + self.documents for run in other.runs))))
        return Words(self.key, names, runs, self.documents + other.documents)

    def to_bytes(self) -> bytes:
        """Everything but the key."""
        names = b"".join(NAME.pack(fingerprint, mark) for fingerprint, mark in sorted(self.names.items()))
        runs = array("Q", self.runs)
        if byteorder == "little":
            runs.byteswap()
        return HEAD.pack(MAGIC, _check(self.key), len(self.names), len(runs), self.documents) + names + runs.tobytes()

    @staticmethod
    def from_bytes(data: bytes, key: bytes) -> "Words":
        """What `to_bytes` made, with its key.

        Raises:
            BrokenWords: not ours, cut off, or made with another key.
        """
        if len(data) < HEAD.size:
            raise BrokenWords("too short")
        magic, check, names, runs, documents = HEAD.unpack_from(data)
        if magic != MAGIC or len(data) != HEAD.size + names * NAME.size + runs * 8:
            raise BrokenWords("not made by us, or cut off")
        if not hmac.compare_digest(check, _check(key)):
            raise BrokenWords("made with another key")
        middle = HEAD.size + names * NAME.size
        stored = array("Q", data[middle:])
        if byteorder == "little":
            stored.byteswap()
        return Words(key, {one: Mark(mark) for one, mark in NAME.iter_unpack(data[HEAD.size : middle])}, stored, documents)


@dataclass(frozen=True, slots=True)
class Learned:
    """What came of learning."""

    words: Words
    refused_names: tuple[Refused, ...] = ()
    refused_documents: tuple[Refused, ...] = ()


NO_WORDS = Words()


def touched(words: Words, texts: Iterable[Readable]) -> tuple[int, int]:
    """How many of these texts hold a name or a stretch of a document, and how many texts there are: on ordinary texts, the false alarms."""
    results = [any(True for _ in words.find(text)) for text in texts]
    return sum(results), len(results)


# --- learning ----------------------------------------------------------------------------------------------------------------


def _names(key: bytes, names: Sequence[Name]) -> tuple[dict[int, Mark], tuple[Refused, ...]]:
    learned: dict[int, Mark] = {}
    refused = []
    for number, name in enumerate(names):
        words = telling_words(name.written)
        why = Refusal.TOO_MANY if number >= MOST_NAMES else refusal(name.written, words)
        if why is not None:
            refused.append(Refused(number, why))
        if why not in (None, Refusal.EVERYDAY):
            continue
        for length in range(1, len(words)):
            begin = _fingerprint(key, " ".join(words[:length]))
            learned[begin] = learned.get(begin, NOTHING) | Mark.BEGINS
        fingerprint = _fingerprint(key, " ".join(words))
        learned[fingerprint] = _joined(learned.get(fingerprint, NOTHING), _mark(name, words, why is Refusal.EVERYDAY))
    return learned, tuple(refused)


def _mark(name: Name, words: Sequence[str], everyday: bool) -> Mark:
    mark = Mark[name.kind.name]
    if everyday:
        mark |= Mark.EVERYDAY
    elif len(words) == 1 and words[0].isalpha() and len(words[0]) <= SHORT + 1:
        mark |= Mark.CAPITALS
    return mark | Mark.ARTICLE if begins_with_little_word(name.written) else mark


def _joined(one: Mark, other: Mark) -> Mark:
    """What two marks of one fingerprint are together: a condition stays only when it is a condition of both."""
    if not (one & WHOLE and other & WHOLE):
        return one | other
    conditions = Mark.EVERYDAY | Mark.CAPITALS
    return ((one | other) & ~conditions) | (one & other & conditions)


def _documents(key: bytes, documents: Sequence[str]) -> tuple["array[int]", tuple[Refused, ...]]:
    held: dict[int, set[int]] = {}
    refused = []
    for number, text in enumerate(documents):
        runs = {_fingerprint(key, f"run\0{run}") >> 24 for _, run in kept([token.plain for token in tokens(readable(text))])}
        if len(runs) < FEWEST:
            refused.append(Refused(number, Refusal.TOO_SHORT_A_TEXT))
            continue
        for run in runs:
            held.setdefault(run, set()).add(number)
    entries = sorted((run << 24) | number for run, numbers in held.items() if len(numbers) <= SHARED for number in numbers)
    return array("Q", entries), tuple(refused)


# --- finding -----------------------------------------------------------------------------------------------------------------


class _Look:
    """One look through a text: every fingerprint is worked out once."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.marks: dict[str, Mark] = {}
        self.begins: dict[str, bool] = {}

    def mark(self, telling: str) -> Mark:
        """What is known of these words."""
        found = self.marks.get(telling)
        if found is None:
            found = self.marks[telling] = self.words.names.get(_fingerprint(self.words.key, telling), NOTHING)
        return found

    def may_begin(self, word: str) -> bool:
        """Whether a name may begin with this word, or be it."""
        found = self.begins.get(word)
        if found is None:
            found = self.begins[word] = word not in SMALL and any(self.mark(form) for form in forms(word))
        return found

    def walk(self, text: str, words: Sequence[Token], at: int) -> Iterator[tuple[int, str, Mark]]:
        """(number of the last word, plain form, mark) of every name that begins at a word, the longest last."""
        telling: list[str] = []
        here: int | None = at
        while here is not None:
            word = words[here].plain
            for form in forms(word):
                whole = self.mark(" ".join((*telling, form))) & ~Mark.BEGINS
                if whole:
                    yield here, " ".join((*telling, form)), whole
                    break
            telling.append(word)
            if len(telling) == MOST_WORDS or not self.mark(" ".join(telling)) & Mark.BEGINS:
                return
            here = _next(text, words, here)


def _counts(text: str, words: Sequence[Token], at: int, end: int, found: Mark) -> bool:
    """Whether a name that was found counts where it stands."""
    named = [token for token in words[at : end + 1] if token.plain not in SMALL]
    if found & Mark.CAPITALS:
        return all(text[token.start : token.end].isupper() for token in named)
    capitals = all(not text[token.start].islower() for token in named)
    if len(named) > 1 and (capitals or not found & Mark.EVERYDAY):
        return True
    if any(c.isdigit() for c in named[0].plain):
        return True
    if found & Mark.EVERYDAY:
        return capitals and _beside(words, at, end)
    return capitals or _beside(words, at, end)


def _next(text: str, words: Sequence[Token], here: int) -> int | None:
    """The next telling word of a name, past at most three little ones."""
    for following in range(here + 1, min(here + 5, len(words))):
        if not GAP.fullmatch(text, words[following - 1].end, words[following].start):
            return None
        if words[following].plain not in SMALL:
            return following
    return None


def _beside(words: Sequence[Token], at: int, end: int) -> bool:
    """Whether a word like *customer* stands within three words before a name or behind it, or its legal form behind it."""
    before = words[max(0, at - 3) : at]
    behind = [token.plain for token in words[end + 1 : end + 5]]
    return any(token.plain in BESIDE for token in before) or bool(behind and behind[0] in BESIDE) or legal(behind, 0) > 0


def _with_article(text: str, words: Sequence[Token], at: int) -> int:
    """The first of the little words before a name, where that has a capital ("Van den Broeck")."""
    for first in range(max(0, at - 3), at):
        before = words[first:at]
        if text[before[0].start].isupper() and all(token.plain in SMALL for token in before):
            return first
    return at


def _stretches(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(first, last) place of every `FEWEST` or more places that stand close together."""
    first = last = places[0]
    count = 0
    for place in places:
        if place - last > REACH:
            if count >= FEWEST:
                yield first, last
            first, count = place, 0
        last = place
        count += 1
    if count >= FEWEST:
        yield first, last


def _fingerprint(key: bytes, words: str) -> int:
    return int.from_bytes(hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=8, key=key[:64]).digest())


def _check(key: bytes) -> bytes:
    return hmac.digest(key, b"weerbaar words", hashlib.sha256)[:8] if key else bytes(8)
