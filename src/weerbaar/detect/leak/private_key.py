"""A private key: the secret half of a pair, by which a server, a person or a signature is believed.

Whoever has it *is* its owner, until all others learn otherwise. Seen are keys in PEM (PKCS#1, PKCS#8, EC, OpenSSH, PGP; RFC 7468), of PuTTY,
age (with the checksum of Bech32, BIP 173), WireGuard, in XML and in JSON (RFC 7517), whole or cut off.

When it is wrong: a key made for an example or a test looks like any other and is found. Not found are keys of fewer than 40 characters, keys
without their first line, and seeds written as words. Public keys and certificates are no secret and are left alone.
"""

import re
from collections.abc import Iterator

from weerbaar.detect.leak._declaration import Hits, recogniser
from weerbaar.detect.leak._secret import stands_in
from weerbaar.model.leak import DataClass, Match, Readable

BEGIN = re.compile(r"-----BEGIN ((?:[A-Z0-9]{1,12} ){0,4}PRIVATE KEY(?: BLOCK)?)-----", re.I)
BODY = re.compile(r"(?:[A-Za-z-]{4,20}: [^\n]{1,100}\n)*[A-Za-z0-9+/=\s]*", re.A)
BASE = re.compile(r"[A-Za-z0-9+/]")
PUTTY_LINES = re.compile(r"Private-Lines: ?\d{1,4}\n(?:[A-Za-z0-9+/=]{1,80}\n?){1,200}", re.I)
AGE = re.compile(r"AGE-SECRET-KEY-1([QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58})(?![A-Z0-9])", re.I)
WIREGUARD = re.compile(r"(?:private|preshared)key[ \t]{0,4}=[ \t]{0,4}([A-Za-z0-9+/]{43}=)", re.I)
XML = re.compile(r"<D>([A-Za-z0-9+/=\s]{40,1200})</D>")
JWK = re.compile(r'"d"\s{0,4}:\s{0,4}"([\w-]{40,1400})"')
REACH = 2000
"""Characters around "kty" in which the secret member of a key in JSON is looked for, and behind the beginning of one in XML."""
LONGEST = 20_000
"""Characters of a key at most."""
BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
LEAST = 40


@recogniser(
    classes=(DataClass.PRIVATE_KEY,),
    reasons=("checksum", "block", "cut_off", "member"),
    triggers=("-----begin", "putty-user-key-file-", "age-secret-key-1", "privatekey", "presharedkey", "<rsakeyvalue", '"kty"'),
    references=(
        "https://www.rfc-editor.org/rfc/rfc7468",
        "https://www.rfc-editor.org/rfc/rfc7517",
        "https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki",
    ),
)
def private_key(text: Readable, hits: Hits) -> Iterator[Match]:
    past = 0
    for hit in hits:
        if hit.start < past:
            continue
        found = _key(text.text, hit.start, hit.word, past)
        if found is None:
            continue
        start, end, reason = found
        past = end
        sure = 1.0 if reason in ("checksum", "block") else 0.95
        yield Match(start, end, DataClass.PRIVATE_KEY, "private_key", reason, sure, value="".join(text.text[start:end].split()))


def _key(text: str, at: int, mark: str, past: int) -> tuple[int, int, str] | None:
    """(start, end, reason) of the key that a mark belongs to."""
    if mark == "-----begin":
        return _pem(text, at)
    if mark == "putty-user-key-file-":
        lines = text.find("Private-Lines:", at, at + LONGEST)
        found = PUTTY_LINES.match(text, lines) if lines >= 0 else None
        return (at, found.end(), "block") if found else None
    if mark == "age-secret-key-1":
        found = AGE.match(text, at)
        return (at, found.end(), "checksum") if found and _is_bech32("age-secret-key-", found[1].lower()) else None
    if mark == "<rsakeyvalue":
        found = XML.search(text, at, at + REACH)
        return (*found.span(1), "member") if found else None
    if mark == '"kty"':
        found = JWK.search(text, max(past, at - REACH), at + REACH)
        return (*found.span(1), "member") if found else None
    found = WIREGUARD.match(text, at)
    return (*found.span(1), "member") if found and not stands_in(found[1]) else None


def _pem(text: str, at: int) -> tuple[int, int, str] | None:
    """From the first line to the last, or as far as the key goes when it is cut off."""
    begin = BEGIN.match(text, at)
    if begin is None:
        return None
    end = text.find("-----END ", begin.end(), begin.end() + LONGEST)
    if end >= 0 and "-----BEGIN" not in text[begin.end() : end]:
        line = text.find("-----", end + 9, end + 80)
        return (at, max(line, end) + 5, "block") if _is_key(text[begin.end() : end]) else None
    body = BODY.match(text, begin.end(), begin.end() + LONGEST)
    inner = body[0].rstrip() if body else ""
    return (at, begin.end() + len(inner), "cut_off") if _is_key(inner) else None


def _is_key(inner: str) -> bool:
    return "..." not in inner and len(BASE.findall(inner)) >= LEAST


def _is_bech32(prefix: str, data: str) -> bool:
    """Whether the checksum over prefix and data is right (BIP 173)."""
    values = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix] + [BECH32.index(c) for c in data]
    total = 1
    for value in values:
        top = total >> 25
        total = (total & 0x1FFFFFF) << 5 ^ value
        for bit, factor in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            if top >> bit & 1:
                total ^= factor
    return total == 1
