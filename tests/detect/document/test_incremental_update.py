import pytest
from tests.organisation import BAKERY

from weerbaar.detect.document.incremental_update import incremental_update
from weerbaar.model.part import Document


@pytest.mark.parametrize(
    ("kind", "traits", "id"),
    [
        ("pdf", {"incremental_update"}, "document.incremental_update"),
        ("pdf", {"incremental_update", "signed"}, ""),  # signing adds a revision
        ("pdf", set(), ""),
    ],
)
def test_it_speaks_of_changed_unsigned_pdfs(kind: str, traits: set[str], id: str) -> None:
    document = Document("attachment x", "x", kind, traits=frozenset(traits))
    assert "".join(f.id for f in incremental_update(document, BAKERY)) == id
