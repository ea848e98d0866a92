"""What a doubt is called in lists: the subject of the mail, else the first words of the text. Pure: a worker makes it from the parts."""

import unicodedata
from collections.abc import Iterator
from itertools import islice

from weerbaar.model.part import Mail, Parts, Text, TextKind

LONGEST = 120
READ = 2000
"""Characters of a text that are read for its first words."""


def title(parts: Parts) -> str:
    """A line of at most LONGEST characters; "" where nothing was said, or nothing could be read."""
    return next((line for line in map(one_line, _said(parts)) if any(map(str.isalnum, line))), "")


def one_line(text: str) -> str:
    """A text as one line without signs that are not seen or turn its direction (Unicode C), cut where it is too long."""
    seen = "".join(one if unicodedata.category(one)[0] != "C" else " " if one in "\t\r\n" else "" for one in text[:READ])
    line = " ".join(seen.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def _said(parts: Parts) -> Iterator[str]:
    for mail in islice(parts.of(Mail), 1):
        yield mail.subject
    for text in islice(parts.of(Text), 10):
        if text.kind is not TextKind.NOTE:
            yield text.raw or text.text
