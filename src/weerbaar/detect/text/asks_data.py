"""The message asks for lists, identity papers or other data about people or the firm.

A staff list or a copy of an identity card is what the next, better fraud is made of.

When it is wrong: accountants, insurers and authorities need data, over the way you always send it.
"""

from collections.abc import Iterator

from weerbaar.detect._sentences import said
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text


@detector(reads=Text, gives={"text.asks_data": ("sentence",)}, question=Question.ASK)
def asks_data(text: Text, organisation: Organisation) -> Iterator[Finding]:
    yield from said(text, "asks_data")
