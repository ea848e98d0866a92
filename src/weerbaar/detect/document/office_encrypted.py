"""A Word, Excel or PowerPoint file locked with a password: nobody on the way could look inside, and neither could we.

When it is wrong: salary sheets, offers and medical letters are rightly locked. Weak alone.
"""

from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Document


@detector(
    reads=Document,
    gives={"document.office_encrypted": ("name",)},
    question=Question.SENDER,
    references=("https://attack.mitre.org/techniques/T1027/013/",),
)
def office_encrypted(document: Document, organisation: Organisation) -> Iterator[Finding]:
    if document.kind in ("office", "ole") and "encrypted" in document.traits:
        yield Finding("document.office_encrypted", document.where, {"name": document.name})
