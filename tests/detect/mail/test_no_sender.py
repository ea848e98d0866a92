import pytest
from tests.organisation import BAKERY

from weerbaar.detect.mail.no_sender import no_sender
from weerbaar.model.part import Address, Mail

DELIVERED = ("Received", "from x.example by mx.bakkerijvanhove.example")


@pytest.mark.parametrize(
    ("sender", "headers", "speaks"),
    [
        (None, (DELIVERED,), True),
        (Address("Bank", ""), (("From", "Bank"),), True),
        (Address("", "root@localhost"), (("From", "root@localhost"),), True),
        (Address("", "anna@supplier.example"), (("From", "anna@supplier.example"),), False),
        (Address("Gewinnerin", ""), (("From", '"Gewinnerin" <>'), ("Return-Path", "<>")), True),  # nobody to send it back to
        (Address("Gewinnerin", ""), (("From", '"Gewinnerin" <>'),), True),
        (Address("Bericht", ""), (("From", "Bericht <>"), ("Content-Type", "multipart/report; report-type=x")), False),
        (None, (("Subject", "a draft"),), False),  # never delivered
        (Address("MAILER-DAEMON", ""), (("From", "MAILER-DAEMON <>"), DELIVERED), False),  # a delivery report
        (None, (), False),  # pasted text
    ],
)
def test_it_speaks_when_a_delivered_mail_has_no_sender(
    sender: Address | None, headers: tuple[tuple[str, str], ...], speaks: bool
) -> None:
    assert bool(list(no_sender(Mail("mail", sender, "", headers=headers), BAKERY))) == speaks
