import base64
import random
from dataclasses import replace
from functools import cache

import dkim
import pytest
from tests.organisation import BAKERY

from weerbaar.detect.mail.dkim import dkim as detector
from weerbaar.model.item import Item
from weerbaar.unpack.unpack import unpack

NAME = "proef._domainkey.molensdekroon.example"
MESSAGE = (
    b"From: Molens De Kroon <facturen@molensdekroon.example>\r\nTo: tom@bakkerijvanhove.example\r\nSubject: Factuur 118\r\n"
    b"Date: Mon, 02 Mar 2026 09:00:00 +0100\r\n\r\nDag Tom,\r\n\r\nRekening BE71 0961 2345 6769.\r\n"
)
RSA = bytes.fromhex("300d06092a864886f70d0101010500")  # AlgorithmIdentifier rsaEncryption


def der(tag: int, content: bytes) -> bytes:
    size = len(content)
    length = bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2, "big")
    return bytes([tag]) + length + content


def numbers(*values: int) -> bytes:
    return der(0x30, b"".join(der(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big")) for value in values))


def prime(bits: int, dice: random.Random) -> int:
    while True:
        number = dice.getrandbits(bits) | (3 << (bits - 2)) | 1
        if number % 65537 != 1 and all(pow(base, number - 1, number) == 1 for base in (2, 3, 5, 7)):
            return number


@cache
def make_key(seed: int) -> tuple[bytes, str]:
    """A 1024-bit RSA key for these tests only: (PKCS 1 PEM, public key as a DKIM record has it)."""
    dice = random.Random(seed)
    p, q = prime(512, dice), prime(512, dice)
    n, e = p * q, 65537
    d = pow(e, -1, (p - 1) * (q - 1))
    private = base64.encodebytes(numbers(0, n, e, d, p, q, d % (p - 1), d % (q - 1), pow(q, -1, p)))
    public = der(0x30, RSA + der(0x03, b"\0" + numbers(n, e)))
    pem = b"-----BEGIN RSA PRIVATE KEY-----\n" + private + b"-----END RSA PRIVATE KEY-----\n"
    return pem, base64.b64encode(public).decode()


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
