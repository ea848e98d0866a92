import pytest
from tests.organisation import BAKERY

from weerbaar.detect.document.double_extension import double_extension
from weerbaar.model.part import Document


@pytest.mark.parametrize(
    ("name", "members", "speaks"),
    [
        ("factuur.pdf.exe", (), True),
        ("scan.jpg.html", (), True),
        ("factuur.pdf                              .scr", (), True),
        ("a.zip", ("factuur.pdf.js",), True),
        ("verslag.v2.pdf", (), False),
        ("foto.2025.jpg", (), False),
        ("brief.pdf.zip", (), False),  # packed once more, often in good faith
        ("setup.exe", (), False),
    ],
)
def test_it_speaks_of_names_with_two_endings(name: str, members: tuple[str, ...], speaks: bool) -> None:
    assert bool(list(double_extension(Document("attachment", name, "unknown", members=members), BAKERY))) == speaks
