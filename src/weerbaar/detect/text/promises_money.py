"""The message promises money nobody expected: an inheritance, a grant, a prize, a sure return.

Advance-fee and investment fraud pay out only costs, in advance.

When it is wrong: grants and refunds exist. They are found on the authority's own site, by you.
"""

from collections.abc import Iterator

from weerbaar.detect._sentences import said
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text


@detector(reads=Text, gives={"text.promises_money": ("sentence",)}, question=Question.ASK)
def promises_money(text: Text, organisation: Organisation) -> Iterator[Finding]:
    yield from said(text, "promises_money")
