import pytest
from tests.organisation import BAKERY

from weerbaar.detect.mail.free_mail_firm import free_mail_firm
from weerbaar.model.part import Address, Mail, Parts, Text, TextKind


@pytest.mark.parametrize(
    ("name", "address", "text", "variant"),
    [
        ("Order Desk", "desk.208@gmail.com", "", ""),
        ("Jan Peeters", "jan.peeters.ceo@outlook.com", "", ""),
        ("Muster GmbH", "muster@gmx.de", "", ""),
        ("Finanzamt Aachen", "bescheid@web.de", "", "_power"),
        ("Politie Antwerpen", "dossier@gmail.com", "", "_power"),
        ("Jan Peeters", "jan@gmail.com", "Groeten,\nJan Peeters\nAlgemeen directeur", "_role"),
        ("Jan Peeters", "jan@gmail.com", "Groeten,\nJan", None),
        (
            "Jan Peeters",
            "jan@gmail.com",
            "Onze algemeen directeur komt zaterdag ook langs voor de taart van zijn dochter, graag vroeg.",
            None,
        ),
        ("Order Desk", "desk@supplier.example", "", None),  # not free mail
    ],
)
def test_it_speaks_when_free_mail_speaks_for_an_office(name: str, address: str, text: str, variant: str | None) -> None:
    parts = Parts((Mail("mail", Address(name, address), ""), Text("text", text, TextKind.MAIL)))
    found = [f.id for f in free_mail_firm(parts, BAKERY)]
    assert found == ([] if variant is None else [f"mail.free_mail_firm{variant}"])
