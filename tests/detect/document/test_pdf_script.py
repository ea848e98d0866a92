import pytest
from tests.organisation import BAKERY

from weerbaar.detect.document.pdf_script import pdf_script
from weerbaar.model.part import Document


@pytest.mark.parametrize(
    ("kind", "traits", "id"),
    [
        ("pdf", {"script"}, "document.pdf_script"),
        ("html", {"script"}, ""),  # pages have scripts
        ("pdf", {"acro_form"}, ""),
    ],
)
def test_it_speaks_of_scripts_in_a_pdf_only(kind: str, traits: set[str], id: str) -> None:
    document = Document("attachment x", "x", kind, traits=frozenset(traits))
    assert "".join(f.id for f in pdf_script(document, BAKERY)) == id
