"""The message asks to pay, transfer or settle something.

Money is what most fraud against firms is after, and an invoice or order by mail is where it starts.

When it is wrong: paying is also what honest invoices and reminders ask, every day. Alone it says almost nothing; it decides what the advice says.
"""

from collections.abc import Iterator

from weerbaar.detect._sentences import said
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text


@detector(reads=Text, gives={"text.asks_payment": ("sentence",)}, question=Question.ASK)
def asks_payment(text: Text, organisation: Organisation) -> Iterator[Finding]:
    yield from said(text, "asks_payment")
