"""A OneNote page with files on it, often hidden behind a picture of a button.

When it is wrong: colleagues who share their notes with attachments.
"""

from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Document


@detector(
    reads=Document,
    gives={"document.onenote_embedded": ("name",)},
    question=Question.ASK,
    references=("https://attack.mitre.org/techniques/T1566/001/",),
)
def onenote_embedded(document: Document, organisation: Organisation) -> Iterator[Finding]:
    if document.kind == "onenote" and "embedded_file" in document.traits:
        yield Finding("document.onenote_embedded", document.where, {"name": document.name})
