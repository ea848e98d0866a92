"""Account numbers as a reader of letters misread them: put right where that can be done in one way only.

An IBAN says itself whether it was read well: its country fixes which places hold digits (ISO 13616-1, the SWIFT registry), and two check digits
(ISO 7064 mod 97-10) fail for 96 of 97 wrong readings. Only signs that look alike are exchanged (O and 0, I and 1, B and 8...), never one digit for
another, and nothing is changed where no exchange, or more than one, makes the check digits right.
"""

import re
from collections.abc import Iterator
from itertools import islice, product
from math import prod
from typing import NamedTuple

from weerbaar.ledger.numbers import SHAPES, checks, grouped

DIGITS = {
    "O": "0", "o": "0", "Q": "0", "D": "0", "I": "1", "l": "1", "i": "1", "|": "1", "!": "1", "Z": "2", "z": "2", "S": "5", "s": "5", "§": "58",
    "G": "6", "b": "6", "B": "8", "g": "9", "q": "9", "A": "4", "T": "7", "ß": "8",
}  # fmt: skip
"""Sign -> the digits it is taken for."""
LETTERS = {"0": "OD", "1": "IL", "8": "B", "5": "S", "2": "Z", "6": "G", "l": "LI", "|": "I", "€": "E", "£": "E", "ß": "B"}
COUNTRY = {**LETTERS, "I": "LT", "L": "I", "T": "I", "O": "D", "Q": "D", "l": "LI"}
SIGN = r"A-Za-z0-9|!§ß€£"
START = re.compile(rf"(?<![{SIGN}])[A-Z0-9l|ß][A-Z0-9l|€£][ .\u00a0-]?[{SIGN}][{SIGN}]")
BETWEEN = " .\u00a0-:"
CALLED = re.compile(r"\b(?:[Il1]BAN|IB[A4]N|[Il1][B8]AN)\b")
MOST, MOST_TRIED = 400, 128
"""Places in one text, and readings of one place, that are tried."""


class Reread(NamedTuple):
    """A text with its accounts put right, and each as (read, taken for)."""

    text: str
    accounts: tuple[tuple[str, str], ...]


def reread(text: str) -> Reread:
    """The same text with every account that was misread in one way only put right."""
    made: list[str] = []
    changed: dict[tuple[str, str], None] = {}
    done = 0
    for match in islice(START.finditer(text), MOST):
        if match.start() < done:
            continue
        found = _taken_for(text, match.start())
        if found is None:
            continue
        end, account = found
        read = text[match.start() : end]
        if _compact(read).upper() == account:
            continue
        made += [text[done : match.start()], grouped(account)]
        changed[" ".join(read.split()), grouped(account)] = None
        done = end
    return Reread("".join([*made, text[done:]]), tuple(changed))


def accounts_in(text: str) -> tuple[str, ...]:
    """Every account in a text whose check digits are right, compact."""
    return tuple(dict.fromkeys(account for _, _, account in spans(text)))


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """(begin, end, compact account) of every account in a text."""
    for match in islice(START.finditer(text), MOST):
        found = _taken_for(text, match.start())
        if found is not None:
            yield match.start(), *found


def tells_an_account(text: str) -> bool:
    """Whether a text names an IBAN, or shows what may be one, so that a closer look pays."""
    return CALLED.search(text) is not None or any(
        sum(c.isdigit() for c in text[match.start() : match.start() + 24]) >= 10 for match in islice(START.finditer(text), MOST)
    )


def _compact(written: str) -> str:
    return "".join(c for c in written if c not in BETWEEN and not c.isspace())


def _taken_for(text: str, start: int) -> tuple[int, str] | None:
    """(where it ends, account) of what begins here, when it can be one account only."""
    found = {}
    for country in _countries(text[start : start + 2]):
        length = SHAPES[country][0] + 4
        taken = _signs(text, start, length)
        if taken is None:
            continue
        signs, end = taken
        if sum(c.isdigit() for c in signs) < length / 2:
            continue
        for account in islice(_readings(country, signs), 2):
            found[account] = end
    if len(found) != 1:
        return None
    ((account, end),) = found.items()
    return end, account


def _countries(signs: str) -> tuple[str, ...]:
    options = [(sign, *COUNTRY.get(sign, "")) for sign in signs]
    return tuple(dict.fromkeys(a + b for a, b in product(*options) if a + b in SHAPES))


def _signs(text: str, start: int, count: int) -> tuple[str, int] | None:
    """`count` signs from here, at most two separators between each; None when they end before or go on after."""
    signs: list[str] = []
    gap = 0
    for at in range(start, min(len(text), start + 3 * count)):
        c = text[at]
        if c in BETWEEN:
            gap += 1
            if gap > 2:
                return None
        elif re.fullmatch(f"[{SIGN}]", c):
            signs.append(c)
            gap = 0
            if len(signs) == count:
                after = text[at + 1 : at + 2]
                return None if after and re.fullmatch(f"[{SIGN}]", after) else ("".join(signs), at + 1)
        else:
            return None
    return None


def _readings(country: str, signs: str) -> Iterator[str]:
    """Every reading of the signs whose check digits are right; the one as it stands alone where that is right."""
    shape = SHAPES[country][1]
    plain = signs.upper()
    if plain[:2] == country and shape.fullmatch(plain[4:]) and plain[2:4].isdigit() and checks(plain):
        yield plain
        return
    classes = "nn" + _classes(shape.pattern)
    options = [_options(sign, kind) for sign, kind in zip(signs[2:], classes, strict=True)]
    if not all(options) or prod(map(len, options)) > MOST_TRIED:
        return
    for reading in product(*options):
        account = country + "".join(reading)
        if checks(account):
            yield account


def _classes(pattern: str) -> str:
    """A letter for each place: n digits, a letters, c either."""
    named = {"0-9": "n", "A-Z": "a", "A-Z0-9": "c"}
    return "".join(named[kind] * int(count) for kind, count in re.findall(r"\[([^\]]+)\]\{(\d+)\}", pattern))


def _options(sign: str, kind: str) -> str:
    if kind == "n":
        return sign if sign.isascii() and sign.isdigit() else DIGITS.get(sign, "")
    upper = sign.upper() if sign.isascii() and sign.isalpha() else ""
    if kind == "a":
        return upper or LETTERS.get(sign, "")
    own = upper or (sign if sign.isascii() and sign.isdigit() else "")
    return own + (DIGITS.get(sign, "") if not own or own in "OIBSZ" else "")
