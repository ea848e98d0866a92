"""The message asks to keep something quiet.

Secrecy keeps away the colleague who would have said: that is odd. Beside money it is the sign that police leaflets name first.

When it is wrong: personnel matters, tenders and legal letters are confidential for good reason.
"""

from collections.abc import Iterator

from weerbaar.detect._sentences import said
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text


@detector(reads=Text, gives={"text.asks_secrecy": ("sentence",)}, question=Question.ASK)
def asks_secrecy(text: Text, organisation: Organisation) -> Iterator[Finding]:
    yield from said(text, "asks_secrecy")
