"""A PDF that was changed after it was made, with the earlier version still inside (ISO 32000-2 7.5.6).

An invoice whose account number was altered often keeps the true one underneath.

When it is wrong: signing, filling in a form and stamping a scan change a PDF in the same way. Weak alone.
"""

from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Document


@detector(
    reads=Document,
    gives={"document.incremental_update": ("name",)},
    question=Question.FACTS,
    references=("https://www.iso.org/standard/75839.html",),
)
def incremental_update(document: Document, organisation: Organisation) -> Iterator[Finding]:
    if document.kind == "pdf" and "incremental_update" in document.traits and "signed" not in document.traits:
        yield Finding("document.incremental_update", document.where, {"name": document.name})
