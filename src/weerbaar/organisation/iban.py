"""Account numbers as ISO 13616 writes them: compact form and check digits (ISO 7064 mod 97-10)."""

import re
from collections.abc import Iterator

from weerbaar.ledger.numbers import checks

IN_TEXT = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")
SHORTEST, LONGEST = 15, 34


def compact(iban: str) -> str:
    """The account without spaces, in upper case."""
    return "".join(iban.split()).upper()


def holds(iban: str) -> bool:
    """Whether a compact account has the right shape and check digits."""
    if not SHORTEST <= len(iban) <= LONGEST or not (iban.isascii() and iban.isalnum()):
        return False
    if not (iban[:2].isalpha() and iban[2:4].isdigit()):
        return False
    return checks(iban)


def ibans_in(text: str) -> Iterator[str]:
    """Every account written in a text, compact; the longest run of groups whose check digits hold."""
    for match in IN_TEXT.finditer(text):
        groups = match.group().split(" ")
        for count in range(len(groups), 0, -1):
            account = "".join(groups[:count])
            if holds(account):
                yield account
                break
