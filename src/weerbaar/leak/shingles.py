"""What two texts share, told by a few of their runs of words: winnowing.

Of every run of `RUN` words the checksum is taken; of every `WINDOW` runs in a row the one with the least checksum is kept. Two texts that share
`RUN + WINDOW - 1` words in a row therefore keep at least one run in common, wherever it stands, and on average two of nine runs are kept
(Schleimer, Wilkerson, Aiken, "Winnowing: local algorithms for document fingerprinting", SIGMOD 2003, theorem 1 and section 3.3).

Words are compared without case, accents, punctuation or layout: lines broken elsewhere, quote marks and bullets change nothing. A changed word
loses the six runs it stands in and no other.
"""

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from weerbaar.detect._frames import unaccented

RUN = 6
WINDOW = 8
WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*(?:['’]s(?![^\W_]))?")
"""A word; a possessive `'s` belongs to it."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: where it stands, how it is written, and its plain form (no case, no accents, no possessive)."""

    start: int
    end: int
    written: str
    plain: str


def tokens(text: str) -> list[Token]:
    """The words of a text, in order."""
    return [Token(*found.span(), found.group(), plain(found.group())) for found in WORD.finditer(text)]


def plain(word: str) -> str:
    """A word without case, accents and possessive."""
    low = unaccented(word.lower())
    return low[:-2] if low.endswith("'s") else low


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
