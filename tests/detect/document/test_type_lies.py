import pytest
from tests.organisation import BAKERY

from weerbaar.detect.document.type_lies import type_lies
from weerbaar.model.part import Document


@pytest.mark.parametrize(
    ("name", "declared", "kind", "speaks"),
    [
        ("factuur.pdf", "application/pdf", "html", True),
        ("foto.jpg", "image/jpeg", "program", True),
        ("", "application/pdf", "html", True),  # no name: the MIME type speaks
        ("brief.docx", "", "program", True),
        ("factuur.pdf", "application/octet-stream", "pdf", False),
        ("brief.docx", "", "ole", False),  # locked with a password
        ("lijst.xls", "", "html", False),  # exported by a web shop
        ("lijst.xls", "", "text", False),
        ("foto.jpg", "", "picture", False),  # a png called jpg does no harm
        ("notitie.txt", "", "html", False),
        ("onbekend.dat", "", "program", False),  # promises nothing
    ],
)
def test_it_speaks_when_the_contents_can_do_more_than_the_name_promises(
    name: str, declared: str, kind: str, speaks: bool
) -> None:
    assert bool(list(type_lies(Document("attachment", name, kind, declared), BAKERY))) == speaks
