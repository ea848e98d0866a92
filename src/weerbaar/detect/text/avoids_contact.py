"""The message closes the road by which the request could be checked.

"In a meeting", "phone lines are moving", "by mail only": a request that cannot be checked by a call is checked by a call.

When it is wrong: people do sit in meetings and trains. Ask again later over a number you know.
"""

from collections.abc import Iterator

from weerbaar.detect._sentences import said
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text


@detector(reads=Text, gives={"text.avoids_contact": ("sentence",)}, question=Question.ASK)
def avoids_contact(text: Text, organisation: Organisation) -> Iterator[Finding]:
    yield from said(text, "avoids_contact")
