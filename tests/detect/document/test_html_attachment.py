import pytest
from tests.organisation import BAKERY

from weerbaar.detect.document.html_attachment import html_attachment
from weerbaar.model.part import Document


@pytest.mark.parametrize(
    ("traits", "variant"),
    [
        (set(), "document.html_attachment"),
        ({"form", "input"}, "document.html_attachment_form"),
        ({"form"}, "document.html_attachment"),  # nothing to fill in
        ({"form", "password_form"}, "document.html_attachment_password"),
        ({"script", "blob_download"}, "document.html_attachment_smuggling"),
        ({"script", "encoded_script", "script_redirect"}, "document.html_attachment_smuggling"),
        ({"meta_refresh"}, "document.html_attachment_redirect"),
        ({"script", "script_redirect"}, "document.html_attachment_redirect"),
    ],
)
def test_it_tells_what_the_page_can_do(traits: set[str], variant: str) -> None:
    page = Document("attachment scan.html", "scan.html", "html", traits=frozenset(traits))
    assert [f.id for f in html_attachment(page, BAKERY)] == [variant]


@pytest.mark.parametrize(
    "page",
    [
        Document("text", "Onderwerp", "html", traits=frozenset(("form",)), body=True),  # the mail itself
        Document("page", "bewaard.html", "html"),  # brought by itself
        Document("attachment x.pdf", "x.pdf", "pdf"),
    ],
    ids=lambda d: d.name,
)
def test_it_is_silent_on_what_is_no_attached_page(page: Document) -> None:
    assert not list(html_attachment(page, BAKERY))
