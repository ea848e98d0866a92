"""The message asks to leave out the usual check, order or second signature.

Rules for payments exist for the day when someone good with words asks to skip them.

When it is wrong: small firms do improvise. Then it costs nothing to ask the person who may decide.
"""

from collections.abc import Iterator

from weerbaar.detect._sentences import said
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text


@detector(reads=Text, gives={"text.skips_procedure": ("sentence",)}, question=Question.ASK)
def skips_procedure(text: Text, organisation: Organisation) -> Iterator[Finding]:
    yield from said(text, "skips_procedure")
