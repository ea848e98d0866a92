"""A name with two endings, of which the second, often not shown, is the true one: `invoice.pdf.exe`, `scan.jpg.html`.

When it is wrong: versions and signatures (`report.v2.pdf`) are not meant and stay silent; a careless export may make `letter.docx.html`.
"""

import re
from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Document

TWO = re.compile(
    r"[^.]\.(?:pdf|docx?|xlsx?|pptx?|rtf|odt|ods|txt|csv|jpe?g|png|gif|tiff?|mp3|mp4|wav|m4a|eml)[\s_.\u00a0-]{0,60}"
    r"\.(?:exe|scr|com|pif|cpl|msi|jar|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|s?html?|xhtml|svg|lnk|url|iso|img|one|chm)$",
    re.I,
)


@detector(
    reads=Document,
    gives={"document.double_extension": ("name",)},
    question=Question.SENDER,
    references=("https://attack.mitre.org/techniques/T1036/007/",),
)
def double_extension(document: Document, organisation: Organisation) -> Iterator[Finding]:
    if document.body:
        return
    name = next((one for one in (document.name, *document.members[:500]) if TWO.search(one[-120:].rstrip(" ."))), "")
    if name:
        yield Finding("document.double_extension", document.where, {"name": name})
