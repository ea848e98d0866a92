"""What two texts share, told by a few of their runs of words: winnowing.

Of every run of `RUN` words the checksum is taken; of every `WINDOW` runs in a row the one with the least checksum is kept. Two texts that share
`RUN + WINDOW - 1` words in a row therefore keep at least one run in common, wherever it stands, and on average two of seven runs are kept
(Schleimer, Wilkerson, Aiken, "Winnowing: local algorithms for document fingerprinting", SIGMOD 2003, theorem 1 and section 3.3).

Words are compared without case, accents, punctuation or layout: lines broken elsewhere, quote marks and bullets change nothing. A changed word
loses the five runs it stands in and no other.
"""

import re
import zlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from weerbaar.model.leak import Readable

RUN = 5
WINDOW = 6
WORD = re.compile(r"[^\W_]+(?:'s(?![^\W_]))?")
"""A word; a possessive `'s` belongs to it."""


class Token(NamedTuple):
    """A word of a text: where it stands, and its plain form (small letters, no accents, no possessive)."""

    start: int
    end: int
    plain: str


def tokens(text: Readable) -> list[Token]:
    """The words of a text, in order."""
    return [Token(*found.span(), plain(found[0])) for found in WORD.finditer(text.low)]


def plain(word: str) -> str:
    """The plain form of a word in small letters without accents."""
    if not word.isascii():
        word = word.replace("ß", "ss").replace("œ", "oe").replace("æ", "ae")
    return word[:-2] if word[-2:] == "'s" else word


def kept(words: Sequence[str]) -> Iterator[tuple[int, str]]:
    """(number of its first word, the run) of every run that is kept; none of a text with fewer words than a run."""
    runs = [" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)]
    sums = [zlib.crc32(run.encode("utf-8", "replace")) for run in runs]
    last = -1
    for first in range(max(1, len(sums) - WINDOW + 1) if sums else 0):
        window = sums[first : first + WINDOW]
        least = min(window)
        at = first + len(window) - 1 - window[::-1].index(least)  # the rightmost of equals: fewer runs are kept
        if at != last:
            last = at
            yield at, runs[at]
