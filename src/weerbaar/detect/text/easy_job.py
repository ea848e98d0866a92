"""Work that pays well for little, or that costs money first.

Such "jobs" receive and pass on stolen money or parcels, or take a deposit.

When it is wrong: part-time and remote work is ordinary. Real employers do not hire over a messenger and do not ask for a deposit.
"""

from collections.abc import Iterator

from weerbaar.detect._sentences import said
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text


@detector(reads=Text, gives={"text.easy_job": ("sentence",)}, question=Question.ASK)
def easy_job(text: Text, organisation: Organisation) -> Iterator[Finding]:
    yield from said(text, "easy_job")
