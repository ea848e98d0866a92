import pytest
from tests.organisation import BAKERY

from weerbaar.detect.document.edited_with import edited_with
from weerbaar.model.part import Document, Parts, Text, TextKind

PAY = "Betaal op BE71 0961 2345 6769"


@pytest.mark.parametrize(
    ("tools", "where", "words", "id"),
    [
        (("Exact Online", "Sejda 5.3"), "f.pdf", PAY, "document.edited_with_maker"),
        (("iLovePDF",), "f.pdf", PAY, "document.edited_with"),
        (("iLovePDF",), "f.pdf > page 1", PAY, "document.edited_with"),  # a scan
        (("iLovePDF",), "f.pdf", "Met dank", ""),  # nothing to pay on it
        (("iLovePDF",), "mail", PAY, ""),  # the account stands elsewhere
        (("Exact Online", "Microsoft: Print To PDF"), "f.pdf", PAY, ""),  # printed, not edited
        (("Sage 50", "Skia/PDF m119"), "f.pdf", PAY, ""),
        ((), "f.pdf", PAY, ""),
    ],
)
def test_it_speaks_of_editors_where_something_is_to_be_paid(tools: tuple[str, ...], where: str, words: str, id: str) -> None:
    parts = Parts((Document("f.pdf", "f.pdf", "pdf", tools=tools), Text(where, words, TextKind.DOCUMENT)))
    assert "".join(one.id for one in edited_with(parts, BAKERY)) == id
