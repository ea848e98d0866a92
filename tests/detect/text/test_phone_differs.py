import pytest
from tests.organisation import BAKERY

from weerbaar.detect.text.phone_differs import phone_differs
from weerbaar.model.part import Address, Mail, Parts, Text, TextKind


def letter(name: str, sender: str, text: str) -> Parts:
    return Parts((Mail("mail", Address(name, sender), "Vraag"), Text("text", text, TextKind.MAIL)))


@pytest.mark.parametrize(
    ("name", "sender", "text", "speaks"),
    [
        ("", "facturen@molensdekroon.example", "Bel ons op 0468 12 34 56", True),
        ("", "facturen@molensdekroon.example", "Bel ons op 09 000 12 34", False),  # the known number, written nationally
        ("", "facturen@molensdekroon.example", "Bel ons op 09 000 12 50", False),  # same switchboard
        (
            "",
            "facturen@molensdekroon.example",
            "Bel +32 9 000 12 34 of mobiel 0468 12 34 56",
            False,
        ),  # the known one stands beside it
        ("Els Van Hove", "els@stranger.example", "Bel me op +32 468 12 34 56", True),  # a colleague's name
        ("Els Van Hove", "els@stranger.example", "Bel me op 0470 00 00 01", False),
        ("", "info@stranger.example", "Bel ons op 0468 12 34 56", False),
        ("", "facturen@molensdekroon.example", "Ondernemingsnummer 0403.170.701", False),
        ("", "facturen@molensdekroon.example", "Mededeling +++559/1230/00918+++", False),
    ],
)
def test_it_speaks_when_someone_known_gives_another_number(name: str, sender: str, text: str, speaks: bool) -> None:
    assert bool(list(phone_differs(letter(name, sender, text), BAKERY))) == speaks
