import pytest
from tests.organisation import BAKERY

from weerbaar.detect.text.account_known import account_known
from weerbaar.model.part import Address, Mail, Parts, Text, TextKind


def letter(sender: str, text: str) -> Parts:
    return Parts((Mail("mail", Address("", sender), "Factuur"), Text("text", text, TextKind.MAIL)))


@pytest.mark.parametrize(
    ("sender", "text", "speaks"),
    [
        ("facturen@molensdekroon.example", "Graag op BE71 0961 2345 6769.", True),
        ("facturen@molensdekroon.example", "Niet op BE71 0961 2345 6769 maar op BE68 5390 0754 7034.", False),
        ("facturen@molensdekroon.example", "Tot morgen.", False),
        ("info@brinkmann-druck.example", "Bitte auf BE71 0961 2345 6769.", False),
    ],
)
def test_it_speaks_when_every_account_is_confirmed_for_the_writer(sender: str, text: str, speaks: bool) -> None:
    assert bool(list(account_known(letter(sender, text), BAKERY))) == speaks
