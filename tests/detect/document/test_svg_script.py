import pytest
from tests.organisation import BAKERY

from weerbaar.detect.document.svg_script import svg_script
from weerbaar.model.part import Document


@pytest.mark.parametrize(
    ("kind", "traits", "id"),
    [
        ("svg", {"script"}, "document.svg_script"),
        ("svg", {"event_handler"}, "document.svg_script"),
        ("svg", set(), ""),
        ("svg", {"base_href"}, ""),
        ("html", {"script"}, ""),
    ],
)
def test_it_speaks_of_drawings_that_act(kind: str, traits: set[str], id: str) -> None:
    document = Document("attachment x", "x", kind, traits=frozenset(traits))
    assert "".join(f.id for f in svg_script(document, BAKERY)) == id
