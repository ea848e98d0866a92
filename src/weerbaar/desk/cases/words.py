"""The words a case can be found by, the same when it is kept and when it is looked for. Pure: a worker makes them from the parts."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

WORD = re.compile(r"[^\W_]+")
ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
SHORTEST, LONGEST = 2, 40
MOST = 400
"""Distinct words kept of one case: those that come first."""


def folded(text: str) -> str:
    """Without case and accents, in compatibility form: É, é and e are one letter to whoever searches."""
    return "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))


def words(text: str) -> Iterator[str]:
    """Every word of a text, and every mail address as a whole with its domain, as the index knows them."""
    plain = folded(text)
    for found in ADDRESS.finditer(plain):
        address = found[0].strip(".")
        yield address
        yield address.rpartition("@")[2]
    for found in WORD.finditer(plain):
        if SHORTEST <= len(found[0]) <= LONGEST:
            yield found[0]


def first(found: Iterable[str], most: int = MOST) -> tuple[str, ...]:
    """The first distinct ones."""
    kept: dict[str, None] = {}
    for one in found:
        if len(kept) == most:
            break
        kept[one] = None
    return tuple(kept)
