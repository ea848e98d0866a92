import pytest
from tests.organisation import BAKERY, LEDGERED, NOBODY

from weerbaar.detect.code.code_payment import Transfer, code_payment, transfer_of
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Code


def payload(name: str, iban: str, amount: str = "EUR120.50") -> str:
    return "\n".join(("BCD", "002", "1", "SCT", "", name, iban, amount, "", "", "Factuur 4711"))


@pytest.mark.parametrize(
    ("name", "iban", "organisation", "seen"),
    [
        ("Molens De Kroon", "BE71 0961 2345 6769", BAKERY, "code_payment_known"),
        ("Molens De Kroon", "BE68539007547034", BAKERY, "code_payment_differs"),
        ("Bloemenhuis", "BE68539007547034", BAKERY, "code_payment"),
        ("Fiduciaire Lambert", "BE68539007547034", BAKERY, "code_payment"),  # no account of theirs was confirmed yet
        ("Molens De Kroon", "BE71096123456769", NOBODY, "code_payment"),
        ("Bloemenhuis", "BE71096123456769", BAKERY, "code_payment_other"),
        ("Brinkmann Druck", "BE71096123456769", BAKERY, "code_payment_other"),
        ("Brinkmann Druck", "DE89370400440532013000", LEDGERED, "code_payment_expired"),
        ("Bakkersbond", "NL91ABNA0417164300", LEDGERED, "code_payment_unconfirmed"),
        ("Molens De Kroon", "BE71096123456769", LEDGERED, "code_payment_known"),
        ("Mоlens De Kroon", "BE68539007547034", LEDGERED, "code_payment_differs"),  # a Cyrillic о
    ],
)
def test_it_compares_the_account_with_the_confirmed_ones(name: str, iban: str, organisation: Organisation, seen: str) -> None:
    found = list(code_payment(Code("mail > picture", "QRCode", payload(name, iban)), organisation))
    assert [f.id for f in found] == [f"code.{seen}"]


def test_it_reads_a_payment_code_line_by_line() -> None:
    assert transfer_of(payload("Bloemenhuis", "be68 5390 0754 7034")) == Transfer(
        "Bloemenhuis", "BE68539007547034", "EUR120.50"
    )


@pytest.mark.parametrize("other", ["", "BCD", "https://page.example/", "BCD\n002\n1\nSCT\n\nX\nno account", "WIFI:S:gast;;"])
def test_it_is_silent_on_other_codes(other: str) -> None:
    assert transfer_of(other) is None
    assert not list(code_payment(Code("mail", "QRCode", other), BAKERY))
