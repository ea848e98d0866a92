"""An archive inside an archive.

Each layer is one more that a filter must open before it sees what is inside.

When it is wrong: backups and exports of photographs are packed twice by accident. A compressed tar file is one archive, not two.
"""

from collections.abc import Iterator

from weerbaar.detect._programs import ARCHIVES, is_inside
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Document, Parts


@detector(
    reads=Parts,
    gives={"document.nested_archive": ("name", "inner")},
    question=Question.SENDER,
    references=("https://attack.mitre.org/techniques/T1027/015/",),
)
def nested_archive(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    archives = [document for document in parts.of(Document) if document.kind in ARCHIVES]
    for outer in archives:
        if outer.kind in ("gz", "bz2", "xz"):
            continue
        inner = next((one for one in archives if is_inside(one, outer, parts)), None)
        if inner:
            yield Finding("document.nested_archive", outer.where, {"name": outer.name, "inner": inner.name})
            return
