"""Business cards."""

import pytest

from weerbaar.model.item import Item
from weerbaar.model.part import Contact, Link
from weerbaar.unpack.unpack import unpack

CASES = [
    (
        b"BEGIN:VCARD\nVERSION:3.0\nN:Maes;Tom;;;\nFN:Tom Maes\nTEL;TYPE=CELL:+32 470 00 00 02\nitem1.EMAIL;TYPE=INTERNET:Tom@bakkerijvanhove.example\n"
        b"END:VCARD\n",
        Contact("contact", "Tom Maes", ("tom@bakkerijvanhove.example",), ("+32 470 00 00 02",)),
    ),
    (
        b"BEGIN:VCARD\r\nVERSION:2.1\r\nFN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Andr=C3=A9\r\nEND:VCARD\r\n",
        Contact("contact", "André"),
    ),
    (
        b"BEGIN:VCARD\nVERSION:4.0\nN:Maes;Tom\nTEL;VALUE=uri:tel:+32-1\nEND:VCARD",
        Contact("contact", "Tom Maes", (), ("+32-1",)),
    ),
    (b"BEGIN:VCARD\nFN:Cut o", Contact("contact", "Cut o")),
]


@pytest.mark.parametrize(("data", "expected"), CASES)
def test_a_card(data: bytes, expected: Contact) -> None:
    assert list(unpack(Item("kaart.vcf", data)).of(Contact)) == [expected]


def test_links_of_a_card() -> None:
    parts = unpack(Item("k.vcf", b"BEGIN:VCARD\nFN:x\nURL:www.firma.example\nNOTE:zie https://a.example/b\nEND:VCARD"))
    assert [link.target for link in parts.of(Link)] == ["http://www.firma.example", "https://a.example/b"]
