import pytest
from tests.organisation import BAKERY

from weerbaar.detect.document.data_differs import data_differs
from weerbaar.model.ledger import Claim
from weerbaar.model.part import Document, Parts, Text, TextKind

CLAIM = Claim(name="Molens De Kroon", iban="BE71096123456769", amount="1250.00", currency="EUR")
PAGE = "Factuur van Molens De Kroon aan de bakkerij, voor de levering van bloem in oktober. Totaal 1.250,00 EUR op BE71 0961 2345 6769"


@pytest.mark.parametrize(
    ("page", "ids"),
    [
        (PAGE, []),
        (PAGE.replace("1.250,00", "1 250"), []),  # written otherwise
        (PAGE.replace("BE71 0961 2345 6769", "LT12 1000 0111 0100 1000"), ["account"]),
        (PAGE.replace("1.250,00", "9.250,00"), ["amount"]),
        (PAGE.replace("Molens De Kroon", "Brinkmann Druck"), ["payee"]),
        ("Zie bijlage", []),
        (PAGE.partition("Totaal")[0], []),  # no account and no amount to compare
    ],
)
@pytest.mark.parametrize("outer", ["f.pdf", "mail > attachment f.pdf"])
def test_it_holds_the_pages_against_the_data(page: str, ids: list[str], outer: str) -> None:
    inside = "attachment factur-x.xml" if outer == "f.pdf" else f"{outer} > attachment factur-x.xml"
    parts = Parts(
        (
            Document(outer, "f.pdf", "pdf", members=("factur-x.xml",)),
            Text(outer, page, TextKind.DOCUMENT),
            Document(inside, "factur-x.xml", "invoice", claims=(CLAIM,)),
        )
    )
    assert [one.id.removeprefix("document.data_differs_") for one in data_differs(parts, BAKERY)] == ids


def test_data_of_another_file_is_not_compared() -> None:
    parts = Parts(
        (
            Document("mail > attachment f.pdf", "f.pdf", "pdf", members=("factur-x.xml",)),
            Text("mail > attachment f.pdf", PAGE.replace("1.250,00", "9.250,00"), TextKind.DOCUMENT),
            Document("mail > attachment factur-x.xml", "factur-x.xml", "invoice", claims=(CLAIM,)),
        )
    )
    assert not list(data_differs(parts, BAKERY))
