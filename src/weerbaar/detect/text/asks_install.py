"""The message asks to install, run or enable something, or to paste a command.

Remote tools, fake updates and "press Win+R and paste" hand over the computer without any lock being picked.

When it is wrong: IT departments roll out updates. They do it through the tools you know and tell you where to ask.
"""

from collections.abc import Iterator

from weerbaar.detect._sentences import said
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text


@detector(reads=Text, gives={"text.asks_install": ("sentence",)}, question=Question.ASK)
def asks_install(text: Text, organisation: Organisation) -> Iterator[Finding]:
    yield from said(text, "asks_install")
