"""The file is something else than its name says: a web page called .pdf, a program called .jpg.

Only contents that can do more than the name promises count, and mix-ups that ordinary software makes do not: a table called .xls that is
text or a page, a locked .docx, a picture of another kind.

When it is wrong: files renamed by hand, rare export programs.
"""

import re
from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Document

ABLE = frozenset(
    ("html", "svg", "program", "script", "shortcut", "zip", "7z", "rar", "iso", "ole", "office", "onenote", "rtf", "pdf")
)
HOLDS = {
    ending: frozenset(kinds.split())
    for endings, kinds in (
        ("pdf", "pdf"),
        ("doc dot", "ole office rtf html"),
        ("xls xlt", "ole office html"),
        ("ppt pps", "ole office"),
        ("docx xlsx pptx docm xlsm pptm xlsb odt ods odp", "office ole zip"),
        ("rtf", "rtf ole office"),
        ("jpg jpeg png gif bmp tif tiff webp heic", "picture"),
        ("mp3 wav m4a ogg", "sound"),
        ("mp4 mov avi", "video"),
        ("txt csv log md", "text html svg"),
        ("eml ics vcf", "mail calendar contact text"),
    )
    for ending in endings.split()
}
MIME = {
    "application/pdf": "pdf",
    "application/msword": "doc",
    "application/vnd.ms-excel": "xls",
    "image/jpeg": "jpg",
    "image/png": "png",
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
    "text/calendar": "ics",
}
ENDING = re.compile(r"\.([a-z0-9]{2,5})$", re.I)


@detector(
    reads=Document,
    gives={"document.type_lies": ("name", "kind")},
    question=Question.SENDER,
    references=("https://attack.mitre.org/techniques/T1036/008/",),
)
def type_lies(document: Document, organisation: Organisation) -> Iterator[Finding]:
    if document.body or document.kind not in ABLE:
        return
    ending = ENDING.search(document.name)
    said = ending[1].lower() if ending else MIME.get(document.declared.lower(), "")
    if said in HOLDS and document.kind not in HOLDS[said]:
        yield Finding("document.type_lies", document.where, {"name": document.name or document.declared, "kind": document.kind})
