"""The message moves the talk to another channel, number or address.

Out of the firm's mail there is no filter, no colleague and no memory.

When it is wrong: colleagues do use chat, and numbers change. Check the new one over the old one.
"""

from collections.abc import Iterator

from weerbaar.detect._sentences import said
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text


@detector(reads=Text, gives={"text.changes_channel": ("sentence",)}, question=Question.ASK)
def changes_channel(text: Text, organisation: Organisation) -> Iterator[Finding]:
    yield from said(text, "changes_channel")
