import pytest
from tests.detect.links import ids, link, message

from weerbaar.detect.link.many_subdomains import many_subdomains


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("https://a.b.c.d.page.example/", ["many_subdomains"]),
        ("https://mijn-rekening-bevestigen-voor-alle-klanten-nu.page.example/", ["many_subdomains"]),  # one very long name
        ("https://www.eu.shop.page.example/", []),
        ("https://a.b.c.d.molensdekroon.example/", []),  # a known supplier
        ("https://a.b.c.d.list-manage.com/", []),  # a service for sending mail
    ],
)
def test_it_speaks_when_the_domain_falls_off_the_screen(written: str, seen: list[str]) -> None:
    assert ids(many_subdomains, message(link(written))) == seen


def test_it_leaves_earlier_messages_alone() -> None:
    assert ids(many_subdomains, message(link("https://a.b.c.d.page.example/", "", quoted=True))) == []
