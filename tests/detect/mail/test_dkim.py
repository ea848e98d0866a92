from dataclasses import replace

import dkim
import pytest
from tests.keys import make_key
from tests.organisation import BAKERY

from weerbaar.detect.mail.dkim import dkim as detector
from weerbaar.model.item import Item
from weerbaar.unpack.unpack import unpack

NAME = "proef._domainkey.molensdekroon.example"
MESSAGE = (
    b"From: Molens De Kroon <facturen@molensdekroon.example>\r\nTo: tom@bakkerijvanhove.example\r\nSubject: Factuur 118\r\n"
    b"Date: Mon, 02 Mar 2026 09:00:00 +0100\r\n\r\nDag Tom,\r\n\r\nRekening BE71 0961 2345 6769.\r\n"
)


def signed(message: bytes = MESSAGE, domain: bytes = b"molensdekroon.example") -> bytes:
    headers = [b"from", b"to", b"subject", b"date"]
    return bytes(dkim.sign(message, b"proef", domain, make_key(7)[0], include_headers=headers)) + message


@pytest.mark.parametrize(
    ("data", "record", "found"),
    [
        (signed(), "v=DKIM1; k=rsa; p=" + make_key(7)[1], "mail.dkim_valid"),
        (
            signed().replace(b"BE71", b"LT12"),
            "v=DKIM1; k=rsa; p=" + make_key(7)[1],
            "mail.dkim_broken",
        ),  # account changed after signing
        (signed(), "v=DKIM1; k=rsa; p=" + make_key(8)[1], "mail.dkim_broken"),  # signed with another key
        (signed(), "v=DKIM1; p=", "mail.dkim_broken"),  # key withdrawn
        (signed(), "not a key", "mail.dkim_broken"),
        (MESSAGE, "v=DKIM1; k=rsa; p=" + make_key(7)[1], ""),  # not signed
    ],
)
def test_it_checks_the_signature_with_the_key_of_the_organisation(data: bytes, record: str, found: str) -> None:
    organisation = replace(BAKERY, dkim_keys={NAME: record})
    ids = [f.id for f in detector(unpack(Item("m.eml", data)), organisation)]
    assert ids == ([found] if found else [])


def test_it_is_silent_when_it_has_no_key() -> None:
    assert not list(detector(unpack(Item("m.eml", signed())), replace(BAKERY, dkim_keys={})))


def test_a_signature_of_another_domain_says_nothing_about_the_sender() -> None:
    data = signed(domain=b"vakblad.example")
    organisation = replace(BAKERY, dkim_keys={"proef._domainkey.vakblad.example": "v=DKIM1; k=rsa; p=" + make_key(7)[1]})
    assert not list(detector(unpack(Item("m.eml", data)), organisation))
