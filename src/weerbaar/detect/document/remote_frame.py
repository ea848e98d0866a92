"""A page or mail that shows a piece of another site within itself (a frame or embedded object).

Mail programs show no frames; in an attached page one can hold a false login screen under a familiar heading.

When it is wrong: saved web pages keep the frames of their advertisements and videos.
"""

from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Document


@detector(
    reads=Document,
    gives={"document.remote_frame": ("name",)},
    question=Question.ASK,
    references=("https://attack.mitre.org/techniques/T1566/001/",),
)
def remote_frame(document: Document, organisation: Organisation) -> Iterator[Finding]:
    if document.kind == "html" and "frame" in document.traits:
        yield Finding("document.remote_frame", document.where, {"name": document.name or document.where})
