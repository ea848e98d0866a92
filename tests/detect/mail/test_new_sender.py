import pytest
from tests.organisation import BAKERY, NOBODY

from weerbaar.detect.mail.new_sender import new_sender
from weerbaar.model.part import Address, Mail


@pytest.mark.parametrize(
    ("name", "address", "variant"),
    [
        ("Karel Desmet", "karel@desmet.example", ""),
        ("Jan Peeters", "jan@gmail.com", ""),
        ("Molens De Kroon", "info@factuurdienst.example", "_known_name"),
        ("Molens De Kroon", "facturen@molensdekroon.example", None),
        ("Nieuwe collega", "verkoop@molensdekroon.example", None),  # a supplier's domain
        ("Redactie", "redactie@vakblad.example", None),  # the domain has written before
        ("Els", "els@bakkerijvanhove.example", None),
    ],
)
def test_it_knows_who_wrote_before(name: str, address: str, variant: str | None) -> None:
    found = [f.id for f in new_sender(Mail("mail", Address(name, address), ""), BAKERY)]
    assert found == ([] if variant is None else [f"mail.new_sender{variant}"])


def test_without_a_learned_mailbox_nobody_is_new() -> None:
    assert not list(new_sender(Mail("mail", Address("Karel", "karel@desmet.example"), ""), NOBODY))
