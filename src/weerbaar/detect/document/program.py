"""A program, installer or script came along, as it is or packed in an archive.

Hardly any firm mails programs any more. A program in an archive, or one whose name only shows in a locked archive, counts as packed.

When it is wrong: small software makers and IT helpers, on request.
"""

from collections.abc import Iterator

from weerbaar.detect._programs import ARCHIVES, is_inside, is_program, is_program_name
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Document, Parts


@detector(
    reads=Parts,
    gives={"document.program": ("name",), "document.program_packed": ("name", "archive")},
    question=Question.ASK,
    references=("https://attack.mitre.org/techniques/T1204/002/",),
)
def program(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    documents = list(parts.of(Document))
    archives = [document for document in documents if document.kind in ARCHIVES and not is_program(document)]
    for archive in archives:
        inner = next((d.name for d in documents if is_program(d) and is_inside(d, archive, parts)), "")
        inner = inner or next((name for name in archive.members if is_program_name(name)), "")
        if inner:
            yield Finding("document.program_packed", archive.where, {"name": inner, "archive": archive.name})
            return
    for document in documents:
        if is_program(document):
            yield Finding("document.program", document.where, {"name": document.name})
            return
