import pytest
from tests.detect.links import ids, link, message

from weerbaar.detect.link.lookalike_host import lookalike_host


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("https://bakkerijvanh0ve.example/", ["lookalike_host_own"]),  # a digit for a letter
        ("https://molensdekro0n.example/", ["lookalike_host_supplier"]),
        ("https://molensdekroon-facturen.example/", ["lookalike_host_supplier"]),  # a word added
        ("https://micros0ft.com/", ["lookalike_host_brand"]),
        ("https://paypal-verificatie.example/", ["lookalike_host_brand"]),
        ("https://molensdekroon.example/", []),  # the supplier itself
        ("https://www.paypal.com/", []),  # the brand itself
        ("https://bloemenhuis.example/", []),  # another firm
    ],
)
def test_it_knows_whom_a_domain_is_made_to_resemble(written: str, seen: list[str]) -> None:
    assert ids(lookalike_host, message(link(written))) == seen


def test_it_leaves_earlier_messages_alone() -> None:
    assert ids(lookalike_host, message(link("https://bakkerijvanh0ve.example/", "", quoted=True))) == []
