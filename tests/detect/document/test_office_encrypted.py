import pytest
from tests.organisation import BAKERY

from weerbaar.detect.document.office_encrypted import office_encrypted
from weerbaar.model.part import Document


@pytest.mark.parametrize(
    ("kind", "traits", "id"),
    [
        ("office", {"encrypted"}, "document.office_encrypted"),
        ("ole", {"encrypted"}, "document.office_encrypted"),
        ("zip", {"encrypted"}, ""),  # archives have their own
        ("pdf", {"encrypted"}, ""),
        ("office", set(), ""),
    ],
)
def test_it_speaks_of_locked_office_files(kind: str, traits: set[str], id: str) -> None:
    document = Document("attachment x", "x", kind, traits=frozenset(traits))
    assert "".join(f.id for f in office_encrypted(document, BAKERY)) == id
