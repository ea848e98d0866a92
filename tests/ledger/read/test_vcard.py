"""Business cards."""

from pathlib import Path

import pytest

from weerbaar.ledger.read import vcard
from weerbaar.ledger.read.reading import Reading, Unread
from weerbaar.ledger.read.refused import Refused
from weerbaar.model.ledger import Claim

SAMPLES = Path(__file__).parents[1] / "samples" / "vcard"
MOLEN = {"name": "Molenaars Meel bv", "contact": "Lies Molenaar", "country": "BE", "where": "card 1"}
CREAM = {"name": "Beurre & crème, société", "where": "card 1"}
CASES = {
    "phone-3.vcf": Reading(
        "vcard",
        (
            Claim(**MOLEN, phone="+3291234567", address="lies@molen.example", domain="molen.example"),
            Claim(**MOLEN, phone="+32470000001"),
        ),
    ),
    "phone-2.1.vcf": Reading(
        "vcard", (Claim(name="Uta Müller", phone="+492281234567", where="card 1"),), (Unread("card 2", "no_name"),)
    ),
    "mail-4.vcf": Reading(
        "vcard",
        (
            Claim(**CREAM, phone="+33123456789", address="compta@beurre.example"),
            Claim(**CREAM, address="factures@beurre.example"),
        ),
        (Unread("card 2", "cut"),),
    ),
}


@pytest.mark.parametrize(("name", "expected"), CASES.items(), ids=CASES)
def test_a_file_of_cards(name: str, expected: Reading) -> None:
    assert vcard.read((SAMPLES / name).read_bytes()) == expected


@pytest.mark.parametrize(("data", "code"), [(b"", "empty"), (b"Naam;IBAN\nMolen;BE68", "kind"), (b"\xff\xfe", "kind")])
def test_what_is_no_card_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        vcard.read(data)
    assert refusal.value.code == code


def test_a_number_without_country_is_left_out_and_said() -> None:
    found = vcard.read(b"BEGIN:VCARD\nFN:Tom Maes\nTEL:0470 00 00 02\nEND:VCARD\n")
    assert found == Reading("vcard", (Claim(name="Tom Maes", where="card 1"),), (Unread("card 1", "phone", "0470 00 00 02"),))


CHARSETS = [
    ("UTF-8", "M=C3=BCller"),
    ("utf-8", "M=C3=BCller"),
    ("ISO-8859-1", "M=FCller"),
    ("windows-1252", "M=FCller"),
    ("PUNYCODE", "M=C3=BCller"),
    ("x\0y", "M=C3=BCller"),
    ("nowhere", "M=FCller"),
    ("UTF-8", "M=FCller"),
]


@pytest.mark.parametrize(("charset", "written"), CHARSETS)
def test_a_charset_is_one_of_few(charset: str, written: str) -> None:
    data = f"BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE;CHARSET={charset}:{written}\nEND:VCARD\n".encode()
    assert vcard.read(data).claims == (Claim(name="Müller", where="card 1"),)
