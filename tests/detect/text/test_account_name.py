import pytest
from tests.organisation import BAKERY, LEDGERED

from weerbaar.detect.text.account_name import account_name
from weerbaar.model.ledger import Claim
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Document, Parts, Text, TextKind

MILL = "BE71096123456769"


def invoice(name: str, iban: str, vat: str = "BE0403019261") -> Parts:
    claim = Claim(name=name, iban=iban, vat=vat, where="factuur.xml > PaymentMeans 1")
    return Parts(
        (Document("factuur.xml", "factuur.xml", "invoice", claims=(claim,)), Text("factuur.xml", iban, TextKind.DOCUMENT))
    )


@pytest.mark.parametrize(
    ("name", "iban", "organisation", "speaks"),
    [
        ("Graanhandel Oost", MILL, LEDGERED, "account_name"),
        ("Molens De Kron", MILL, LEDGERED, "account_name_close"),
        ("Mоlens De Kroon", MILL, LEDGERED, "account_name_close"),  # a Cyrillic о
        ("Molens De\u200b Kroon", MILL, LEDGERED, "account_name_close"),  # a zero-width space
        ("MOLENS DE KROON NV", MILL, LEDGERED, ""),
        ("", MILL, LEDGERED, ""),
        ("北京公司", MILL, LEDGERED, ""),  # in a script that cannot be compared
        ("Molens De Kron", "BE68539007547034", LEDGERED, ""),  # another account: another detector
        ("Molens De Kron", MILL, BAKERY, "account_name_close"),  # the organisation file is compared the same way
    ],
)
def test_it_compares_the_name_beside_an_account_as_banks_do(
    name: str, iban: str, organisation: Organisation, speaks: str
) -> None:
    assert [one.id for one in account_name(invoice(name, iban), organisation)] == ([f"text.{speaks}"] if speaks else [])


def test_it_shows_both_names() -> None:
    (found,) = account_name(invoice("Graanhandel Oost", MILL), LEDGERED)
    assert found.saw == {"name": "Graanhandel Oost", "holder": "Molens De Kroon", "iban": "BE71 0961 2345 6769"}
    assert found.where == "factuur.xml > PaymentMeans 1"
