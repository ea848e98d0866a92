from dataclasses import replace

import pytest
from tests.organisation import BAKERY, LEDGERED

from weerbaar.detect.text.account_unconfirmed import account_unconfirmed
from weerbaar.model.organisation import Memory, Organisation
from weerbaar.model.part import Address, Mail, Parts, Text, TextKind

SEEN = replace(LEDGERED, memory=Memory(ibans={"BE68539007547034": ("molensdekroon.example",)}))


def letter(sender: str, text: str) -> Parts:
    return Parts((Mail("mail", Address("", sender), "Lidgeld"), Text("text", text, TextKind.MAIL)))


@pytest.mark.parametrize(
    ("sender", "text", "organisation", "speaks"),
    [
        ("leden@bakkersbond.example", "Graag op NL91 ABNA 0417 1643 00.", LEDGERED, "account_unconfirmed"),
        ("info@zoutmeer.example", "Graag op BE47 0000 0000 8080.", LEDGERED, "account_unconfirmed_paid"),
        ("facturen@molensdekroon.example", "Graag op BE71 0961 2345 6769.", LEDGERED, ""),
        ("leden@bakkersbond.example", "Graag op BE68 5390 0754 7034.", LEDGERED, ""),
        ("facturen@molensdekroon.example", "Graag op BE68 5390 0754 7034.", SEEN, ""),  # only the mailbox knows it
        (
            "facturen@molensdekroon.example",
            "Graag op BE71 0961 2345 6769.",
            BAKERY,
            "",
        ),  # what stands in the file was confirmed
    ],
)
def test_it_speaks_of_an_account_on_file_that_nobody_confirmed(
    sender: str, text: str, organisation: Organisation, speaks: str
) -> None:
    assert [one.id for one in account_unconfirmed(letter(sender, text), organisation)] == ([f"text.{speaks}"] if speaks else [])
