import pytest
from tests.organisation import BAKERY

from weerbaar.detect.mail.display_name_address import display_name_address
from weerbaar.model.part import Address, Mail


@pytest.mark.parametrize(
    ("name", "address", "variant"),
    [
        ("els@bakkerijvanhove.example", "x@stranger.example", "_ours"),
        ("IT bakkerijvanhove.example", "x@stranger.example", "_ours"),
        ("accounts@supplier.example", "x@stranger.example", ""),
        ("accounts@supplier.example", "accounts@supplier.example", None),
        ("supplier.example", "info@mail.supplier.example", None),
        ("Anna Peeters", "anna@supplier.example", None),
        ("Dr. A. Peeters", "anna@supplier.example", None),  # points do not make a domain
    ],
)
def test_it_speaks_when_the_name_is_an_address_of_elsewhere(name: str, address: str, variant: str | None) -> None:
    found = [f.id for f in display_name_address(Mail("mail", Address(name, address), ""), BAKERY)]
    assert found == ([] if variant is None else [f"mail.display_name_address{variant}"])
