"""The message asks to scan a code with the phone.

The phone is outside the firm's mail filter, and a code hides where it leads.

When it is wrong: menus, posters and two-step sign-in use codes too. Here it came in a message.
"""

from collections.abc import Iterator

from weerbaar.detect._sentences import said
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text


@detector(reads=Text, gives={"text.asks_scan": ("sentence",)}, question=Question.ASK)
def asks_scan(text: Text, organisation: Organisation) -> Iterator[Finding]:
    yield from said(text, "asks_scan")
