"""The message asks to pass on a code, or to approve a prompt on the phone.

A one-time code is the second half of your key. Whoever asks for it already has the first.

When it is wrong: an honest mail that brings you your own code asks you to type it into the page you opened yourself.
"""

from collections.abc import Iterator

from weerbaar.detect._sentences import said
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text


@detector(reads=Text, gives={"text.asks_code": ("sentence",)}, question=Question.ASK)
def asks_code(text: Text, organisation: Organisation) -> Iterator[Finding]:
    yield from said(text, "asks_code")
