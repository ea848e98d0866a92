import pytest
from tests.organisation import BAKERY

from weerbaar.detect.document.covered_account import covered_account
from weerbaar.model.part import Text, TextKind

ONE, TWO = "BE71 0961 2345 6769", "LT12 1000 0111 0100 1000"


@pytest.mark.parametrize(
    ("shown", "hidden", "kind", "speaks"),
    [
        (f"Betaal op {TWO}", f"IBAN {ONE}", TextKind.DOCUMENT, True),
        (f"Betaal op {ONE}", f"IBAN {ONE}", TextKind.DOCUMENT, False),  # the words of a scan, twice
        ("Bedankt", f"IBAN {ONE}", TextKind.DOCUMENT, False),  # blanked out, nothing instead
        (f"Betaal op {TWO}", "IBAN BE71 0961 2345 6768", TextKind.DOCUMENT, False),  # not an account
        (f"Betaal op {TWO}", f"IBAN {ONE}", TextKind.MAIL, False),  # a mail's preview line is another matter
    ],
)
def test_it_speaks_of_an_account_under_another(shown: str, hidden: str, kind: TextKind, speaks: bool) -> None:
    found = list(covered_account(Text("factuur.pdf", shown, kind, hidden=hidden), BAKERY))
    assert [dict(one.saw) for one in found] == ([{"hidden": ONE, "shown": TWO}] if speaks else [])
