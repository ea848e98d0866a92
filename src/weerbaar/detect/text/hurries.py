"""The message presses for today, for hours, or before a hard moment.

When it is wrong: deadlines are real life; half of all honest business mail has one. Hurry never shortens a confirmation.
"""

from collections.abc import Iterator

from weerbaar.detect._sentences import said
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text


@detector(reads=Text, gives={"text.hurries": ("sentence",)}, question=Question.ASK)
def hurries(text: Text, organisation: Organisation) -> Iterator[Finding]:
    yield from said(text, "hurries")
