import pytest
from tests.organisation import BAKERY

from weerbaar.detect.document.invoice_attached import invoice_attached
from weerbaar.model.part import Document


@pytest.mark.parametrize(
    ("name", "body", "speaks"),
    [
        ("factuur-2025-118.pdf", False, True),
        ("Invoice 44.docx", False, True),
        ("Mahnung.pdf", False, True),
        ("facture.zip", False, True),
        ("menukaart.pdf", False, False),
        ("factuur.png", False, False),
        ("Uw factuur.pdf", True, False),  # the subject of a mail
    ],
)
def test_it_goes_by_the_name(name: str, body: bool, speaks: bool) -> None:
    assert bool(list(invoice_attached(Document("attachment", name, "pdf", body=body), BAKERY))) == speaks
