"""A disk image: opening it shows a new drive, and what lies on it loses the mark "from the internet" that makes Windows ask twice.

When it is wrong: installation discs and backups between technicians.
"""

import re
from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Document

ENDING = re.compile(r"\.(?:iso|img|vhdx?|vmdk|udf|dmg)$", re.I)


@detector(
    reads=Document,
    gives={"document.disk_image": ("name",)},
    question=Question.ASK,
    references=("https://attack.mitre.org/techniques/T1553/005/",),
)
def disk_image(document: Document, organisation: Organisation) -> Iterator[Finding]:
    if (
        "disk_image" in document.traits
        or document.kind == "iso"
        or (document.kind == "unknown" and ENDING.search(document.name))
    ):
        yield Finding("document.disk_image", document.where, {"name": document.name})
