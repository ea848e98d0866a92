"""The message leaves time, or asks nothing to be done.

Pressure is the tool of fraud; whoever can wait lets you check.

When it is wrong: patient fraud exists, above all where the sum is large.
"""

from collections.abc import Iterator

from weerbaar.detect._sentences import said
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text


@detector(reads=Text, gives={"text.leaves_time": ("sentence",)}, question=Question.ASK)
def leaves_time(text: Text, organisation: Organisation) -> Iterator[Finding]:
    yield from said(text, "leaves_time")
