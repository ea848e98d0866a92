"""The agreement as a PDF: at most two sides of A4, tagged, with title and language, the same bytes each time, and no command in a name."""

import ctypes
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pypdfium2
import pypdfium2.raw as raw
import pytest
from django.utils.translation import override

from tests.desk.agreements.known import AGREEMENT
from weerbaar.desk.agreements.agreement import MOST_TOOLS, Agreement, Contact, Learning, Purpose, Tool
from weerbaar.desk.agreements.page import MOST_PARTICULAR, page
from weerbaar.desk.agreements.pdf import pdf
from weerbaar.model.leak import DataClass, Decision, Group

MADE = datetime(2026, 11, 21, tzinfo=UTC)
LANGUAGES = ("nl", "fr", "de", "en")
TRICK = '#panic() "] #image("/etc/passwd") *x* $ @ \\ // <b>'
FULL = replace(
    AGREEMENT,
    contact=Contact("Marie-Antoinette Vandenbroucke-Dehaene", "+32 2 000 00 00 00", "marie-antoinette@bakkerijvanhove.example"),
    learning=Learning.YEARLY,
    classes={**AGREEMENT.classes, DataClass.IBAN: Decision.STOP, DataClass.SALARY: Decision.STOP, DataClass.MAIL: Decision.ASK},
    tools=tuple(
        Tool(
            f"tool-{number}", f"Hulpmiddel nummer {number}", purposes=tuple(Purpose)[:6], roles=("helper", "decider", "administrator"),
            groups={Group.PERSONAL: Decision.STOP, Group.SECRETS: Decision.STOP} if number <= MOST_PARTICULAR else {},
        )
        for number in range(MOST_TOOLS)
    ),
)  # fmt: skip
"""More than an agreement has in earnest: fifty tools, particulars, long names."""


def printed(agreement: Agreement, language: str, firm: str = "Bakkerij Van Hove") -> bytes:
    with override(language):
        return pdf(page(agreement, firm, language, 3), firm, MADE)


def read(data: bytes) -> tuple[int, str]:
    """How many sides, and every word."""
    document = pypdfium2.PdfDocument(data)
    try:
        sides = [side.get_textpage() for side in document]
        return len(sides), "\n".join(side.get_text_range() for side in sides)
    finally:
        document.close()


def told(document: pypdfium2.PdfDocument, ask: Any, *arguments: Any) -> str:
    """A text that PDFium gives as UTF-16."""
    size = ask(document, *arguments, None, 0)
    room = ctypes.create_string_buffer(size)
    ask(document, *arguments, ctypes.cast(room, ctypes.POINTER(ctypes.c_ushort)), size)
    return room.raw.decode("utf-16-le").rstrip("\0")


def tags(document: pypdfium2.PdfDocument) -> list[str]:
    """The types of every element, in the order in which they are read."""

    def below(element: Any) -> Iterator[str]:
        size = raw.FPDF_StructElement_GetType(element, None, 0)
        room = ctypes.create_string_buffer(size)
        raw.FPDF_StructElement_GetType(element, room, size)
        yield room.raw.decode("utf-16-le").rstrip("\0")
        for number in range(raw.FPDF_StructElement_CountChildren(element)):
            if child := raw.FPDF_StructElement_GetChildAtIndex(element, number):
                yield from below(child)

    found = []
    for side in document:
        tree = raw.FPDF_StructTree_GetForPage(side)
        for number in range(raw.FPDF_StructTree_CountChildren(tree)):
            found += list(below(raw.FPDF_StructTree_GetChildAtIndex(tree, number)))
        raw.FPDF_StructTree_Close(tree)
        side.close()
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_screen_reader_can_follow_it(language: str) -> None:
    data = printed(AGREEMENT, language)
    document = pypdfium2.PdfDocument(data)
    try:
        assert raw.FPDFCatalog_IsTagged(document)
        assert told(document, raw.FPDFCatalog_GetLanguage) == language
        with override(language):
            assert (
                told(document, raw.FPDF_GetMetaText, b"Title") == f"{page(AGREEMENT, '', language).title} · Bakkerij Van Hove"
            )
        seen = tags(document)
    finally:
        document.close()
    assert {"H1", "H2", "P", "L", "LI", "Table", "TH", "TD"} <= set(seen)
    assert seen.count("H1") == 1
    assert (seen.count("TH"), seen.count("TD")) == (3, 6)
    for wanted in (b"/StructTreeRoot", b"/MarkInfo", b"pdfuaid", b"/DisplayDocTitle true", b"/FontFile3"):
        assert wanted in data, wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_fits_on_two_sides_however_much_was_agreed(language: str) -> None:
    sides, words = read(printed(FULL, language))
    assert sides <= 2
    assert "Hulpmiddel nummer 9" in words
    assert "Hulpmiddel nummer 10" not in words


def test_it_says_what_the_page_says() -> None:
    with override("nl"):
        said = page(AGREEMENT, "Bakkerij Van Hove", "nl", 3)
    _sides, words = read(printed(AGREEMENT, "nl"))
    flat = " ".join(words.split())
    for section in said.sections:
        assert section.id == "contact" or section.heading in flat
    for sentence in (*said.lead, said.dated, "Els Van Hove", "+32 470 00 00 01", "els@bakkerijvanhove.example", "Handtekening"):
        assert sentence in flat, sentence


def test_the_same_page_is_the_same_bytes() -> None:
    from weerbaar.desk.agreements.pdf import _compiled

    first = printed(AGREEMENT, "fr")
    _compiled.cache_clear()
    assert printed(AGREEMENT, "fr") == first


def test_a_name_is_a_name_whatever_stands_in_it() -> None:
    tricky = replace(AGREEMENT, contact=Contact(TRICK, TRICK, TRICK), tools=(Tool("x", TRICK, purpose=TRICK),))
    _sides, words = read(printed(tricky, "en", TRICK))
    assert "".join(words.split()).count("".join(TRICK.split())) >= 5
    assert "root:" not in words
