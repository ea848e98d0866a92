"""Not everything could be opened: the item is packed deeper, unpacks larger or holds more than we read.

A file that unpacks to far more than it is was made to break the reader. The other limits are reached by honest giants as well. What was
not looked at is not clean.

When it is wrong: large archives, long mail threads, catalogues of many pages.
"""

from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts

BOMB = "max_ratio"
LONG = frozenset(("max_text_chars", "max_links", "max_bytes"))
"""Limits that any long newsletter or mailbox meets; they are told as not looked at, and are no observation."""


@detector(
    reads=Parts,
    gives={"text.limit_reached": ("limits",), "text.limit_reached_bomb": ()},
    question=Question.SENDER,
    references=("https://cwe.mitre.org/data/definitions/409.html",),
)
def limit_reached(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    if BOMB in parts.limits_met:
        yield Finding("text.limit_reached_bomb", "item")
    met = [limit for limit in parts.limits_met if limit != BOMB and limit not in LONG]
    if met:
        yield Finding("text.limit_reached", "item", {"limits": ", ".join(met)})
