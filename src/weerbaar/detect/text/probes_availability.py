"""A short opening that only asks whether you are there.

It costs nothing and looks like nothing; the request comes with your answer.

When it is wrong: bosses and colleagues ask this daily. It counts when the address is not theirs.
"""

from collections.abc import Iterator

from weerbaar.detect._sentences import said
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text


@detector(reads=Text, gives={"text.probes_availability": ("sentence",)}, question=Question.ASK)
def probes_availability(text: Text, organisation: Organisation) -> Iterator[Finding]:
    yield from said(text, "probes_availability")
