"""A PDF that would start a program (a Launch action, ISO 32000-2 12.6.4.6). A letter has no need to.

When it is wrong: old product catalogues on disc used it to open other files.
"""

from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Document


@detector(
    reads=Document,
    gives={"document.pdf_launch": ("name",)},
    question=Question.ASK,
    references=("https://attack.mitre.org/techniques/T1204/002/", "https://www.iso.org/standard/75839.html"),
)
def pdf_launch(document: Document, organisation: Organisation) -> Iterator[Finding]:
    if document.kind == "pdf" and "launch" in document.traits:
        yield Finding("document.pdf_launch", document.where, {"name": document.name})
