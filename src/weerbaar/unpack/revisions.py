"""Earlier versions of a PDF that are still inside it: what its pages said then and no longer say (ISO 32000-2 7.5.6, incremental updates).

Whoever changes a PDF most often adds to its end. The file up to an earlier end mark is the document as it was.
"""

import re
from collections.abc import Iterator
from typing import Any

from weerbaar.model.part import Revised
from weerbaar.unpack.page_sight import seen_on
from weerbaar.unpack.reader import Budget

END = re.compile(rb"startxref\s{1,10}\d{1,12}\s{1,10}%%EOF\r?\n?")
LINEARISED = 2048
MOST_VERSIONS, MOST_PAGES = 4, 20
MOST_WORDS = 20_000
"""Characters that are kept of what is gone and of what is new."""


def ends(data: bytes) -> tuple[int, ...]:
    """Where each version of the file ends; the first end mark of a file made for the web closes nothing."""
    found = [match.end() for match in END.finditer(data)]
    return tuple(found[1:] if b"/Linearized" in data[:LINEARISED] else found)


def revised(data: bytes, now: str, budget: Budget, where: str) -> Revised | None:
    """What was said in earlier versions and is not said in `now`, the words a person sees today; None where there is one version only."""
    found = ends(data)
    before = [end for end in found[:-1] if len(data) - end > 16][-MOST_VERSIONS:]
    if not before:
        return None
    said = set(_lines(now))
    gone: dict[str, None] = {}
    first: set[str] | None = None
    for end in before:
        budget.check_time(where)
        lines = list(_read(data[:end], budget, where))
        if not lines:
            continue
        first = set(lines) if first is None else first
        gone.update(dict.fromkeys(line for line in lines if line not in said))
    if first is None:
        return None
    new = [line for line in _lines(now) if line not in first]
    return Revised(len(found), "\n".join(gone)[:MOST_WORDS], "\n".join(dict.fromkeys(new))[:MOST_WORDS])


def _read(data: bytes, budget: Budget, where: str) -> Iterator[str]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return
    try:
        for number in range(min(len(document), MOST_PAGES)):
            budget.check_time(where)
            try:
                page = document[number]
            except pypdfium2.PdfiumError:
                continue
            page = with_notes(document, page, number)
            yield from _lines(seen_on(page, budget.settings.max_text_chars).text)
            page.close()
    finally:
        document.close()


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        plain = " ".join(line.split())
        if plain:
            yield plain


def with_notes(document: Any, page: Any, number: int) -> Any:
    """The same page with the notes, stamps and form fields on it drawn into it, as a viewer shows it; the page handed in is closed."""
    import pypdfium2
    import pypdfium2.raw as raw

    shown = {raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_SQUARE, raw.FPDF_ANNOT_WIDGET}
    count = min(raw.FPDFPage_GetAnnotCount(page), MOST_WORDS)
    if not any(_kind(page, index) in shown for index in range(max(0, count))):
        return page
    if raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) != raw.FLATTEN_SUCCESS:
        return page
    page.close()
    try:
        return document[number]
    except pypdfium2.PdfiumError:
        return None


def _kind(page: Any, index: int) -> int:
    import pypdfium2.raw as raw

    note = raw.FPDFPage_GetAnnot(page, index)
    if not note:
        return 0
    kind = int(raw.FPDFAnnot_GetSubtype(note))
    raw.FPDFPage_CloseAnnot(note)
    return kind
