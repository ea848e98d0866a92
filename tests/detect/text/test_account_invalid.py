import pytest
from tests.organisation import BAKERY

from weerbaar.detect.text.account_invalid import account_invalid
from weerbaar.model.part import Address, Mail, Parts, Text, TextKind


def letter(sender: str, text: str) -> Parts:
    return Parts((Mail("mail", Address("", sender), "Factuur"), Text("text", text, TextKind.MAIL)))


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("IBAN: BE68 5390 0754 7035", True),
        ("IBAN: BE68 5390 0754 7034", False),
        ("rekening NL91ABNA0417164301", True),
        ("Konto DE** **** **** 0130 00", False),  # masked
        ("Bestelnummer BE68 5390 0754 7035", False),  # not called an account
        ("IBAN: BE68 5390 0754", False),  # too short to be one
    ],
)
def test_it_speaks_of_numbers_with_wrong_check_digits(text: str, speaks: bool) -> None:
    assert bool(list(account_invalid(letter("a@b.example", text), BAKERY))) == speaks
