"""Someone wants a salary paid to another account.

Payroll diversion: a mail in a colleague's name gives HR a new account just before pay day.

When it is wrong: people do change banks. Ask them in person or on the number in the personnel file.
"""

from collections.abc import Iterator

from weerbaar.detect._sentences import said
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text


@detector(reads=Text, gives={"text.changes_payroll": ("sentence",)}, question=Question.ASK)
def changes_payroll(text: Text, organisation: Organisation) -> Iterator[Finding]:
    yield from said(text, "changes_payroll")
