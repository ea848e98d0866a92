import pytest
from tests.organisation import BAKERY

from weerbaar.detect.document.program import program
from weerbaar.model.part import Document, Parts


@pytest.mark.parametrize(
    ("documents", "id"),
    [
        ((Document("attachment a.exe", "a.exe", "program"),), "document.program"),
        ((Document("attachment a.jar", "a.jar", "zip", traits=frozenset(("executable",))),), "document.program"),
        (
            (Document("attachment a.zip", "a.zip", "zip"), Document("attachment a.zip > b.js", "b.js", "script")),
            "document.program_packed",
        ),
        (
            (Document("attachment a.zip", "a.zip", "zip", members=("b.exe",), traits=frozenset(("encrypted",))),),
            "document.program_packed",
        ),
        ((Document("attachment a.zip", "a.zip", "zip", members=("b.pdf", "c.docx")),), ""),
        (
            (Document("attachment a.url", "a.url", "script", traits=frozenset(("shortcut",))),),
            "",
        ),  # a shortcut: another detector
        ((Document("attachment a.pdf", "a.pdf", "pdf"),), ""),
    ],
)
def test_it_speaks_of_programs_as_they_are_or_packed(documents: tuple[Document, ...], id: str) -> None:
    assert "".join(f.id for f in program(Parts(documents), BAKERY)) == id
