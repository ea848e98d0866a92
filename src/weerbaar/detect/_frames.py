"""Which frames of asks can stand in which lines: an automaton of plain words finds the few worth a closer look.

A frame is a few pieces, regular expressions, with bounded gaps between them. Each piece needs at least one of some plain words ("send", "betal");
those of all pieces of a language make one automaton (Aho and Corasick 1975), so that a text is read once, whatever it holds. A line that has a
word of every piece of a frame is then searched for the frame itself.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Any

import ahocorasick
import re2

kind: Any = import_module("re._constants")
parser: Any = import_module("re._parser")
LANGUAGES = ("nl", "fr", "de", "en")
ROOM = 80
"""Characters past a gap in which the next piece may end."""
GAP = re.compile(r"\.\{0,\d+\}")
MOST_WORDS = 160
"""Plain words one piece may need; a piece that would need more is searched for in every line."""
SHORTEST = 3
"""Letters of a plain word that is worth looking for; one less where a frame has no longer ones and its word begins one."""
PLAIN = {code: unicodedata.normalize("NFKD", chr(code))[0] if code >= 0xC0 else chr(code) for code in range(0x180)} | {
    0xDF: "ss",
    0x153: "oe",
    0xE6: "ae",
    0x2019: "'",
    0x2018: "'",
}
"""Letters without their accents; the other letters as they are, since looking for one in vain is slow."""


def unaccented(text: str) -> str:
    """A text without accents, in which the frames are searched for."""
    return text if text.isascii() else text.translate(PLAIN)


@dataclass(frozen=True, slots=True)
class Frame:
    """One expression: the ask it stands for, its pieces in order, and the widest gap before each next piece."""

    ask: str
    pieces: tuple[str, ...]
    gaps: tuple[int, ...]

    def stands_in(self, line: str) -> bool:
        """Whether the frame stands in a line."""
        if not self.gaps:
            return _compiled(self.pieces[0]).search(line) is not None
        return any(self._goes_on(line, match.end()) for match in _compiled(self.pieces[0]).finditer(line))

    def _goes_on(self, line: str, end: int) -> bool:
        for gap, piece in zip(self.gaps, self.pieces[1:], strict=True):
            match = _compiled(piece).search(line, end, min(len(line), end + gap + ROOM))
            if match is None or match.start() - end > gap:
                return False
            end = match.end()
        return True


@dataclass(frozen=True, slots=True)
class Sieve:
    """The frames of a language: under one of the pieces they need, those to try on every line, and the automaton of all plain words."""

    frames: Mapping[int, tuple[tuple[Frame, int], ...]]
    """A piece -> the frames that need it and no rarer one, each with all the pieces it needs; pieces are bits."""
    rare: int
    """The pieces that stand in `frames`."""
    always: tuple[Frame, ...]
    words: Any  # ahocorasick.Automaton: word -> its length, the pieces it may stand in behind no letter, and those of them behind any

    def candidates(self, lines: Sequence[str]) -> Iterator[tuple[int, Frame]]:
        """(number of the line, frame) of every frame of which each piece has a word in that line, line by line."""
        for number, line in enumerate(lines):
            for frame in self.always:
                yield number, frame
            low = line.lower()
            here = 0
            for end, (length, begun, anywhere) in self.words.iter(low):
                before = end - length
                here |= begun if before < 0 or not low[before].isalnum() else anywhere
            left = here & self.rare
            while left:
                piece = left & -left
                left ^= piece
                for frame, needed in self.frames[piece]:
                    if needed & here == needed:
                        yield number, frame


@cache
def sieve(language: str) -> Sieve:
    """The sieve of a language."""
    needs: dict[str, frozenset[str]] = {}
    begins: dict[str, bool] = {}
    by_piece: dict[str, list[tuple[Frame, frozenset[str]]]] = {}
    always = []
    for frame in _frames(language):
        for shortest in (SHORTEST, SHORTEST - 1):
            for piece in frame.pieces:
                if not needs.get(piece):
                    needs[piece], begins[piece] = _needed(piece, shortest)
            needed = frozenset(piece for piece in frame.pieces if needs[piece])
            if needed:
                break
        if needed:
            rarest = max(needed, key=lambda piece: (min(map(_worth, needs[piece])), piece))
            by_piece.setdefault(rarest, []).append((frame, needed))
        else:
            always.append(frame)
    bits = {piece: 1 << number for number, piece in enumerate(needs)}
    begun: dict[str, int] = {}
    anywhere: dict[str, int] = {}
    for piece, words in needs.items():
        for word in words:
            one = begun if begins[piece] else anywhere
            one[word] = one.get(word, 0) | bits[piece]
    automaton = ahocorasick.Automaton()
    for word in begun.keys() | anywhere.keys():
        here = anywhere.get(word, 0)
        automaton.add_word(word, (len(word), begun.get(word, 0) | here, here))
    automaton.make_automaton()
    frames = {
        bits[piece]: tuple((frame, sum(bits[each] for each in needed)) for frame, needed in found)
        for piece, found in by_piece.items()
    }
    return Sieve(frames, sum(frames), tuple(always), automaton)


def _frames(language: str) -> Iterator[Frame]:
    for file in sorted(files("weerbaar.detect").joinpath("_asks").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            for expression in tomllib.loads(file.read_text(encoding="utf-8")).get(language, ()):
                yield Frame(file.name.removesuffix(".toml"), *_pieces(unaccented(expression)))


def _pieces(expression: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """What stands between the gaps, and how wide they are; an expression with a gap inside a group is one piece."""
    pieces = GAP.split(expression)
    if any(piece.count("(") != piece.count(")") for piece in pieces):
        return (expression,), ()
    return tuple(pieces), tuple(int(gap[4:-1]) for gap in GAP.findall(expression))


@cache
def _compiled(expression: str) -> "re2._Regexp[str]":
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.never_capture = True
    return re2.compile(expression, options)


# --- the plain words a piece needs -------------------------------------------------------------------------------------------


@cache
def _needed(piece: str, shortest: int) -> tuple[frozenset[str], bool]:
    """Words of which at least one stands in whatever the piece matches, all lower case, and whether it stands there behind no letter; no words
    when there is nothing to go by."""
    runs = _runs(parser.parse(piece, re.I))
    best = max(
        (run for run in runs if "" not in run),
        key=lambda run: (min(SHORTEST + 1, *map(_worth, run)), -len(run)),
        default=frozenset(),
    )
    begins = piece.startswith(r"\b") and bool(best) and best is runs[0]
    if not best or min(map(_worth, best)) < (shortest if begins else SHORTEST):
        return frozenset(), False
    return best, begins


def _worth(word: str) -> int:
    """How much a word tells a line from others, as a number of letters; figures and signs of money stand in few."""
    return sum(c.isalnum() for c in word) + SHORTEST * any(c in "€£$%" for c in word)


def _runs(nodes: Iterable[tuple[Any, Any]]) -> list[frozenset[str]]:
    """The sets of words that stand in a row of nodes: what each can be spelled as, put together as far as it is known."""
    found, current = [], frozenset({""})
    for operation, value in nodes:
        spelled = _spelled(operation, value)
        if spelled is None:
            found += [current, *_inside(operation, value)]
            current = frozenset({""})
        elif len(spelled) * len(current) > MOST_WORDS:
            found.append(current)
            current = spelled
        else:
            current = frozenset(one + other for one in current for other in spelled)
    return [*found, current]


def _inside(operation: Any, value: Any) -> list[frozenset[str]]:
    """What must stand inside a node that can be spelled in too many ways."""
    if operation is kind.SUBPATTERN:
        return _runs(value[3])
    if operation is kind.MAX_REPEAT and value[0] >= 1:
        return _runs(value[2])
    if operation is kind.BRANCH:
        best: frozenset[str] = frozenset()
        for branch in value[1]:
            runs = [run for run in _runs(branch) if "" not in run]
            if not runs:
                return []
            best |= max(runs, key=lambda run: (min(map(_worth, run)), -len(run)))
        return [best]
    return []


def _spelled(operation: Any, value: Any) -> frozenset[str] | None:
    """Every way to spell a node, or None when there are too many."""
    if operation is kind.LITERAL:
        return frozenset({chr(value).lower()})
    if operation is kind.AT:
        return frozenset({""})
    if operation is kind.SUBPATTERN:
        return _all(value[3])
    if operation is kind.BRANCH:
        branches = [_all(branch) for branch in value[1]]
        return None if None in branches else _few(frozenset().union(*filter(None, branches)))
    if operation is kind.IN:
        if all(one is kind.LITERAL for one, _ in value):
            return frozenset(chr(code).lower() for _, code in value)
        return None
    if operation is kind.MAX_REPEAT:
        least, most, inner = value
        once = _all(inner)
        if once is None or most > 2:
            return None
        ways = [frozenset({""}), once, frozenset(one + other for one in once for other in once)]
        return _few(frozenset().union(*ways[least : most + 1]))
    return None


def _all(nodes: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    whole = frozenset({""})
    for operation, value in nodes:
        spelled = _spelled(operation, value)
        if spelled is None or len(spelled) * len(whole) > MOST_WORDS:
            return None
        whole = frozenset(one + other for one in whole for other in spelled)
    return whole


def _few(words: frozenset[str]) -> frozenset[str] | None:
    return words if len(words) <= MOST_WORDS else None
