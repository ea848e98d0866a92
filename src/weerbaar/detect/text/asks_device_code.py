"""The message asks to enter a short code on a sign-in page.

With a device code (RFC 8628) the page is genuine: whoever enters the code signs in the one who sent it.

When it is wrong: pairing your own television or printer works the same way; then the code is on a screen in front of you.
"""

from collections.abc import Iterator

from weerbaar.detect._sentences import said
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text


@detector(reads=Text, gives={"text.asks_device_code": ("sentence",)}, question=Question.ASK)
def asks_device_code(text: Text, organisation: Organisation) -> Iterator[Finding]:
    yield from said(text, "asks_device_code")
