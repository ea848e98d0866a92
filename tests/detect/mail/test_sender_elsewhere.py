import pytest
from tests.organisation import BAKERY

from weerbaar.detect.mail.sender_elsewhere import sender_elsewhere
from weerbaar.model.part import Address, Mail


@pytest.mark.parametrize(
    ("by", "speaks"),
    [
        ("mailer@kantoordienst.example", True),
        ("assistant@supplier.example", False),
        ("planning@molensdekroon.example", False),  # a firm we know
        ("tom@bakkerijvanhove.example", False),  # one of us, on behalf of someone
    ],
)
def test_it_speaks_when_a_stranger_sent_it(by: str, speaks: bool) -> None:
    mail = Mail("mail", Address("Anna", "anna@supplier.example"), "", sender_header=Address("", by))
    assert [f.saw["by"] for f in sender_elsewhere(mail, BAKERY)] == ([by] if speaks else [])
