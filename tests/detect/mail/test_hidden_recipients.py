import pytest
from tests.organisation import BAKERY, NOBODY

from weerbaar.detect.mail.hidden_recipients import hidden_recipients
from weerbaar.model.part import Address, Mail


@pytest.mark.parametrize(
    ("to", "cc", "bulk", "speaks"),
    [
        ("", "", False, True),
        ("winner@stranger.example", "", False, True),
        ("tom@bakkerijvanhove.example", "", False, False),
        ("els.vanhove@prive.example", "", False, False),
        ("x@stranger.example", "tom@bakkerijvanhove.example", False, False),
        ("list@vakblad.example", "", True, False),
    ],
)
def test_it_speaks_when_we_are_not_addressed(to: str, cc: str, bulk: bool, speaks: bool) -> None:
    to_us, copy = (tuple(Address("", a) for a in (one,) if a) for one in (to, cc))
    mail = Mail("mail", Address("", "x@stranger.example"), "", to=to_us, cc=copy, bulk=bulk)
    assert bool(list(hidden_recipients(mail, BAKERY))) == speaks


def test_it_cannot_know_without_an_organisation() -> None:
    assert not list(hidden_recipients(Mail("mail", Address("", "x@stranger.example"), ""), NOBODY))
