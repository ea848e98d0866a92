import pytest
from tests.organisation import BAKERY

from weerbaar.detect.document.disk_image import disk_image
from weerbaar.model.part import Document


@pytest.mark.parametrize(
    ("name", "kind", "speaks"),
    [
        ("a.iso", "iso", True),
        ("a.img", "unknown", True),
        ("a.vhdx", "unknown", True),
        ("a.img", "picture", False),
        ("a.zip", "zip", False),
    ],
)
def test_it_speaks_of_disk_images_by_bytes_or_name(name: str, kind: str, speaks: bool) -> None:
    assert bool(list(disk_image(Document("attachment", name, kind), BAKERY))) == speaks
