import pytest
from tests.detect.links import ids, link, message

from weerbaar.detect.link.odd_port import odd_port


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("https://page.example:8443/login", ["odd_port"]),
        ("http://page.example:4444", ["odd_port"]),
        ("https://page.example:443/", []),  # the usual one
        ("http://page.example:80/", []),
        ("https://webmail.molensdekroon.example:2096/", []),  # a known supplier's webmail
        ("http://nas:5000/", []),  # a name in the reader's own network
        ("https://page.example/a:8443/", []),  # in the path
    ],
)
def test_it_speaks_on_unusual_ports_of_strangers(written: str, seen: list[str]) -> None:
    assert ids(odd_port, message(link(written))) == seen


def test_it_leaves_earlier_messages_alone() -> None:
    assert ids(odd_port, message(link("https://page.example:8443/login", "", quoted=True))) == []
