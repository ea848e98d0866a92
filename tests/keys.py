"""Keys for tests only, made from a seed: small, quick and no secret."""

import base64
import random
from functools import cache

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
