import pytest
from tests.organisation import BAKERY

from weerbaar.detect.mail.reply_to_free_mail import reply_to_free_mail
from weerbaar.model.part import Address, Mail


@pytest.mark.parametrize(
    ("sender", "reply_to", "speaks"),
    [
        ("anna@supplier.example", "supplier.accounts@gmail.com", True),
        ("anna@supplier.example", "supplier@freepost.example", True),  # a name that says it is open to all
        ("anna@supplier.example", "accounts@supplier.example", False),
        ("anna@gmail.com", "anna.work@outlook.com", False),  # no firm wrote
        ("els@bakkerijvanhove.example", "els.vanhove@prive.example", False),  # her own private address
    ],
)
def test_it_speaks_when_a_firm_wants_answers_in_a_free_mailbox(sender: str, reply_to: str, speaks: bool) -> None:
    mail = Mail("mail", Address("", sender), "", reply_to=(Address("", reply_to),))
    assert bool(list(reply_to_free_mail(mail, BAKERY))) == speaks
