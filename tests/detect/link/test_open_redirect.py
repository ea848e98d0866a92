import pytest
from tests.detect.links import ids, link, message

from weerbaar.detect.link.open_redirect import open_redirect


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("https://www.google.com/url?q=https://page.example/x", ["open_redirect"]),
        ("https://www.linkedin.com/slink?code=1&url=https%3A%2F%2Fpage.example", ["open_redirect"]),
        (
            "https://shop.example/go?next=https://page.example/login",
            ["open_redirect_parameter"],
        ),  # any page with an address inside
        ("https://www.google.com/url?q=https://www.molensdekroon.example/", []),  # to a known supplier
        ("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fpage.example", []),  # protection, not a trick
        ("https://shop.example/login?return=https://shop.example/basket", []),  # back to itself
        ("https://shop.example/go?next=/basket", []),
    ],
)
def test_it_sees_where_a_well_known_page_passes_the_reader_on_to(written: str, seen: list[str]) -> None:
    assert ids(open_redirect, message(link(written))) == seen


def test_it_leaves_earlier_messages_alone() -> None:
    assert ids(open_redirect, message(link("https://www.google.com/url?q=https://page.example/x", "", quoted=True))) == []
