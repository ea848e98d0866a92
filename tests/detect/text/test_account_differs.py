import pytest
from tests.organisation import BAKERY

from weerbaar.detect.text.account_differs import account_differs
from weerbaar.model.part import Address, Mail, Parts, Text, TextKind


def letter(sender: str, text: str) -> Parts:
    return Parts((Mail("mail", Address("", sender), "Factuur"), Text("text", text, TextKind.MAIL)))


@pytest.mark.parametrize(
    ("sender", "text", "speaks"),
    [
        ("facturen@molensdekroon.example", "Graag op BE68 5390 0754 7034.", True),
        ("facturen@molensdekroon.example", "Graag op BE71 0961 2345 6769.", False),  # the confirmed one
        ("facturen@molensdekroon.example", "Ons nummer vindt u op de factuur.", False),
        ("facturen@molens-dekroon.example", "Graag op BE68 5390 0754 7034.", True),  # a look-alike speaks for the firm
        ("tom@bakkerijvanhove.example", "Betaal Molens De Kroon op BE68 5390 0754 7034.", True),  # a colleague passes it on
        ("info@stranger.example", "Betaal ons op BE68 5390 0754 7034.", False),  # a stranger's own account is simply unknown
        ("info@brinkmann-druck.example", "Bitte auf BE71 0961 2345 6769.", False),  # known as another's: another detector
        ("info@fiduciaire-lambert.example", "Compte BE68 5390 0754 7034.", False),  # nothing confirmed to differ from
    ],
)
def test_it_speaks_when_a_known_firm_shows_an_account_that_is_not_confirmed(sender: str, text: str, speaks: bool) -> None:
    assert bool(list(account_differs(letter(sender, text), BAKERY))) == speaks


def test_it_shows_both_accounts_in_groups_of_four() -> None:
    (found,) = account_differs(letter("facturen@molensdekroon.example", "IBAN: BE68539007547034"), BAKERY)
    assert found.saw == {
        "supplier": "Molens De Kroon",
        "iban": "BE68 5390 0754 7034",
        "confirmed": "BE71 0961 2345 6769",
    }
