import pytest
from tests.organisation import BAKERY

from weerbaar.detect.text.phone_country import phone_country
from weerbaar.model.part import Address, Mail, Parts, Text, TextKind


def letter(sender: str, text: str) -> Parts:
    return Parts((Mail("mail", Address("", sender), "Factuur"), Text("text", text, TextKind.MAIL)))


@pytest.mark.parametrize(
    ("sender", "text", "speaks"),
    [
        ("facturen@molensdekroon.example", "Tel. +44 20 7946 0311", True),
        ("facturen@molensdekroon.example", "Tel. +32 9 000 12 99", False),
        ("facturen@molensdekroon.example", "Tel. +44 20 7946 0311 of +32 9 000 12 99", False),
        ("info@firma.nl", "Tel. +370 612 34567", True),
        ("info@stranger.example", "Tel. +370 612 34567", False),  # nothing says where they are
        ("facturen@molensdekroon.example", "Tel. 09 000 12 34", False),  # shows no country
    ],
)
def test_it_speaks_when_number_and_firm_are_in_different_countries(sender: str, text: str, speaks: bool) -> None:
    assert bool(list(phone_country(letter(sender, text), BAKERY))) == speaks
