"""A PDF with an account on it was last written by a program for changing finished PDFs.

Invoices come out of accounting programs and word processors. `_maker`: the file still says that such a program made it, and an editor wrote
it since.

When it is wrong: people join, shrink and sign PDFs with the same programs every day; anyone can write any name in these fields. Weak.
"""

import re
from collections.abc import Iterator

from weerbaar.detect._accounts import accounts_in
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Document, Parts, Text

EDITOR = re.compile(
    r"sejda|ilovepdf|smallpdf|pdfescape|pdffiller|dochub|pdf-xchange editor|foxit (?:phantom|pdf ?editor)|nitro(?: pro| pdf)|pdfelement|wondershare"
    r"|soda ?pdf|pdf candy|pdf24|canva|photoshop|illustrator|inkscape|gimp|master pdf editor|infix|pdfill|able2extract",
    re.I,
)
MAKER = re.compile(
    r"exact ?(?:online|globe)|yuki|odoo|\bsap\b|sage\b|datev|lexware|lexoffice|quickbooks|xero|twinfield|octopus|winbooks|bob ?50|billit|teamleader|moneybird"
    r"|snelstart|afas|ebp\b|cegid|pennylane|sevdesk|debitoor|dynamics|navision|isabel",
    re.I,
)


@detector(
    reads=Parts,
    gives={"document.edited_with": ("name", "tool"), "document.edited_with_maker": ("name", "tool", "maker")},
    question=Question.FACTS,
    references=("https://www.iso.org/standard/75839.html",),
)
def edited_with(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    for document in parts.of(Document):
        tool = next((tool for tool in document.tools if EDITOR.search(tool)), None)
        if document.kind != "pdf" or tool is None or not _names_an_account(parts, document.where):
            continue
        maker = next((maker for maker in document.tools if MAKER.search(maker)), None)
        saw = {"name": document.name, "tool": tool}
        if maker:
            yield Finding("document.edited_with_maker", document.where, {**saw, "maker": maker})
        else:
            yield Finding("document.edited_with", document.where, saw)


def _names_an_account(parts: Parts, where: str) -> bool:
    return any(
        text.where == where or text.where.startswith(f"{where} > page ")
        for text in parts.of(Text)
        if any(account.valid for account in accounts_in(text.text))
    )
