"""An Office file that fetches its template or an object from elsewhere when it is opened.

The file itself is clean; what it fetches need not be.

When it is wrong: firms that keep letter templates on their own server, when such a letter leaves the firm.
"""

from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Document


@detector(
    reads=Document,
    gives={"document.external_template": ("name",)},
    question=Question.ASK,
    references=("https://attack.mitre.org/techniques/T1221/",),
)
def external_template(document: Document, organisation: Organisation) -> Iterator[Finding]:
    if document.traits & {"external_template", "external_object"}:
        yield Finding("document.external_template", document.where, {"name": document.name})
