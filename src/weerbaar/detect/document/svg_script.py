"""A drawing (SVG) that carries a script, a form or a page.

A drawing has no need of one. Browsers run it all the same, so such files take the place of web pages that filters would stop.

When it is wrong: interactive charts from a statistics office or a newspaper, saved as a file.
"""

from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Document


@detector(
    reads=Document,
    gives={"document.svg_script": ("name",)},
    question=Question.ASK,
    references=("https://attack.mitre.org/techniques/T1027/017/",),
)
def svg_script(document: Document, organisation: Organisation) -> Iterator[Finding]:
    able = {"script", "svg_script", "event_handler", "script_link", "form", "frame"}
    if document.kind == "svg" and document.traits & able:
        yield Finding("document.svg_script", document.where, {"name": document.name})
