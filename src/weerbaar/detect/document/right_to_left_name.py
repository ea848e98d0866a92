"""A file name with a hidden sign that turns the reading direction, so that `fdp.exe` shows as `exe.pdf`.

When it is wrong: names written in Arabic or Hebrew may hold marks of direction; the overriding ones meant here hardly occur in them.
"""

import re
from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Document

TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


@detector(
    reads=Document,
    gives={"document.right_to_left_name": ("name",)},
    question=Question.SENDER,
    references=("https://attack.mitre.org/techniques/T1036/002/", "https://www.unicode.org/reports/tr36/"),
)
def right_to_left_name(document: Document, organisation: Organisation) -> Iterator[Finding]:
    if document.body:
        return
    name = next((one for one in (document.name, *document.members[:500]) if TURNING.search(one)), "")
    if name:
        yield Finding("document.right_to_left_name", document.where, {"name": TURNING.sub("", name)})
