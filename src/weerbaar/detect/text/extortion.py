"""Pay, or something is published or destroyed.

Such mails go out by the thousand; most senders have nothing. Do not pay, do not answer, keep the message.

When it is wrong: a warning about such mails uses the same words.
"""

from collections.abc import Iterator

from weerbaar.detect._sentences import said
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text


@detector(reads=Text, gives={"text.extortion": ("sentence",)}, question=Question.ASK)
def extortion(text: Text, organisation: Organisation) -> Iterator[Finding]:
    yield from said(text, "extortion")
