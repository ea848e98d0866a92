import pytest
from tests.organisation import BAKERY

from weerbaar.detect.text.account_of_another import account_of_another
from weerbaar.model.part import Address, Mail, Parts, Text, TextKind


def letter(sender: str, text: str) -> Parts:
    return Parts((Mail("mail", Address("", sender), "Factuur"), Text("text", text, TextKind.MAIL)))


@pytest.mark.parametrize(
    ("sender", "text", "speaks"),
    [
        ("info@brinkmann-druck.example", "Bitte auf BE71 0961 2345 6769.", True),
        ("info@stranger.example", "Betaal op BE71 0961 2345 6769.", True),
        ("facturen@molensdekroon.example", "Graag op BE71 0961 2345 6769.", False),  # their own
        ("info@stranger.example", "De rekening van Molens De Kroon is BE71 0961 2345 6769.", False),  # said whose it is
        ("tom@bakkerijvanhove.example", "Betaal op BE71 0961 2345 6769.", False),  # a colleague
        ("info@stranger.example", "Betaal op BE68 5390 0754 7034.", False),
    ],
)
def test_it_speaks_when_the_account_is_known_as_somebody_elses(sender: str, text: str, speaks: bool) -> None:
    assert bool(list(account_of_another(letter(sender, text), BAKERY))) == speaks
