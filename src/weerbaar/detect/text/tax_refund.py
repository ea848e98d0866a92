"""The tax office is said to give money back or to want it at once.

When it is wrong: refunds are real. Authorities show them in their own portal, which you open yourself.
"""

from collections.abc import Iterator

from weerbaar.detect._sentences import said
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text


@detector(reads=Text, gives={"text.tax_refund": ("sentence",)}, question=Question.ASK)
def tax_refund(text: Text, organisation: Organisation) -> Iterator[Finding]:
    yield from said(text, "tax_refund")
