import pytest
from tests.organisation import BAKERY

from weerbaar.detect.document.embedded_program import embedded_program
from weerbaar.model.part import Document, Parts

LETTER = Document("attachment brief.docx", "brief.docx", "office", traits=frozenset(("embedded_file",)))


@pytest.mark.parametrize(
    ("inner", "speaks"),
    [
        (Document("attachment brief.docx > open.exe", "open.exe", "program"), True),
        (Document("attachment brief.docx > open.js", "open.js", "script"), True),
        (Document("attachment brief.docx > open.lnk", "open.lnk", "shortcut", traits=frozenset(("shortcut",))), True),
        (Document("attachment brief.docx > tabel.xlsx", "tabel.xlsx", "office"), False),
        (Document("attachment tool.exe", "tool.exe", "program"), False),  # beside it, not inside
    ],
)
def test_it_speaks_of_programs_inside_letters(inner: Document, speaks: bool) -> None:
    assert bool(list(embedded_program(Parts((LETTER, inner)), BAKERY))) == speaks
