import pytest
from tests.organisation import BAKERY, LEDGERED

from weerbaar.detect.text.account_expired import account_expired
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Address, Mail, Parts, Text, TextKind


def letter(sender: str, text: str) -> Parts:
    return Parts((Mail("mail", Address("", sender), "Rechnung"), Text("text", text, TextKind.MAIL)))


@pytest.mark.parametrize(
    ("sender", "text", "organisation", "speaks"),
    [
        ("info@brinkmann-druck.example", "Bitte auf DE89 3704 0044 0532 0130 00.", LEDGERED, True),
        ("info@brinkmann-druk.example", "Bitte auf DE89 3704 0044 0532 0130 00.", LEDGERED, True),  # a look-alike of theirs
        ("tom@bakkerijvanhove.example", "Brinkmann Druck wil het op DE89 3704 0044 0532 0130 00.", LEDGERED, True),
        ("info@brinkmann-druck.example", "Bitte auf DE89 3704 0044 0532 0130 00.", BAKERY, False),  # a file has no end
        ("facturen@molensdekroon.example", "Graag op BE71 0961 2345 6769.", LEDGERED, False),  # confirmed until 2027
        (
            "info@brinkmann-druck.example",
            "Bitte auf BE68 5390 0754 7034.",
            LEDGERED,
            False,
        ),  # another account: another detector
        ("info@stranger.example", "DE89 3704 0044 0532 0130 00", LEDGERED, False),  # not theirs to give
    ],
)
def test_it_speaks_when_a_confirmation_has_run_out(sender: str, text: str, organisation: Organisation, speaks: bool) -> None:
    assert bool(list(account_expired(letter(sender, text), organisation))) == speaks


def test_it_says_until_when_it_was_confirmed() -> None:
    (found,) = account_expired(letter("info@brinkmann-druck.example", "DE89370400440532013000"), LEDGERED)
    assert found.saw == {"supplier": "Brinkmann Druck GmbH", "iban": "DE89 3704 0044 0532 0130 00", "until": "2025-05-01"}
