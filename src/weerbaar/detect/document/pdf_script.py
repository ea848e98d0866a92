"""A PDF with a script, or one that does something of its own when it is opened.

When it is wrong: forms that add up their fields; most come from authorities and insurers.
"""

from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Document


@detector(
    reads=Document,
    gives={"document.pdf_script": ("name",)},
    question=Question.ASK,
    references=("https://attack.mitre.org/techniques/T1204/002/", "https://www.iso.org/standard/75839.html"),
)
def pdf_script(document: Document, organisation: Organisation) -> Iterator[Finding]:
    if document.kind == "pdf" and "script" in document.traits:
        yield Finding("document.pdf_script", document.where, {"name": document.name})
