import pytest
from tests.organisation import BAKERY

from weerbaar.detect.document.dde import dde
from weerbaar.model.part import Document


@pytest.mark.parametrize(
    ("kind", "traits", "id"),
    [
        ("office", {"dde"}, "document.dde"),
        ("office", {"macros"}, ""),
        ("rtf", {"dde"}, "document.dde"),
    ],
)
def test_it_speaks_of_files_that_start_another_program(kind: str, traits: set[str], id: str) -> None:
    document = Document("attachment x", "x", kind, traits=frozenset(traits))
    assert "".join(f.id for f in dde(document, BAKERY)) == id
