"""The message asks to open or confirm something through a link, a button or an attachment.

When it is wrong: nearly every notification does. Where the link leads is what the link detectors look at.
"""

from collections.abc import Iterator

from weerbaar.detect._sentences import said
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text


@detector(reads=Text, gives={"text.asks_click": ("sentence",)}, question=Question.ASK)
def asks_click(text: Text, organisation: Organisation) -> Iterator[Finding]:
    yield from said(text, "asks_click")
