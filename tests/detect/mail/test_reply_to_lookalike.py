import pytest
from tests.organisation import BAKERY

from weerbaar.detect.mail.reply_to_lookalike import reply_to_lookalike
from weerbaar.model.part import Address, Mail


@pytest.mark.parametrize(
    ("reply_to", "known"),
    [
        ("facturen@molens-dekroon.example", "molensdekroon.example"),
        ("els@bakkerijvanh0ve.example", "bakkerijvanhove.example"),
        ("anna@suppliers.example", "supplier.example"),  # the sender's own domain, one letter more
        ("anna@supplier.be", ""),  # firms do own their name under several endings
        ("anna@supplier.example", ""),
        ("tom@bakkerijvanhove.example", ""),
        ("help@ticketdesk.example", ""),
    ],
)
def test_it_speaks_when_replies_go_to_a_near_copy(reply_to: str, known: str) -> None:
    mail = Mail("mail", Address("Anna", "anna@supplier.example"), "", reply_to=(Address("", reply_to),))
    assert [f.saw["known"] for f in reply_to_lookalike(mail, BAKERY)] == ([known] if known else [])
