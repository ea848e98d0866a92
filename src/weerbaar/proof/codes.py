"""Words without a connection: HMAC over 30-second steps (RFC 6238), bound to who speaks to whom, good for one time.

The pages do the same in the browser (desk/proof/static/proof-offline.js), where the secret stays; both are tried against the same vectors. Times come
as arguments, in unix seconds.
"""

import hashlib
import hmac
from dataclasses import dataclass
from enum import StrEnum

from weerbaar.proof.transcript import WORD_BYTES, pack

STEP_SECONDS = 30
SKEW = 1
"""Steps that a clock may differ."""
TRIES = 5
"""Wrong tries in one step: with 2 * SKEW + 1 steps that hit, less than 2^-20."""
KEY_BYTES = 32
LONGEST_NUMBER = 34


class Heard(StrEnum):
    """What became of words that someone heard."""

    SAME = "same"
    SAME_CLOCK_DIFFERS = "same, but a clock differs"
    OWN = "these are the words of the other direction"
    USED = "these words were used"
    DIFFERENT = "different"
    WAIT = "too many tries"


@dataclass(frozen=True, slots=True)
class Memory:
    """What a telephone keeps of one speaker: the last step it took words of, and the wrong tries in `tried_step`."""

    last_step: int = -1
    tried_step: int = -1
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was heard, and what the telephone keeps after it."""

    heard: Heard
    memory: Memory


def secret(shared: bytes, key: bytes, other: bytes) -> bytes:
    """The secret of two telephones from ECDH: HKDF-SHA256 (RFC 5869) without salt, bound to both public keys, in one block."""
    info = pack("offline", *sorted((key, other)))
    extracted = hmac.digest(bytes(32), shared, hashlib.sha256)
    return hmac.digest(extracted, info + b"\x01", hashlib.sha256)


def step(at: float) -> int:
    """The step of a moment (RFC 6238, 4.2)."""
    return int(at // STEP_SECONDS)


def number(text: str) -> str:
    """What is bound of an amount or an account: its digits."""
    return "".join(one for one in text if one in "0123456789")[:LONGEST_NUMBER]


def said(secret: bytes, speaker: bytes, listener: bytes, at_step: int, about: str = "") -> bytes:
    """The three bytes whose words the speaker says to the listener in this step, about this number."""
    return hmac.digest(secret, pack("said", speaker, listener, at_step, number(about)), hashlib.sha256)[:WORD_BYTES]


def hear(
    secret: bytes, speaker: bytes, listener: bytes, value: bytes | None, at: float, memory: Memory, about: str = ""
) -> Outcome:
    """Judge what was heard, at the clock of the listener.

    Words of a step are taken once, and none of a step before it after that (RFC 6238, 5.2).
    """
    now = step(at)
    tries = memory.tries if memory.tried_step == now else 0
    if tries >= TRIES:
        return Outcome(Heard.WAIT, memory)
    for near in sorted(range(now - SKEW, now + SKEW + 1), key=lambda one: abs(one - now)):
        if value is not None and hmac.compare_digest(value, said(secret, speaker, listener, near, about)):
            if near <= memory.last_step:
                return Outcome(Heard.USED, Memory(memory.last_step, now, tries + 1))
            return Outcome(Heard.SAME if near == now else Heard.SAME_CLOCK_DIFFERS, Memory(near))
    own = any(value == said(secret, listener, speaker, near, about) for near in range(now - SKEW, now + SKEW + 1))
    return Outcome(Heard.OWN if own else Heard.DIFFERENT, Memory(memory.last_step, now, tries + 1))
