"""The message asks nothing to be clicked or entered: you go there as you always do.

When it is wrong: it is easily said in a mail that has a link all the same. The links are looked at apart.
"""

from collections.abc import Iterator

from weerbaar.detect._sentences import said
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text


@detector(reads=Text, gives={"text.no_link_needed": ("sentence",)}, question=Question.ASK)
def no_link_needed(text: Text, organisation: Organisation) -> Iterator[Finding]:
    yield from said(text, "no_link_needed")
