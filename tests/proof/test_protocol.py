"""The course of an ask: what may follow what, and why something is refused."""

import hashlib
import random
from dataclasses import replace

import pytest

from weerbaar.proof import protocol, transcript
from weerbaar.proof.protocol import ALARMS, OPEN, Exchange, Reason, Refused, Stage, Yes
from weerbaar.proof.transcript import Terms

KEYS = frozenset(("telephone", "tablet"))
TERMS = Terms("bakery", "ask", "ada", "", "pia", transcript.keys_digest(KEYS), "18.400 euro", 100, 400)
WAITING = Exchange(TERMS, b"a" * 32)
NONCE = b"p" * 32
YES = Yes(NONCE, "telephone", transcript.challenge(TERMS, WAITING.committed, NONCE))
CONFIRMED = protocol.confirm(WAITING, YES, KEYS, 200)


def test_a_yes_and_the_same_words_prove() -> None:
    assert CONFIRMED.stage is Stage.CONFIRMED and CONFIRMED.key == "telephone"
    assert protocol.compare(CONFIRMED, True, 300).stage is Stage.PROVEN
    assert protocol.compare(CONFIRMED, False, 300).stage is Stage.DIFFERENT


def test_both_sides_make_the_same_words_each_from_its_own_view() -> None:
    assert protocol.opened(TERMS, WAITING.committed, WAITING.asker, NONCE) == CONFIRMED.words


def test_a_device_refuses_a_nonce_that_was_not_committed_to() -> None:
    with pytest.raises(Refused, match=Reason.OPENED.value):
        protocol.opened(TERMS, WAITING.committed, b"b" * 32, NONCE)


@pytest.mark.parametrize(
    ("exchange", "yes", "keys", "now", "reason"),
    [
        (WAITING, YES, KEYS, 400, Reason.EXPIRED),
        (WAITING, YES, KEYS, 99, Reason.EXPIRED),  # before it was opened: a clock that was turned
        (CONFIRMED, YES, KEYS, 200, Reason.ANSWERED),
        (replace(WAITING, stage=Stage.CANCELLED), YES, KEYS, 200, Reason.ENDED),
        (WAITING, YES, KEYS | {"another"}, 200, Reason.KEYS),
        (WAITING, YES, frozenset({"telephone"}), 200, Reason.KEYS),
        (WAITING, replace(YES, key="of eve"), KEYS, 200, Reason.KEY),
        (WAITING, replace(YES, nonce=b"p"), KEYS, 200, Reason.NONCE),
        (WAITING, replace(YES, nonce=b"q" * 32), KEYS, 200, Reason.CHALLENGE),
        (WAITING, replace(YES, challenge=b""), KEYS, 200, Reason.CHALLENGE),
        (replace(WAITING, terms=replace(TERMS, text="18.401 euro")), YES, KEYS, 200, Reason.CHALLENGE),
        (replace(WAITING, terms=replace(TERMS, ask="another")), YES, KEYS, 200, Reason.CHALLENGE),
        (replace(WAITING, terms=replace(TERMS, asker="mo")), YES, KEYS, 200, Reason.CHALLENGE),
        (replace(WAITING, terms=replace(TERMS, direction="asker to prover")), YES, KEYS, 200, Reason.CHALLENGE),
        (replace(WAITING, asker=b"b" * 32), YES, KEYS, 200, Reason.CHALLENGE),
    ],
)
def test_a_yes_that_does_not_belong_here_is_refused(
    exchange: Exchange, yes: Yes, keys: frozenset[str], now: int, reason: Reason
) -> None:
    with pytest.raises(Refused, match=reason.value):
        protocol.confirm(exchange, yes, keys, now)


@pytest.mark.parametrize(
    ("exchange", "now", "reason"),
    [
        (WAITING, 200, Reason.UNANSWERED),
        (CONFIRMED, 400, Reason.EXPIRED),
        (replace(CONFIRMED, stage=Stage.DENIED), 200, Reason.ENDED),
    ],
)
def test_words_are_compared_once_after_a_yes_and_in_time(exchange: Exchange, now: int, reason: Reason) -> None:
    with pytest.raises(Refused, match=reason.value):
        protocol.compare(exchange, True, now)


@pytest.mark.parametrize("stage", sorted(set(Stage) - OPEN))
def test_an_end_is_an_end(stage: Stage) -> None:
    ended = replace(CONFIRMED, stage=stage)
    for after in (Stage.DENIED, Stage.LEFT, Stage.CANCELLED, Stage.EXPIRED):
        with pytest.raises(Refused, match=Reason.ENDED.value):
            protocol.end(ended, after, 500)


def test_it_expires_by_the_clock_alone() -> None:
    with pytest.raises(Refused):
        protocol.end(WAITING, Stage.EXPIRED, 399)
    assert protocol.end(WAITING, Stage.EXPIRED, 400).stage is Stage.EXPIRED


def test_only_what_is_proven_or_a_mistake_ends_without_an_alarm() -> None:
    assert set(Stage) - OPEN - ALARMS == {Stage.PROVEN, Stage.CANCELLED}


def test_there_are_no_words_before_a_yes() -> None:
    with pytest.raises(Refused, match=Reason.UNANSWERED.value):
        _ = WAITING.words


def test_commitment_keeps_who_answers_last_from_choosing_the_words() -> None:
    """With one byte of the words, so that it can be tried: who knows the asker's nonce finds any word; who knows its commitment, one in 256."""
    rng = random.Random(7)  # the same tries each time
    wanted, tries = 0x42, 4000
    found = any(
        transcript.words(TERMS, WAITING.committed, WAITING.asker, hashlib.sha256(bytes([one >> 8, one & 255])).digest())[0]
        == wanted
        for one in range(tries)
    )
    assert found
    hits = 0
    for _ in range(tries):
        asker, prover = rng.randbytes(32), rng.randbytes(32)  # chosen before the asker's is told
        hits += transcript.words(TERMS, transcript.commitment(TERMS.ask, asker), asker, prover)[0] == wanted
    assert hits < tries / 256 * 3
