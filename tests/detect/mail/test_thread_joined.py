import pytest
from tests.organisation import BAKERY

from weerbaar.detect.mail.thread_joined import thread_joined
from weerbaar.model.part import Address, Mail, Parts, Text, TextKind

QUOTED = "Van: Rita <rita@molensdekroon.example>\nAan: tom@bakkerijvanhove.example\nDe factuur vertrekt vandaag."


@pytest.mark.parametrize(
    ("address", "quoted", "speaks"),
    [
        ("rita@betalingsdesk.example", QUOTED, True),
        ("rita@molens-dekroon.example", QUOTED, True),
        ("rita@molensdekroon.example", QUOTED, False),
        ("tom@bakkerijvanhove.example", QUOTED, False),
        ("kris@vervoer.example", QUOTED + "\nCc: kris@vervoer.example", False),  # was there before
        ("rita@betalingsdesk.example", "", False),
        ("jan@klant.example", "Van: tom@bakkerijvanhove.example\nDag Jan", False),  # a customer who answers us
    ],
)
def test_it_speaks_when_a_stranger_goes_on_in_a_suppliers_thread(address: str, quoted: str, speaks: bool) -> None:
    parts = Parts(
        (Mail("mail", Address("Rita", address), "RE: factuur"), Text("text", "Dag Tom", TextKind.MAIL, quoted=quoted))
    )
    assert bool(list(thread_joined(parts, BAKERY))) == speaks
