"""An account number that looks like one, passes the check digits, and can never be anybody's.

It begins with ``ZZ``, which ISO 3166-1 leaves to its users and never gives to a country, so no bank can issue it (ISO 13616 takes the
country from ISO 3166-1); the two digits after it are right by ISO 7064, MOD 97-10. A made-up number of a real country would not do: one
slip of a model in a digit, and it might be somebody's.
"""

import re

COMPLETE = re.compile(r"ZZ(?:[ \u00a0]?[0-9]){18}")
_UNFINISHED = re.compile(r"(?:Z|ZZ(?:[ \u00a0]?[0-9]){0,17}[ \u00a0]?)\Z")
_LONGEST = 40


def lookalike(number: int, *, spaced: bool) -> str:
    """The number'th such account, in groups of four or in one piece."""
    body = f"{number:016d}"
    check = 98 - int(f"{body}353500") % 97
    whole = f"ZZ{check:02d}{body}"
    return " ".join(whole[at : at + 4] for at in range(0, len(whole), 4)) if spaced else whole


def number_of(text: str) -> int | None:
    """Which of ours a match of `COMPLETE` is; None where its check digits are wrong."""
    whole = re.sub(r"[ \u00a0]", "", text)
    number = int(whole[4:])
    return number if number and lookalike(number, spaced=False) == whole else None


def unfinished(text: str) -> int:
    """Where the end of a text could be the beginning of one; the length of the text where it cannot."""
    found = _UNFINISHED.search(text, max(0, len(text) - _LONGEST))
    return found.start() if found else len(text)
