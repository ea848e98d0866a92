"""The words that two people compare: 256 things, each in four languages, so that one byte is one word.

The list (words.txt) has a line for each number, the same thing in English, Dutch, French and German: two people of different languages compare by
meaning, or by the numbers. Within a language no two words share their first four letters or are one letter apart (without accents and
case), and no word stands for two numbers, in whatever languages. It never changes: another list would be another version.
"""

import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "nl", "fr", "de")
COUNT = 3
"""Words that are compared: three bytes, 24 bits."""
SHORTEST_START = 4
"""So many first letters say which word is meant."""
LONGEST = 120
"""Characters of what someone heard that are read."""


@cache
def lists() -> Mapping[str, tuple[str, ...]]:
    """The 256 words of each language, in the order of their numbers."""
    rows = [line.split("\t") for line in files("weerbaar.proof").joinpath("words.txt").read_text(encoding="utf-8").splitlines()]
    return dict(zip(LANGUAGES, zip(*rows, strict=True), strict=True))


def spoken(value: bytes, language: str) -> tuple[str, ...]:
    """The words of these bytes in a language; English where we do not speak it."""
    words = lists().get(language, lists()["en"])
    return tuple(words[byte] for byte in value)


def heard(text: str) -> bytes | None:
    """The bytes that someone heard, in words of any of the languages, by their first four letters or as numbers; None: not three we know."""
    parts = text[:LONGEST].replace(",", " ").replace("-", " ").split()
    found = [_number(plain(part)) for part in parts]
    if len(found) != COUNT or None in found:
        return None
    return bytes(one for one in found if one is not None)


def plain(word: str) -> str:
    """A word as it is compared: lower case, without accents and hyphens; ß is ss."""
    letters = unicodedata.normalize("NFKD", word.casefold().replace("œ", "oe"))
    return "".join(letter for letter in letters if letter.isalnum())


def _number(word: str) -> int | None:
    if word.isdecimal():
        return int(word) if len(word) <= 3 and int(word) < 256 else None
    exact = _known().get(word)
    return exact if exact is not None or len(word) < SHORTEST_START else _starts().get(word[:SHORTEST_START])


@cache
def _known() -> Mapping[str, int]:
    """Every word of every language, also with the umlauts written out, and its number."""
    known = {}
    for words in lists().values():
        for number, word in enumerate(words):
            known[plain(word)] = number
            known[plain(word.lower().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue"))] = number
    return known


@cache
def _starts() -> Mapping[str, int]:
    """The first four letters that mean one number only, whatever the language."""
    starts: dict[str, set[int]] = {}
    for word, number in _known().items():
        starts.setdefault(word[:SHORTEST_START], set()).add(number)
    return {start: numbers.pop() for start, numbers in starts.items() if len(numbers) == 1}
