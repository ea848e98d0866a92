"""An account in a picture was read with a sign that cannot stand there, and put right.

Readers of letters take O for 0, I for 1 and B for 8. An account says by its check digits whether it was read well; where exchanging such signs makes them
right in one way only, that account is held against what is known, and both readings are told so that a person can look.

When it is wrong: hardly ever by chance (1 in 97 for a wrong reading), but a number that was printed wrong on purpose would be put right as well.
"""

from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Text


@detector(
    reads=Text,
    gives={"document.account_reread": ("read", "taken")},
    question=Question.FACTS,
    references=("https://www.swift.com/standards/data-standards/iban-international-bank-account-number",),
)
def account_reread(text: Text, organisation: Organisation) -> Iterator[Finding]:
    for read, taken in text.reread[:3]:
        yield Finding("document.account_reread", text.where, {"read": read, "taken": taken})
