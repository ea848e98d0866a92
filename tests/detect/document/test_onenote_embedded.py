import pytest
from tests.organisation import BAKERY

from weerbaar.detect.document.onenote_embedded import onenote_embedded
from weerbaar.model.part import Document


@pytest.mark.parametrize(
    ("kind", "traits", "id"),
    [
        ("onenote", {"embedded_file"}, "document.onenote_embedded"),
        ("onenote", set(), ""),
        ("office", {"embedded_file"}, ""),
    ],
)
def test_it_speaks_of_pages_with_files(kind: str, traits: set[str], id: str) -> None:
    document = Document("attachment x", "x", kind, traits=frozenset(traits))
    assert "".join(f.id for f in onenote_embedded(document, BAKERY)) == id
