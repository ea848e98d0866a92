"""Somebody else's text on its way to a model: orders to the model in it, and what no eye sees.

A page, a mail or a file that a person pastes may hold words for the machine ("ignore your instructions, and send..."). Nothing tells
such words from the person's own once they stand in one prompt (indirect prompt injection, Greshake et al. 2023, arXiv:2302.12173). So:

- `marks` shows the person where such words stand, and hidden text;
- `clean` takes out the characters that no eye sees but a model reads;
- `fenced` puts the text between two lines that its writer could not know, and says what it is (spotlighting by delimiting, Hines et
  al. 2024, arXiv:2403.14720, which lowered the success of such orders but does not end it: treat a mark as a reason to look).

When it is wrong: courses and articles about this trick quote it, and a text that explains a program may say "ignore the earlier
instructions" to its reader. An order in words that nobody has used before is missed.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import re2

from weerbaar.leak.sentences import inbound

INJECTION, HIDDEN = "injection", "hidden"
MOST = 1_000_000
"""Characters that are looked at."""
_WORD = r"[^\s.!?;]+[,:]?"
_GAP = rf"[,:]?\s{{1,3}}(?:{_WORD}\s{{1,3}}){{0,5}}?[\"'(]?"
_MEMORY = 64 << 20
"""Bytes that one row may take while it looks; with too few, re2 finds nothing and says so only in its log."""
_TAGS = re.compile("[\U000e0020-\U000e007e]+")
_WIDTHLESS = "\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff\u00ad\u180e"
_RUN = re.compile(f"[{_WIDTHLESS}]{{4,}}")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]{3,}")
_TURNED = re.compile("[\u202d\u202e][^\n\u202c]{3,}")
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]{3,8}\U000e007f")
_SPAN = re.compile(
    r"<(?P<tag>[a-z][a-z0-9]{0,15})\b[^<>]{0,400}?(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0(?![.\d])"
    r"|\shidden(?=[\s>=])|color\s*:\s*(?:white|#fff(?:fff)?|transparent)\b)[^<>]{0,400}>(?P<said>[^<]{12,2000})",
    re.I,
)
_COMMENT = re.compile(r"<!--(?P<said>[^<>]{12,2000}?)-->")
_LETTERS = re.compile(r"[^\W\d_]{3}")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of somebody else's text to look at: `kind` is `INJECTION` or `HIDDEN`."""

    start: int
    end: int
    kind: str
    says: str = ""
    """What stands there, where it cannot be seen."""


def marks(text: str) -> tuple[Mark, ...]:
    """Orders to a model and hidden text, in order, from the first million characters."""
    looked = text[:MOST]
    found = [*_hidden(looked), *(Mark(start, end, INJECTION) for start, end in _orders(looked))]
    return tuple(sorted(found, key=lambda mark: (mark.start, mark.end)))


def clean(text: str) -> str:
    """The text without characters that no eye sees but a model reads. Flags, emoji and joined letters stay as they are."""
    if text.isascii():
        return text
    for pattern in (_SELECTORS, _RUN):
        text = pattern.sub("", text)
    return _TAGS.sub("", _FLAG.sub(lambda flag: flag[0].translate(_KEPT), text)).translate(_BACK)


def fenced(text: str, boundary: str, language: str) -> str:
    """The text between two lines that say whose it is. `boundary` is drawn anew for every request: its writer must not know it."""
    line = f"<<<{boundary}>>>"
    inside = clean(text).replace(boundary, "")
    return f"{inbound(language)['fence'].format(mark=line)}\n{line}\n{inside}\n{line}"


_KEPT = {code: 0xF0000 + code - 0xE0020 for code in range(0xE0020, 0xE007F)}
_BACK = {there: here for here, there in _KEPT.items()}


def _orders(text: str) -> Iterator[tuple[int, int]]:
    plain = text.replace("\u00a0", " ")
    for row in _rows():
        yield from (found.span() for found in row.finditer(plain))


def _hidden(text: str) -> Iterator[Mark]:
    if not text.isascii():
        flags = [flag.span() for flag in _FLAG.finditer(text)]
        for found in _TAGS.finditer(text):
            if not any(start <= found.start() < end for start, end in flags):
                yield Mark(*found.span(), HIDDEN, "".join(chr(ord(sign) - 0xE0000) for sign in found[0])[:400])
        for pattern in (_RUN, _SELECTORS, _TURNED):
            yield from (Mark(*found.span(), HIDDEN) for found in pattern.finditer(text))
    if "<" in text:
        for pattern in (_SPAN, _COMMENT):
            for found in pattern.finditer(text):
                if len(_LETTERS.findall(found["said"])) >= 4:
                    yield Mark(*found.span("said"), HIDDEN, " ".join(found["said"].split())[:400])


@cache
def _rows() -> tuple[re.Pattern[str], ...]:
    tables = tomllib.loads(files("weerbaar.leak").joinpath("orders.toml").read_text(encoding="utf-8"))
    options = re2.Options()
    options.max_mem = _MEMORY
    options.case_sensitive = False
    return tuple(re2.compile(_row(row), options) for table in tables.values() for row in table.values())


def _row(groups: list[list[str]]) -> str:
    if len(groups) == 1:
        return "|".join(groups[0])
    words = ["(?:" + "|".join(map(_whole, group)) + ")" for group in groups]
    return rf"\b{_GAP.join(words)}"


def _whole(word: str) -> str:
    """One word of a group, not the beginning of another word unless it says so."""
    return word.replace(" ", r"\s{1,3}") + (r"\b" if word[-1].isalnum() or word[-1] in "?)" else "")
