import pytest
from tests.organisation import BAKERY, NOBODY

from weerbaar.detect.text.account_unknown import account_unknown
from weerbaar.model.part import Address, Mail, Parts, Text, TextKind


def letter(sender: str, text: str) -> Parts:
    return Parts((Mail("mail", Address("", sender), "Factuur"), Text("text", text, TextKind.MAIL)))


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("Rekening BE68 5390 0754 7034", True),
        ("Rekening BE71 0961 2345 6769", False),  # De Kroon's
        ("Rekening BE68 5390 0754 7035", False),  # no account at all
        ("Geen rekening", False),
    ],
)
def test_it_speaks_of_an_account_nobody_knows(text: str, speaks: bool) -> None:
    assert bool(list(account_unknown(letter("a@stranger.example", text), BAKERY))) == speaks


def test_it_is_silent_when_the_organisation_told_nothing() -> None:
    assert not list(account_unknown(letter("a@stranger.example", "Rekening BE68 5390 0754 7034"), NOBODY))
