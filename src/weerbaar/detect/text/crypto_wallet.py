"""A wallet address for crypto money.

A payment in crypto money cannot be called back, so extortion and investment fraud ask for it. Bitcoin addresses are checked by their own
check sum (Base58Check; Bech32 of BIP 173 and 350); Ethereum and Monero addresses by their shape.

When it is wrong: firms that trade in crypto money, and donation pages.
"""

import hashlib
import re
from collections.abc import Iterator

from weerbaar.detect._accounts import said
from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Parts

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
OLD = re.compile(r"(?<![A-Za-z0-9/_=-])[13][1-9A-HJ-NP-Za-km-z]{25,34}(?![A-Za-z0-9/_=-])")
NEW = re.compile(r"(?<![A-Za-z0-9/_=-])bc1[02-9ac-hj-np-z]{11,71}(?![A-Za-z0-9/_=-])", re.I)
ETHEREUM = re.compile(r"(?<![A-Za-z0-9/_=-])0x[0-9a-fA-F]{40}(?![A-Za-z0-9/_=-])")
MONERO = re.compile(r"(?<![A-Za-z0-9/_=-])[48][1-9A-HJ-NP-Za-km-z]{94}(?![A-Za-z0-9/_=-])")
SHORTEST = 26
MAYBE = re.compile(r"[13bB048](?<![A-Za-z0-9/_=-].)[0-9A-Za-z\u017f\u212a]{13}")
"""How each of them begins: a quick first look, since few letters hold any."""
GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


@detector(
    reads=Parts,
    gives={"text.crypto_wallet": ("coin", "wallet")},
    question=Question.ASK,
    references=(
        "https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki",
        "https://eips.ethereum.org/EIPS/eip-55",
    ),
)
def crypto_wallet(parts: Parts, organisation: Organisation) -> Iterator[Finding]:
    for where, text in said(parts):
        if not MAYBE.search(text) or max(map(len, text.split())) < SHORTEST:
            continue
        for coin, wallet in _wallets(text):
            yield Finding("text.crypto_wallet", where, {"coin": coin, "wallet": wallet})
            return


def _wallets(text: str) -> Iterator[tuple[str, str]]:
    yield from (("Bitcoin", m.group()) for m in OLD.finditer(text) if is_base58check(m.group()))
    yield from (("Bitcoin", m.group()) for m in NEW.finditer(text) if is_bech32(m.group()))
    yield from (("Ethereum", m.group()) for m in ETHEREUM.finditer(text))
    yield from (("Monero", m.group()) for m in MONERO.finditer(text))


def is_base58check(address: str) -> bool:
    """Whether an address carries the right check sum (Base58Check: first four bytes of SHA-256 twice)."""
    number = 0
    for letter in address:
        number = number * 58 + BASE58.index(letter)
    try:
        data = number.to_bytes(25, "big")
    except OverflowError:
        return False
    return hashlib.sha256(hashlib.sha256(data[:21]).digest()).digest()[:4] == data[21:]


def is_bech32(address: str) -> bool:
    """Whether an address carries the right check sum (BIP 173: constant 1; BIP 350: 0x2bc830a3)."""
    if address != address.lower() and address != address.upper():
        return False
    values = [3, 3, 0, 2, 3, *(BECH32.index(letter) for letter in address.lower()[3:])]  # "bc" expanded
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(GENERATOR):
            check ^= generator if top >> bit & 1 else 0
    return check in (1, 0x2BC830A3)
