import pytest
from tests.detect.links import ids, link, message

from weerbaar.detect.link.form_elsewhere import form_elsewhere
from weerbaar.model.part import LinkKind


@pytest.mark.parametrize(
    ("written", "kind", "seen"),
    [
        ("https://page.example/collect.php", LinkKind.FORM, ["form_elsewhere"]),
        ("https://www.afzender.example/zoek", LinkKind.FORM, []),  # the sender's
        ("https://molensdekroon.example/bestel", LinkKind.FORM, []),  # known
        ("https://abc.list-manage.com/subscribe", LinkKind.FORM, []),  # a service for sending mail
        ("https://page.example/collect.php", LinkKind.ANCHOR, []),  # a link, not a form
    ],
)
def test_it_sees_where_a_form_sends_what_is_typed(written: str, kind: LinkKind, seen: list[str]) -> None:
    assert ids(form_elsewhere, message(link(written, kind=kind))) == seen
