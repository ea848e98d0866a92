import pytest
from tests.organisation import BAKERY

from weerbaar.detect.document.pdf_launch import pdf_launch
from weerbaar.model.part import Document


@pytest.mark.parametrize(
    ("kind", "traits", "id"),
    [
        ("pdf", {"launch"}, "document.pdf_launch"),
        ("pdf", {"script"}, ""),
        ("office", {"launch"}, ""),
    ],
)
def test_it_speaks_of_a_pdf_that_starts_programs(kind: str, traits: set[str], id: str) -> None:
    document = Document("attachment x", "x", kind, traits=frozenset(traits))
    assert "".join(f.id for f in pdf_launch(document, BAKERY)) == id
