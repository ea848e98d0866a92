"""Numbers of several groups of digits, read once for all recognisers of identifiers.

A number stands in a text as `85073003328`, `85.07.30-033.28`, `85 07 30 033 28` or `8 5 0 7 3 0 0 3 3 2 8`, often beside other numbers.
So every stretch of up to `MOST_GROUPS` groups with the wanted count of digits is a candidate, and what the number is decides its check
digits, its grouping and the words around it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

MOST_GROUPS = 8
LENGTHS = frozenset((8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19))
RUN = re.compile(r"[0-9]+(?:(?: ?[.\-/_] ?| {1,3})[0-9]+)*")
GROUP = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Number:
    """A stretch of digit groups: where it stands, its digits, how many in each group, what stands between them.

    `alone`: nothing is attached to it, as letters and other digits are in `A-123` or `1.234`; a label with a colon is not attached.
    """

    start: int
    end: int
    digits: str
    groups: tuple[int, ...]
    between: tuple[str, ...]
    alone: bool

    @property
    def spelled(self) -> bool:
        """Digit by digit: `1 2 3 4`."""
        return len(self.groups) == len(self.digits)


@lru_cache(maxsize=2)
def numbers(text: str) -> Mapping[int, Sequence[Number]]:
    """Count of digits -> every candidate with that many, in order."""
    found: dict[int, list[Number]] = {length: [] for length in LENGTHS}
    for run in RUN.finditer(text):
        if run.end() - run.start() >= min(LENGTHS):
            for number in _in_run(text, run):
                found[len(number.digits)].append(number)
    return found


def _in_run(text: str, run: re.Match[str]) -> Iterator[Number]:
    groups = [(group.start(), group.end()) for group in GROUP.finditer(text, run.start(), run.end())]
    first = 0
    while first < len(groups):
        if _single(groups[first]):
            last = first
            while last + 1 < len(groups) and _single(groups[last + 1]):
                last += 1
            if last - first + 1 >= min(LENGTHS):
                if last - first + 1 in LENGTHS:
                    yield _number(text, groups[first : last + 1], run)
                first = last + 1
                continue
        count = 0
        for last in range(first, min(first + MOST_GROUPS, len(groups))):
            count += groups[last][1] - groups[last][0]
            if count > max(LENGTHS):
                break
            if count in LENGTHS:
                yield _number(text, groups[first : last + 1], run)
        first += 1


def _single(group: tuple[int, int]) -> bool:
    return group[1] - group[0] == 1


def _number(text: str, groups: Sequence[tuple[int, int]], run: re.Match[str]) -> Number:
    start, end = groups[0][0], groups[-1][1]
    between = tuple(text[one[1] : other[0]] for one, other in pairwise(groups))
    digits = "".join(text[one:other] for one, other in groups)
    return Number(start, end, digits, tuple(other - one for one, other in groups), between, _free(text, start, end))


def _free(text: str, start: int, end: int) -> bool:
    """Whether no letter, digit or sign with one behind it is attached before or after."""
    before, after = text[max(start - 2, 0) : start], text[end : end + 2]
    if before and (before[-1].isalnum() or before[-1] == "_"):
        return False
    if after and (after[0].isalnum() or after[0] == "_"):
        return False
    if len(before) == 2 and before[1] in ".-/,#" and before[0].isalnum():
        return False
    return not (len(after) == 2 and after[0] in ".-/,:@" and after[1].isdigit())


def take(text: str, start: int, count: int, between: str = " .-\n") -> tuple[int, str]:
    """Where the next `count` letters and digits end, and these in capitals; (0, "") when they stop before or go on after.

    At most two signs of `between` in a row are read over.
    """
    taken: list[str] = []
    gap = 0
    for at in range(start, min(len(text), start + 3 * count)):
        c = text[at]
        if c.isascii() and c.isalnum():
            taken.append(c)
            gap = 0
            if len(taken) == count:
                after = text[at + 1 : at + 2]
                return (0, "") if after.isalnum() else (at + 1, "".join(taken).upper())
        elif c not in between or gap == 2:
            break
        else:
            gap += 1
    return 0, ""
