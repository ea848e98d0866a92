import pytest
from tests.organisation import BAKERY

from weerbaar.detect.mail.person_from_outside import person_from_outside
from weerbaar.model.part import Address, Mail


@pytest.mark.parametrize(
    ("name", "address", "variant"),
    [
        ("Els Van Hove", "directie@kantoor.example", ""),
        ("Van Hove, Els", "directie@kantoor.example", ""),
        ("E. Van Hove", "directie@kantoor.example", ""),
        ("Els Van Hove (zaakvoerder)", "directie@kantoor.example", ""),
        ("\u0415ls V\u0430n Hove", "directie@kantoor.example", ""),  # two Cyrillic letters
        ("", "nadia.el.amrani@kantoor.example", ""),  # no name: the address is what is shown
        ("Els Van Hove", "els.vanhove@prive.example", "_private"),
        ("Tom Maes", "tom.maes@gmail.com", "_unknown_private"),
        ("Els Van Hove", "els@bakkerijvanhove.example", None),
        ("Els Van Hove via Tekenlink", "sign@tekenlink.example", None),
        ("Els Peeters", "els@peeters.example", None),
        ("Tom", "tom@elders.example", None),  # a first name is not a person
    ],
)
def test_it_knows_our_people_by_name_and_address(name: str, address: str, variant: str | None) -> None:
    found = [f.id for f in person_from_outside(Mail("mail", Address(name, address), ""), BAKERY)]
    assert found == ([] if variant is None else [f"mail.person_from_outside{variant}"])
