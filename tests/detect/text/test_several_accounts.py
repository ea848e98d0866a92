import pytest
from tests.organisation import BAKERY

from weerbaar.detect.text.several_accounts import several_accounts
from weerbaar.model.part import Address, Mail, Parts, Text, TextKind


def letter(sender: str, text: str) -> Parts:
    return Parts((Mail("mail", Address("", sender), "Factuur"), Text("text", text, TextKind.MAIL)))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("BE68 5390 0754 7034 of BE71 0961 2345 6769", "2"),
        ("BE68 5390 0754 7034, nogmaals BE68539007547034", ""),  # the same
        ("BE68 5390 0754 7034", ""),
        ("", ""),
    ],
)
def test_it_counts_different_accounts(text: str, count: str) -> None:
    assert "".join(f.saw["count"] for f in several_accounts(letter("a@b.example", text), BAKERY)) == count
