import pytest
from tests.organisation import BAKERY

from weerbaar.detect.document.earlier_version import earlier_version
from weerbaar.model.part import Document, Revised

ONE, TWO = "IBAN BE71 0961 2345 6769", "IBAN LT12 1000 0111 0100 1000"


@pytest.mark.parametrize(
    ("revised", "ids"),
    [
        (Revised(2, f"{ONE}\n€ 100,00", f"{TWO}\n€ 900,00"), ["account", "amount"]),
        (Revised(2, ONE, TWO), ["account"]),
        (Revised(2, f"Rekening {ONE}", f"Betaal op {ONE}"), []),  # other words around the same account
        (Revised(2, ONE, "Betaald"), []),  # an account taken away
        (Revised(2, "", TWO), []),  # one added
        (Revised(2, "IBAN BE71 0961 2345 6768", TWO), []),  # not an account
        (None, []),
    ],
)
def test_it_tells_what_the_account_and_the_amount_were(revised: Revised | None, ids: list[str]) -> None:
    document = Document("factuur.pdf", "factuur.pdf", "pdf", revised=revised)
    found = list(earlier_version(document, BAKERY))
    assert [one.id.removeprefix("document.earlier_version_") for one in found] == ids
    if "account" in ids:
        assert found[0].saw == {"name": "factuur.pdf", "before": ONE[5:], "now": TWO[5:]}
