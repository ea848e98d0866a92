"""The course of an ask: what may follow what. Signatures are verified by whoever calls, who says which key signed which challenge."""

import hmac
from dataclasses import dataclass, replace
from enum import StrEnum

from weerbaar.proof import transcript
from weerbaar.proof.transcript import NONCE_BYTES, Terms

LASTS_SECONDS = 300
"""From opening to the comparison of the words."""


class Stage(StrEnum):
    """Where an ask is. The first two are open; of the others only PROVEN proves anything."""

    WAITING = "waiting"  # for the prover
    CONFIRMED = "confirmed"  # the prover said yes; the words are to be compared
    PROVEN = "proven"  # and the words were the same
    DENIED = "denied"
    DIFFERENT = "different"  # other words were read
    LEFT = "left"  # the caller hung up, or would not
    EXPIRED = "expired"
    CANCELLED = "cancelled"  # opened by mistake


OPEN = frozenset((Stage.WAITING, Stage.CONFIRMED))
ALARMS = frozenset((Stage.DENIED, Stage.DIFFERENT, Stage.LEFT, Stage.EXPIRED))
"""Ends that somebody has to know of."""


class Refused(Exception):
    """An answer or a step that does not belong here: the ask stays as it was. The argument is the reason, one of `Reason`."""


class Reason(StrEnum):
    """Why something was refused."""

    ENDED = "the ask has ended"
    ANSWERED = "it was answered before"
    UNANSWERED = "it was not answered yet"
    EXPIRED = "it ran out"
    KEYS = "the keys of the prover changed since it was opened"
    KEY = "the key is none of the prover's"
    CHALLENGE = "something else was signed"
    NONCE = "the nonce is not 32 bytes"
    OPENED = "the nonce is not the one that was committed to"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One ask and how far it is. `asker` is the nonce of the asker's side, `prover` that of the device ("" until it answered)."""

    terms: Terms
    asker: bytes
    prover: bytes = b""
    key: str = ""
    stage: Stage = Stage.WAITING

    @property
    def committed(self) -> bytes:
        return transcript.commitment(self.terms.ask, self.asker)

    @property
    def words(self) -> bytes:
        """The words of both screens.

        Raises:
            Refused: the prover did not say yes.
        """
        if not self.prover:
            raise Refused(Reason.UNANSWERED)
        return transcript.words(self.terms, self.committed, self.asker, self.prover)


@dataclass(frozen=True, slots=True)
class Yes:
    """A yes of a device: its nonce, which key signed, and what it signed. Made only after the signature was verified."""

    nonce: bytes
    key: str
    challenge: bytes


def confirm(exchange: Exchange, yes: Yes, keys: frozenset[str], now: int) -> Exchange:
    """Take a yes. `keys` are the usable keys of the prover at this moment (digests).

    Raises:
        Refused: late, the second one, by another key, or over something else.
    """
    if exchange.stage not in OPEN:
        raise Refused(Reason.ENDED)
    if exchange.stage is not Stage.WAITING:
        raise Refused(Reason.ANSWERED)
    if not exchange.terms.opened <= now < exchange.terms.expires:
        raise Refused(Reason.EXPIRED)
    if transcript.keys_digest(keys) != exchange.terms.prover_keys:
        raise Refused(Reason.KEYS)
    if yes.key not in keys:
        raise Refused(Reason.KEY)
    if len(yes.nonce) != NONCE_BYTES:
        raise Refused(Reason.NONCE)
    if not hmac.compare_digest(yes.challenge, transcript.challenge(exchange.terms, exchange.committed, yes.nonce)):
        raise Refused(Reason.CHALLENGE)
    return replace(exchange, prover=yes.nonce, key=yes.key, stage=Stage.CONFIRMED)


def compare(exchange: Exchange, same: bool, now: int) -> Exchange:
    """What the asker says of the words that were read.

    Raises:
        Refused: there are none to compare, or it is too late.
    """
    if exchange.stage is Stage.WAITING:
        raise Refused(Reason.UNANSWERED)
    if exchange.stage is not Stage.CONFIRMED:
        raise Refused(Reason.ENDED)
    if now >= exchange.terms.expires:
        raise Refused(Reason.EXPIRED)
    return replace(exchange, stage=Stage.PROVEN if same else Stage.DIFFERENT)


def end(exchange: Exchange, stage: Stage, now: int) -> Exchange:
    """End an open ask as denied (also after a yes: one may think again), left, cancelled, or expired (which must be so by the clock).

    Raises:
        Refused: it has ended, or it is not time yet (expired).
    """
    if exchange.stage not in OPEN:
        raise Refused(Reason.ENDED)
    if stage is Stage.EXPIRED and now < exchange.terms.expires:
        raise Refused(Reason.UNANSWERED)
    return replace(exchange, stage=stage)


def opened(terms: Terms, committed: bytes, asker: bytes, prover: bytes) -> bytes:
    """What the device of the prover does when the asker's nonce is told: check the commitment, then the words.

    Raises:
        Refused: it is another nonce than was committed to.
    """
    if not hmac.compare_digest(committed, transcript.commitment(terms.ask, asker)):
        raise Refused(Reason.OPENED)
    return transcript.words(terms, committed, asker, prover)
