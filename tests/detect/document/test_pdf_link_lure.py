import pytest
from tests.organisation import BAKERY

from weerbaar.detect.document.pdf_link_lure import pdf_link_lure
from weerbaar.model.part import Code, Document, Link, LinkKind, Part, Parts, Text, TextKind

PDF = Document("attachment x.pdf", "x.pdf", "pdf")
STRANGE = Link("attachment x.pdf > page 1", "https://a.example/x", LinkKind.DOCUMENT, "https", "a.example", "a.example")
SUPPLIER = Link(
    "attachment x.pdf",
    "https://molensdekroon.example/f",
    LinkKind.DOCUMENT,
    "https",
    "molensdekroon.example",
    "molensdekroon.example",
)
QR = Code("attachment x.pdf > page 1", "QR Code", "https://a.example/x")


def said(text: str) -> Text:
    return Text("attachment x.pdf", text, TextKind.DOCUMENT)


@pytest.mark.parametrize(
    ("parts", "speaks"),
    [
        ((PDF, said("Click to view the secure document"), STRANGE), True),
        ((PDF, said("Scan om het beveiligd document te openen"), QR), True),
        ((PDF, said("Cliquez pour consulter votre facture"), STRANGE), True),
        ((PDF, said("Hier klicken, um das Dokument zu öffnen"), STRANGE), True),
        ((PDF, said("Click to view the secure document")), False),  # leads nowhere
        ((PDF, said("Ticket: zaal 4, rij 12. Tot zaterdag"), QR), False),
        ((PDF, said("Bekijk de factuur in het portaal"), SUPPLIER), False),
        ((PDF, said("Open the document. " + "Many more words follow here. " * 30), STRANGE), False),  # a letter
    ],
)
def test_it_speaks_of_pdfs_that_only_point_elsewhere(parts: tuple[Part, ...], speaks: bool) -> None:
    assert bool(list(pdf_link_lure(Parts(parts), BAKERY))) == speaks
