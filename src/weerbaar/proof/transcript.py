"""What an ask is bound to, and the hashes that bind it. The formats stand in docs/security/call-proof.md.

SHA-256 over `pack`ed fields, so that no two lists of fields make the same bytes. Nonces are 32 random bytes, given by whoever calls.
"""

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

VERSION = "weerbaar call-proof 1"
DIRECTION = "prover to asker"
NONCE_BYTES = 32
WORD_BYTES = 3
LONGEST_TEXT = 500
YES = "yes"


@dataclass(frozen=True, slots=True)
class Terms:
    """Who proves what to whom, until when. Ids are words that never change; keys are digests (`keys_digest`), times unix seconds."""

    organisation: str
    ask: str
    asker: str
    asker_keys: str
    prover: str
    prover_keys: str
    text: str
    opened: int
    expires: int
    direction: str = DIRECTION

    @property
    def packed(self) -> bytes:
        """The terms as they are hashed."""
        return pack(
            "terms", self.direction, self.organisation, self.ask, self.asker, self.asker_keys, self.prover, self.prover_keys,
            hashlib.sha256(tidy(self.text).encode()).digest(), self.opened, self.expires,
        )  # fmt: skip


def pack(label: str, *fields: str | bytes | int) -> bytes:
    """The version with a label, and fields, each with its length before it (four bytes, greatest first)."""
    parts = [f"{VERSION} {label}".encode(), *(one if isinstance(one, bytes) else str(one).encode() for one in fields)]
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def tidy(text: str) -> str:
    """A text as it is shown and bound: NFC, single spaces, at most LONGEST_TEXT characters, nothing that cannot be seen."""
    seen = "".join(
        " " if unicodedata.category(one).startswith("Z") or one in "\t\r\n" else one for one in text if _is_seen(one)
    )
    return unicodedata.normalize("NFC", " ".join(seen.split()))[:LONGEST_TEXT]


def keys_digest(keys: Iterable[str]) -> str:
    """One digest for a set of keys (hexadecimal digests); "" for none."""
    known = sorted(set(keys))
    return hashlib.sha256("".join(known).encode()).hexdigest() if known else ""


def commitment(ask: str, nonce: bytes) -> bytes:
    """What binds the asker's side to its nonce before the prover answers."""
    return hashlib.sha256(pack("commit", ask, nonce)).digest()


def challenge(terms: Terms, committed: bytes, nonce: bytes) -> bytes:
    """What the device of the prover signs to say yes."""
    return hashlib.sha256(pack("answer", terms.packed, committed, nonce, YES)).digest()


def words(terms: Terms, committed: bytes, asker: bytes, prover: bytes) -> bytes:
    """The three bytes whose words are compared, from the nonces of both."""
    return hashlib.sha256(pack("words", terms.packed, committed, asker, prover)).digest()[:WORD_BYTES]


def _is_seen(character: str) -> bool:
    """Not controls, nor what turns the direction of a text around or hides in it (Unicode Cc, Cf, Cs, Co); line ends become spaces."""
    return character in "\t\r\n" or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")
