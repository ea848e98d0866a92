"""The message asks to call a number that it brings itself.

Callback fraud has no link to check: an invented order or charge, and a number where someone kind is waiting.

When it is wrong: most honest mails end with a phone number. It counts beside a charge you do not know.
"""

from collections.abc import Iterator

from weerbaar.detect._sentences import said
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text


@detector(reads=Text, gives={"text.asks_call": ("sentence",)}, question=Question.ASK)
def asks_call(text: Text, organisation: Organisation) -> Iterator[Finding]:
    yield from said(text, "asks_call")
