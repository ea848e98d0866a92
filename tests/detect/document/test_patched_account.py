import pytest
from tests.organisation import BAKERY

from weerbaar.detect.document.patched_account import patched_account
from weerbaar.model.finding import Finding
from weerbaar.model.part import Document, Patched


@pytest.mark.parametrize("how", ["mixed", "else"])
def test_it_tells_which_account_and_on_which_page(how: str) -> None:
    document = Document("factuur.pdf", "factuur.pdf", "pdf", patched=(Patched("BE71096123456769", how, 2),))
    assert list(patched_account(document, BAKERY)) == [
        Finding(f"document.patched_account_{how}", "factuur.pdf > page 2", {"iban": "BE71 0961 2345 6769"})
    ]


def test_it_tells_which_account_lies_beneath() -> None:
    patched = (Patched("LT121000011101001000", "over", 1, "BE71096123456769"),)
    assert list(patched_account(Document("factuur.pdf", "factuur.pdf", "pdf", patched=patched), BAKERY)) == [
        Finding(
            "document.patched_account_over",
            "factuur.pdf > page 1",
            {"iban": "LT12 1000 0111 0100 1000", "beneath": "BE71 0961 2345 6769"},
        )
    ]


def test_it_is_silent_on_pages_of_one_piece() -> None:
    assert not list(patched_account(Document("factuur.pdf", "factuur.pdf", "pdf"), BAKERY))
