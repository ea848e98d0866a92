import pytest
from tests.organisation import BAKERY

from weerbaar.detect.document.remote_frame import remote_frame
from weerbaar.model.part import Document


@pytest.mark.parametrize(
    ("kind", "traits", "id"),
    [
        ("html", {"frame"}, "document.remote_frame"),
        ("html", {"pictures"}, ""),
        ("svg", {"frame"}, ""),  # drawings have their own
    ],
)
def test_it_speaks_of_pages_with_frames(kind: str, traits: set[str], id: str) -> None:
    document = Document("attachment x", "x", kind, traits=frozenset(traits))
    assert "".join(f.id for f in remote_frame(document, BAKERY)) == id
