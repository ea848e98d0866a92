"""The name or address of the sender is written with letters that are not what they seem: mathematical or full-width letters, invisible
characters between letters, letters of two scripts in one word.

A reader sees a name he knows; a filter that looks for that name does not find it. Nobody writes his own name so.

When it is wrong: a shop or an artist may style its name for looks. Names in Greek, Cyrillic, Chinese or Arabic, with accents, signs or
emoji are ordinary and are not reported.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from weerbaar.detect._lookalike import LETTERS
from weerbaar.detect._proof import is_allowed
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Mail

STYLED = re.compile("[\uff21-\uff3a\uff41-\uff5a\u24b6-\u24e9\U0001d400-\U0001d7ff\U0001f130-\U0001f169]")
"""Full-width, circled, mathematical and squared letters."""
EASTERN = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Beside Chinese, Japanese and Korean, full-width letters are ordinary."""
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u2069\u3164\ufeff\uffa0\U000e0000-\U000e007f]"
)
LATIN = "A-Za-z\u00c0-\u024f"
HIDDEN = re.compile(f"(?<=[{LATIN}]){INVISIBLE.pattern}+(?=[{LATIN}])")
FOREIGN = re.compile("[\u0250-\u02ff\u0370-\u03ff\u0400-\u052f\u0530-\u058f\u13a0-\u13ff\u1d00-\u1dbf\ua4d0-\ua4ff]")
CAPITALS = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕКМНОРСТУХЅІЈ", "ABEZHIKMNOPTYXABEKMHOPCTYXSIJ", strict=True))
WORD = re.compile(r"[^\W\d_]{2,100}")
MOST = 300
"""Characters of a name that are looked at."""


@detector(
    reads=Mail,
    gives={"mail.styled_sender": ("shown", "plain")},
    question=Question.SENDER,
    references=("https://www.unicode.org/reports/tr39/#Mixed_Script_Detection", "https://attack.mitre.org/techniques/T1036/"),
)
def styled_sender(mail: Mail, organisation: Organisation) -> Iterator[Finding]:
    sender = mail.sender
    if sender is None or is_allowed(sender, organisation):
        return
    for written in (sender.name, sender.address):
        if is_styled(written):
            yield Finding("mail.styled_sender", "header From", {"shown": written[:120], "plain": plain(written)[:120]})
            return


@lru_cache(maxsize=4096)
def plain(written: str) -> str:
    """A name or address as the eye reads it."""
    text = unicodedata.normalize("NFKC", INVISIBLE.sub("", written[:MOST]))
    return WORD.sub(lambda word: _latin(word.group()), text).strip()


def is_styled(written: str) -> bool:
    """Whether a name or address is written with letters that only look like the ordinary ones."""
    text = written[:MOST]
    if text.isascii():
        return False
    if HIDDEN.search(text) or (len(STYLED.findall(text)) >= 2 and not EASTERN.search(text)):
        return True
    return any(_latin(word) != word for word in WORD.findall(text))


def _latin(word: str) -> str:
    """A word in which letters of another script stand between Latin ones for those they look like; any other word as it is."""
    foreign = FOREIGN.findall(word)
    if not foreign or len(foreign) == len(word) or not all(map(_look, foreign)):
        return word
    return FOREIGN.sub(lambda letter: _look(letter.group()), word)


def _look(letter: str) -> str:
    """The Latin letter that a letter of another script looks like, or ""."""
    return CAPITALS.get(letter) or str(LETTERS.get(ord(letter), ""))
