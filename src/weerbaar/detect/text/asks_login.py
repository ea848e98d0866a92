"""The message asks to log in, or to verify, confirm or reactivate an account.

Stolen passwords and sessions open everything else. The page behind the link is what matters; the words only say that one is coming.

When it is wrong: portals, payslips and parcel services ask the same, honestly and often.
"""

from collections.abc import Iterator

from weerbaar.detect._sentences import said
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text


@detector(reads=Text, gives={"text.asks_login": ("sentence",)}, question=Question.ASK)
def asks_login(text: Text, organisation: Organisation) -> Iterator[Finding]:
    yield from said(text, "asks_login")
