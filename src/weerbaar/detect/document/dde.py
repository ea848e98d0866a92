"""An Office file that asks another program for data when it is opened (Dynamic Data Exchange), which can start any command.

When it is wrong: old spreadsheets that fetch figures from another program in the same office.
"""

from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Document


@detector(
    reads=Document,
    gives={"document.dde": ("name",)},
    question=Question.ASK,
    references=("https://attack.mitre.org/techniques/T1559/002/",),
)
def dde(document: Document, organisation: Organisation) -> Iterator[Finding]:
    if "dde" in document.traits:
        yield Finding("document.dde", document.where, {"name": document.name})
