import pytest
from tests.organisation import BAKERY

from weerbaar.detect.document.external_template import external_template
from weerbaar.model.part import Document


@pytest.mark.parametrize(
    ("kind", "traits", "id"),
    [
        ("office", {"external_template"}, "document.external_template"),
        ("office", {"external_object"}, "document.external_template"),
        ("office", {"external_data"}, ""),  # a sheet that refers to another is ordinary
        ("office", set(), ""),
    ],
)
def test_it_speaks_of_templates_and_objects_from_elsewhere(kind: str, traits: set[str], id: str) -> None:
    document = Document("attachment x", "x", kind, traits=frozenset(traits))
    assert "".join(f.id for f in external_template(document, BAKERY)) == id
