"""Secrets at rest: AES-256-GCM, a data key for each case, a master key that wraps them.

    master key --wraps--> data key of a case or organisation --seals--> content, names, answers, notes

Destroying a wrapped data key makes all that it sealed unreadable for ever; a backup made before still holds it until that backup is
destroyed. What is sealed is bound to its purpose and, through its key, to its owner: moved to another place, it does not open.

Sources: NIST SP 800-38D (GCM; random 96-bit nonces, far fewer than 2^32 a key), RFC 5869 (HKDF), RFC 7914 (scrypt).
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

KEY_BYTES = 32
NONCE_BYTES = 12
ID_BYTES = 4
VERSION = b"\x01"
SCRYPT_COST = 2**17
"""scrypt's N with r = 8, p = 1: 128 MiB and about half a second, once at each start."""


class Locked(Exception):
    """What is sealed cannot be opened: its key is gone, is another one, or the bytes were changed."""


@dataclass(frozen=True, slots=True)
class Ring:
    """The master keys, the one in use first; older ones only open."""

    keys: tuple[bytes, ...] = field(repr=False)

    def wrap(self, key: bytes, owner: str) -> bytes:
        """A data key, wrapped for its owner (such as "case:7").

        Raises:
            Locked: there is no master key.
        """
        if not self.keys:
            raise Locked("there is no master key")
        return _id(self.keys[0]) + seal(self.keys[0], key, owner)

    def unwrap(self, wrapped: bytes, owner: str) -> bytes:
        """The data key that was wrapped for this owner.

        Raises:
            Locked: erased, wrapped for another owner, or by a master key that is not on this ring.
        """
        id, sealed = wrapped[:ID_BYTES], wrapped[ID_BYTES:]
        for master in self.keys:
            if hmac.compare_digest(_id(master), id):
                return open_(master, sealed, owner)
        raise Locked("its master key is not here")

    def is_current(self, wrapped: bytes) -> bool:
        """Whether a data key is wrapped by the master key in use."""
        return bool(self.keys) and hmac.compare_digest(_id(self.keys[0]), wrapped[:ID_BYTES])

    def derived(self, purpose: str) -> tuple[bytes, ...]:
        """A secret for another purpose from each master key, the one in use first."""
        return tuple(derive(key, purpose) for key in self.keys)


def new_key() -> bytes:
    """A data key."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, data: bytes, purpose: str) -> bytes:
    """Data, encrypted and bound to its purpose: version, nonce, ciphertext with tag (29 bytes longer than the data)."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, data, purpose.encode())


def open_(key: bytes, sealed: bytes, purpose: str) -> bytes:
    """What was sealed for this purpose.

    Raises:
        Locked: another key or purpose, or the bytes were changed.
    """
    if sealed[:1] != VERSION:
        raise Locked("sealed in a way we do not know")
    try:
        return AESGCM(key).decrypt(sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], purpose.encode())
    except (InvalidTag, ValueError):
        raise Locked("another key or purpose, or the bytes were changed") from None


def derive(key: bytes, purpose: str) -> bytes:
    """A key of its own for a purpose."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"weerbaar {purpose}".encode()).derive(key)


def from_passphrase(passphrase: str, salt: bytes) -> bytes:
    """The master key that a passphrase stands for."""
    return Scrypt(salt=salt, length=KEY_BYTES, n=SCRYPT_COST, r=8, p=1).derive(passphrase.encode())


def fingerprint(key: bytes, data: bytes) -> bytes:
    """The same for the same data, and told to nobody without the key: HMAC-SHA256."""
    return hmac.digest(key, data, hashlib.sha256)


def token(key: bytes, kind: str, word: str) -> int:
    """The blind index token of a normalised word: 64 bits of HMAC-SHA256, as a signed number that a database can hold.

    Two of a million words share one with a probability of 3 in 10^8; who finds a case opens it and sees.
    """
    return int.from_bytes(hmac.digest(key, f"{kind}\0{word}".encode("utf-8", "replace"), hashlib.sha256)[:8], signed=True)


def tokens(key: bytes, kind: str, words: Iterable[str]) -> set[int]:
    """The blind index tokens of many words."""
    return {token(key, kind, word) for word in words}


def _id(master: bytes) -> bytes:
    return hashlib.sha256(b"weerbaar master key " + master).digest()[:ID_BYTES]
