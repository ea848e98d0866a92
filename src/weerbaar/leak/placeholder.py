"""What stands in the place of something masked: ``[Person 1]``, and every way in which a model may give it back.

Models change placeholders: another case, a dropped accent, two spaces, an underscore, a translated word, Markdown's backslashes. All of
these are read as the same placeholder. What has no square brackets, or a number we never gave, is not ours and stays as it is.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from weerbaar.leak.sentences import LANGUAGES, of_classes
from weerbaar.model.leak import DataClass

INNER = 48
"""No more than this many characters stand between the brackets, escapes of JSON included."""
BRACKETS = re.compile(rf"(\\{{0,2}})\[([^\[\]]{{1,{INNER}}})\]")
_UNFINISHED = re.compile(rf"\\{{1,2}}\Z|\\{{0,2}}\[[^\[\]]{{0,{INNER}}}\Z")
_NUMBERED = re.compile(r"([1-9][0-9]{0,5})([b-z]?)")
_BREAKS = re.compile(r"[\s_\-\u00ad\u200b\u2010\u2011]+")
_UNICODE = re.compile(r"\\u([0-9a-fA-F]{4})")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One of them: ``[Person 2]``, or ``[Person 2b]`` where the same person is written in another way."""

    cls: DataClass
    number: int
    variant: str = ""

    def said(self, language: str) -> str:
        """As it is written in a language."""
        return f"[{of_classes(language)[self.cls].label} {self.number}{self.variant}]"


def read(found: re.Match[str], escape: str = "plain") -> tuple[int, Placeholder] | None:
    """Where the placeholder begins in a match of `BRACKETS`, and which it is; None where it is none. `escape` is ``plain`` or ``json``.

    Backslashes count only in pairs, one before each bracket: ``\\[Person 1\\]`` in Markdown, doubled inside a string of JSON.
    """
    backslash = "\\\\" if escape == "json" else "\\"
    start, inner = found.start(2) - 1, found[2]
    if inner.endswith(backslash) and len(found[1]) >= len(backslash):
        start, inner = start - len(backslash), inner[: -len(backslash)]
    if escape == "json" and "\\" in inner:
        inner = _UNICODE.sub(lambda code: chr(int(code[1], 16)), inner).replace("\\n", " ").replace("\\t", " ")
    letters, rest = _apart(inner)
    numbered = _NUMBERED.fullmatch(rest)
    cls = _labels().get(letters)
    if numbered is None or cls is None:
        return None
    return start, Placeholder(cls, int(numbered[1]), numbered[2])


def unfinished(text: str, escape: str = "plain") -> int:
    """Where the end of a text could be the beginning of a placeholder; the length of the text where it cannot."""
    found = _UNFINISHED.search(text, max(0, len(text) - INNER - 3))
    if found is None:
        return len(text)
    inner = found[0].lstrip("\\")[1:]
    if escape == "json" and "\\" in inner:
        return found.start()
    letters, rest = _apart(inner.rstrip("\\"))
    begun = letters in _labels() if rest else letters in _beginnings()
    if begun:
        return found.start()
    return len(text) - min(2, len(text) - len(text.rstrip("\\")))


def _apart(inner: str) -> tuple[str, str]:
    """``person`` and ``2b`` of ``Person 2b``."""
    plain = _folded(inner)
    letters = plain.rstrip("0123456789") if plain[-1:].isdigit() else plain[:-1].rstrip("0123456789")
    return (plain, "") if letters == plain[:-1] and plain[-1:].isalpha() else (letters, plain[len(letters) :])


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", _BREAKS.sub("", text).casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


@cache
def _labels() -> Mapping[str, DataClass]:
    return MappingProxyType(
        {_folded(words.label): cls for language in LANGUAGES for cls, words in of_classes(language).items()}
    )


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(label[:length] for label in _labels() for length in range(len(label) + 1))
