import pytest
from tests.organisation import BAKERY

from weerbaar.detect.document.macros import macros
from weerbaar.model.part import Document


@pytest.mark.parametrize(
    ("kind", "traits", "id"),
    [
        ("office", {"macros"}, "document.macros"),
        ("office", {"macros", "auto_open"}, "document.macros_auto_open"),
        ("ole", {"macros", "macro_reaches_out"}, "document.macros_auto_open"),
        ("office", {"embedded_file"}, ""),
        ("pdf", {"auto_open"}, ""),  # no macros
    ],
)
def test_it_tells_macros_that_start_by_themselves_from_others(kind: str, traits: set[str], id: str) -> None:
    document = Document("attachment x", "x", kind, traits=frozenset(traits))
    assert "".join(f.id for f in macros(document, BAKERY)) == id
