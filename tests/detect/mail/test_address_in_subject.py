import pytest
from tests.organisation import BAKERY

from weerbaar.detect.mail.address_in_subject import address_in_subject
from weerbaar.model.part import Address, Mail

TOM = Address("Tom Maes", "tom@bakkerijvanhove.example")
STRANGER = "info@dossier.example"


@pytest.mark.parametrize(
    ("subject", "sender", "speaks"),
    [
        ("tom@bakkerijvanhove.example: uw dossier", STRANGER, True),
        ("Dernier rappel pour TOM@bakkerijvanhove.example", STRANGER, True),
        ("Uw dossier, Tom", STRANGER, False),
        ("Schrijf naar info@dossier.example", STRANGER, False),  # another address
        ("Over tim.tom@bakkerijvanhove.example", STRANGER, False),  # a colleague's
        ("Over tom@bakkerijvanhove.example.org", STRANGER, False),  # another domain
        ("RE: tom@bakkerijvanhove.example", STRANGER, False),
        ("Fwd: Postfach tom@bakkerijvanhove.example", STRANGER, False),
        ("Nieuw postvak tom@bakkerijvanhove.example", "it@bakkerijvanhove.example", False),  # our own helpdesk
    ],
)
def test_it_speaks_when_the_readers_address_stands_in_the_subject(subject: str, sender: str, speaks: bool) -> None:
    mail = Mail("mail", Address("", sender), subject, to=(TOM,))
    assert [f.saw["address"] for f in address_in_subject(mail, BAKERY)] == ([TOM.address] if speaks else [])


@pytest.mark.parametrize(
    "headers",
    [
        (("Content-Type", "multipart/report; report-type=delivery-status"),),
        (("From", "Mail Delivery System <MAILER-DAEMON@mx.example>"),),
    ],
)
def test_delivery_reports_name_the_address_they_are_about(headers: tuple[tuple[str, str], ...]) -> None:
    mail = Mail("mail", Address("", STRANGER), "Undelivered: tom@bakkerijvanhove.example", to=(TOM,), headers=headers)
    assert not list(address_in_subject(mail, BAKERY))


def test_an_empty_recipient_is_in_no_subject() -> None:
    mail = Mail("mail", Address("", STRANGER), "a@b", to=(Address("", ""), Address("undisclosed", "")))
    assert not list(address_in_subject(mail, BAKERY))
