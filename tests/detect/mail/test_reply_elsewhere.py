import pytest
from tests.organisation import BAKERY

from weerbaar.detect.mail.reply_elsewhere import reply_elsewhere
from weerbaar.model.part import Address, Mail

SENDER = Address("Anna", "anna@supplier.example")


@pytest.mark.parametrize(
    ("reply_to", "speaks"),
    [
        ("anna@supplier.example", False),
        ("orders@eu.supplier.example", False),  # below the same domain
        ("orders@bakkerijvanhove.example", False),  # our own ticket desk may ask for answers
        ("anna.supplier@freemail.example", True),
    ],
)
def test_it_speaks_when_replies_leave_the_senders_domain(reply_to: str, speaks: bool) -> None:
    mail = Mail("mail", SENDER, "Invoice", reply_to=(Address("", reply_to),))
    found = list(reply_elsewhere(mail, BAKERY))
    assert [f.saw["reply_to"] for f in found] == ([reply_to] if speaks else [])


def test_it_is_silent_on_newsletters() -> None:
    mail = Mail("mail", SENDER, "News", reply_to=(Address("", "x@letters.example"),), bulk=True)
    assert not list(reply_elsewhere(mail, BAKERY))
