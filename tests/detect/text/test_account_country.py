import pytest
from tests.organisation import BAKERY

from weerbaar.detect.text.account_country import account_country
from weerbaar.model.part import Address, Mail, Parts, Text, TextKind


def letter(sender: str, text: str) -> Parts:
    return Parts((Mail("mail", Address("", sender), "Factuur"), Text("text", text, TextKind.MAIL)))


@pytest.mark.parametrize(
    ("sender", "text", "speaks"),
    [
        ("facturen@molensdekroon.example", "Nieuw: LT12 1000 0111 0100 1000", True),
        ("facturen@molensdekroon.example", "Nieuw: BE68 5390 0754 7034", False),  # at home
        ("info@firma.be", "Rekening: LT12 1000 0111 0100 1000", True),  # the ending says Belgium
        ("info@firma.lt", "Account: LT12 1000 0111 0100 1000", False),
        ("info@stranger.example", "Tel. +32 2 555 01 23, rekening LT12 1000 0111 0100 1000", True),
        ("info@stranger.example", "Rekening LT12 1000 0111 0100 1000", False),  # nothing says where they are
        ("info@brinkmann-druck.example", "Konto DE89 3704 0044 0532 0130 00", False),  # confirmed
    ],
)
def test_it_speaks_when_account_and_firm_are_in_different_countries(sender: str, text: str, speaks: bool) -> None:
    assert bool(list(account_country(letter(sender, text), BAKERY))) == speaks
