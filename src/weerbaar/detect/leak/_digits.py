"""Numbers of several groups of digits, read once for all recognisers of identifiers.

A number stands in a text as `85073003328`, `85.07.30-033.28`, `85 07 30 033 28` or `8 5 0 7 3 0 0 3 3 2 8`, often beside other numbers.
So every stretch of up to `MOST_GROUPS` groups with the wanted count of digits is a candidate, and what the number is decides its check
digits, its grouping and the words around it.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

IBAN_BEFORE = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}(?:\d\d(?: ?[A-Z0-9]{2,4}){0,6} ?)?\Z")
IBAN_LENGTH = 44
MOST_GROUPS = 8
MOST_SPELLED = 19
MOST_DIGITS = 19
LENGTHS = frozenset(range(8, MOST_DIGITS + 1))
RUN = re.compile(r"[0-9]+(?:(?: ?[.\-/_] ?| {1,3})[0-9]+)*")
GROUP = re.compile(r"[0-9]+")


class Number(NamedTuple):
    """A stretch of digit groups: where it stands, its digits, and how many there are in each group."""

    start: int
    end: int
    digits: str
    groups: tuple[int, ...]

    @property
    def spelled(self) -> bool:
        """Digit by digit: `1 2 3 4`."""
        return len(self.groups) == len(self.digits)


@lru_cache(maxsize=2)
def numbers(text: str) -> Mapping[int, Sequence[Number]]:
    """Count of digits -> every candidate with that many, in order.

    Groups of one or two digits are what sums, dates and lists are made of too: a candidate of nothing else is a whole stretch of them.
    """
    found: dict[int, list[Number]] = {length: [] for length in LENGTHS}
    for run in RUN.finditer(text):
        if run.end() - run.start() >= min(LENGTHS):
            _read(text, run, found)
    return found


def _read(text: str, run: re.Match[str], found: dict[int, list[Number]]) -> None:
    start = run.start() + (IBAN_LENGTH if in_account(text, run.start()) else 0)
    groups = [group.span() for group in GROUP.finditer(text, start, run.end())]
    digits = "".join([text[start:end] for start, end in groups])
    sizes = [end - start for start, end in groups]
    small_until = begin = 0
    for first, size in enumerate(sizes):
        start = groups[first][0]
        if size <= 2 and first >= small_until:
            small_until = next((at for at in range(first, len(sizes)) if sizes[at] > 2), len(sizes))
            count = sum(sizes[first:small_until])
            if small_until - first <= MOST_SPELLED and count in LENGTHS:
                end = groups[small_until - 1][1]
                found[count].append(Number(start, end, digits[begin : begin + count], tuple(sizes[first:small_until])))
        count = 0
        for last in range(first, min(first + MOST_GROUPS, len(sizes))):
            count += sizes[last]
            if count > MOST_DIGITS:
                break
            if count in LENGTHS and (size > 2 or last >= small_until):
                found[count].append(
                    Number(start, groups[last][1], digits[begin : begin + count], tuple(sizes[first : last + 1]))
                )
        begin += size


def in_account(text: str, at: int) -> bool:
    """Whether the digits that begin here go on with what looks like an account: `DE33`, `NL91 ABNA`. A wrong one is no other number."""
    return IBAN_BEFORE.search(text, max(at - 40, 0), at) is not None


def alone(text: str, number: Number) -> bool:
    """Whether nothing is attached to it, as letters and other digits are in `A-123` or `1.234`; a label with a colon is not attached."""
    before, after = text[max(number.start - 2, 0) : number.start], text[number.end : number.end + 2]
    if before and (before[-1].isalnum() or (before[-1] in "_.-/#" and before[0].isalnum())):
        return False
    if after and (after[0].isalnum() or (after[0] == "_" and after[-1].isalnum())):
        return False
    return not (len(after) == 2 and after[0] in ".-/:@" and after[1].isdigit())


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
