"""A bank, police or help desk rescues your money or computer.

Whoever calls or writes about a suspicious payment wants the next payment to be theirs. Banks have no safe account to move money to.

When it is wrong: banks do report unusual payments. Call the number on your card.
"""

from collections.abc import Iterator

from weerbaar.detect._sentences import said
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text


@detector(reads=Text, gives={"text.safe_account": ("sentence",)}, question=Question.ASK)
def safe_account(text: Text, organisation: Organisation) -> Iterator[Finding]:
    yield from said(text, "safe_account")
