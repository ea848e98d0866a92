"""The message says what happens otherwise: blocked, fined, closed, lost.

When it is wrong: final reminders and terms of service say the same. The consequence is as real as the sender.
"""

from collections.abc import Iterator

from weerbaar.detect._sentences import said
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text


@detector(reads=Text, gives={"text.threatens": ("sentence",)}, question=Question.ASK)
def threatens(text: Text, organisation: Organisation) -> Iterator[Finding]:
    yield from said(text, "threatens")
