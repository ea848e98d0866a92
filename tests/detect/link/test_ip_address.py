import pytest
from tests.detect.links import ids, link, message
from tests.organisation import BAKERY

from weerbaar.detect.link.ip_address import ip_address


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("http://8.8.4.4/login", ["ip_address"]),
        ("http://134743044/", ["ip_address"]),  # decimal
        ("http://0x08080404/", ["ip_address"]),  # hexadecimal
        ("http://0x8.010.4.4/", ["ip_address"]),  # mixed
        ("http://192.168.1.20/", []),  # the printer in the corridor
        ("http://10.0.0.1:8080/", []),
        ("https://1234.example/", []),  # a name
        ("http://999.1.1.1/", []),  # no address
    ],
)
def test_it_reads_numbers_as_browsers_do(written: str, seen: list[str]) -> None:
    assert ids(ip_address, message(link(written))) == seen


def test_it_leaves_earlier_messages_alone() -> None:
    assert ids(ip_address, message(link("http://8.8.4.4/login", "", quoted=True))) == []


def test_it_shows_the_address_that_is_meant() -> None:
    found = list(ip_address(message(link("http://134743044/")), BAKERY))
    assert found[0].saw == {"host": "134743044", "address": "8.8.4.4"}
