import pytest
from tests.organisation import BAKERY

from weerbaar.detect.text.mobile_for_firm import mobile_for_firm
from weerbaar.model.part import Address, Mail, Parts, Text, TextKind


def letter(sender: str, text: str) -> Parts:
    return Parts((Mail("mail", Address("", sender), "Factuur"), Text("text", text, TextKind.MAIL)))


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("Brood & Co BV, tel. +32 468 12 34 56", True),
        ("Mühle GmbH, Tel. +49 1579 2301188", True),
        ("Brood & Co BV, tel. +32 9 000 12 99", False),
        ("Brood & Co BV, tel. +32 9 000 12 99, gsm +32 468 12 34 56", False),
        ("Groetjes, Tom. Bel +32 468 12 34 56", False),  # no firm
        ("Brood & Co BV, gsm +32 470 00 00 02", False),  # a colleague's
    ],
)
def test_it_speaks_when_a_firm_has_only_a_mobile_number(text: str, speaks: bool) -> None:
    assert bool(list(mobile_for_firm(letter("a@b.example", text), BAKERY))) == speaks
