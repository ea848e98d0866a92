"""The message sends you to a channel that you already know.

Someone who asks you to check on the number you have, at the counter or by signed letter has nothing to fear from it. Honest mail does this far more often.

When it is wrong: a careful swindler can write it too. So it counts a little, and a changed account is confirmed all the same.
"""

from collections.abc import Iterator

from weerbaar.detect._sentences import said
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text


@detector(reads=Text, gives={"text.invites_verification": ("sentence",)}, question=Question.ASK)
def invites_verification(text: Text, organisation: Organisation) -> Iterator[Finding]:
    yield from said(text, "invites_verification")
