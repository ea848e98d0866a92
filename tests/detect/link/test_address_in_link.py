import pytest
from tests.detect.links import ids, link, message
from tests.organisation import NOBODY

from weerbaar.detect.link.address_in_link import address_in_link
from weerbaar.model.part import Parts


@pytest.mark.parametrize(
    ("written", "label", "seen"),
    [
        ("https://page.example/x?e=els@bakkerijvanhove.example", "", ["address_in_link"]),
        ("https://page.example/x#els%40bakkerijvanhove.example", "", ["address_in_link"]),
        ("https://page.example/x/ZWxzQGJha2tlcmlqdmFuaG92ZS5leGFtcGxl", "", ["address_in_link"]),  # base64
        ("https://page.example/x/dG9tQGJha2tlcmlqdmFuaG92ZS5leGFtcGxl", "", ["address_in_link"]),  # base64 of another of us
        ("https://mijn.afzender.example/x?e=els@bakkerijvanhove.example", "", ["address_in_link_sender"]),
        ("https://page.example/unsubscribe?e=els@bakkerijvanhove.example", "", []),  # to leave a list
        ("https://page.example/af?e=els@bakkerijvanhove.example", "Uitschrijven", []),  # to leave a list, by its label
        ("https://page.example/x?e=info@andere.example", "", []),  # someone else's
        ("https://molensdekroon.example/x?e=els@bakkerijvanhove.example", "", []),  # a known supplier
    ],
)
def test_it_finds_the_readers_address_plain_or_encoded(written: str, label: str, seen: list[str]) -> None:
    assert ids(address_in_link, message(link(written, label))) == seen


def test_it_leaves_earlier_messages_alone() -> None:
    assert ids(address_in_link, message(link("https://page.example/x?e=els@bakkerijvanhove.example", "", quoted=True))) == []


def test_without_a_message_any_address_filled_in_counts() -> None:
    pasted = Parts((link("https://page.example/#els@bakker.example"),))
    assert ids(address_in_link, pasted, NOBODY) == ["address_in_link"]
