"""The message says that payments go to another account than before.

Intercepted or invented invoices live from this one sentence. A changed account is confirmed over a number known before the message came.

When it is wrong: firms do change banks, and say so in the same words. The change is confirmed all the same.
"""

from collections.abc import Iterator

from weerbaar.detect._sentences import said
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text


@detector(reads=Text, gives={"text.changes_account": ("sentence",)}, question=Question.ASK)
def changes_account(text: Text, organisation: Organisation) -> Iterator[Finding]:
    yield from said(text, "changes_account")
