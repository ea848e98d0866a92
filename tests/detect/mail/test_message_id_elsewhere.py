import pytest
from tests.organisation import BAKERY

from weerbaar.detect.mail.message_id_elsewhere import message_id_elsewhere
from weerbaar.model.part import Address, Authentication, Mail


@pytest.mark.parametrize(
    ("message_id", "bulk", "speaks"),
    [
        ("1@verzendpunt.example", False, True),
        ("1@mail.supplier.example", False, False),
        ("1@verzendpunt.example", True, False),
        ("1@localhost.localdomain", False, False),
        ("1@[192.0.2.7]", False, False),
        ("1", False, False),
        ("", False, False),
    ],
)
def test_it_speaks_when_the_mail_was_made_elsewhere(message_id: str, bulk: bool, speaks: bool) -> None:
    mail = Mail("mail", Address("", "anna@supplier.example"), "", message_id=message_id, bulk=bulk)
    assert bool(list(message_id_elsewhere(mail, BAKERY))) == speaks


def test_it_is_silent_when_the_delivery_is_proven() -> None:
    passed = (Authentication("mx.bakkerijvanhove.example", "dmarc", "pass", "supplier.example"),)
    mail = Mail("mail", Address("", "anna@supplier.example"), "", message_id="1@service.example", authentication=passed)
    assert not list(message_id_elsewhere(mail, BAKERY))
