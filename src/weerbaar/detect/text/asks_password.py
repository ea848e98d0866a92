"""The message asks for a password, card data or a PIN itself.

No bank, help desk or supplier needs to hear these from you. Whoever asks for them wants to use them.

When it is wrong: a real page asks for a password when you log in there yourself; a message that asks you to send or enter it is another thing.
"""

from collections.abc import Iterator

from weerbaar.detect._sentences import said
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text


@detector(reads=Text, gives={"text.asks_password": ("sentence",)}, question=Question.ASK)
def asks_password(text: Text, organisation: Organisation) -> Iterator[Finding]:
    yield from said(text, "asks_password")
