"""The message asks to give an app access to your account.

A granted app reads the mailbox without a password and keeps its access after the password is changed.

When it is wrong: integrations are set up this way. Whoever looks after IT knows which ones.
"""

from collections.abc import Iterator

from weerbaar.detect._sentences import said
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text


@detector(reads=Text, gives={"text.asks_consent": ("sentence",)}, question=Question.ASK)
def asks_consent(text: Text, organisation: Organisation) -> Iterator[Finding]:
    yield from said(text, "asks_consent")
