"""Words without a connection: vectors, direction, number, replay, clocks, tries."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerbaar.proof import codes
from weerbaar.proof.codes import STEP_SECONDS, TRIES, Heard, Memory, hear, said, secret, step
from weerbaar.proof.words import spoken

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))
ELS, TOM = b"\x04" + b"e" * 64, b"\x04" + b"t" * 64
SECRET = secret(b"s" * 32, ELS, TOM)
NOW = 1_800_000_000.0


@pytest.mark.parametrize("vector", VECTORS["offline"])
def test_the_vectors_of_the_protocol_hold(vector: dict[str, Any]) -> None:
    speaker, listener = bytes.fromhex(vector["speaker"]), bytes.fromhex(vector["listener"])
    made = secret(bytes.fromhex(vector["shared"]), speaker, listener)
    assert made.hex() == vector["secret"]
    words = said(made, speaker, listener, vector["step"], vector["number"])
    assert words.hex() == vector["words"]
    assert {language: list(spoken(words, language)) for language in vector["spoken"]} == vector["spoken"]


def test_the_secret_is_hkdf_as_the_rfc_has_it() -> None:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    from weerbaar.proof.transcript import pack

    theirs = HKDF(algorithm=SHA256(), length=32, salt=None, info=pack("offline", ELS, TOM)).derive(b"s" * 32)
    assert theirs == SECRET == secret(b"s" * 32, TOM, ELS)


def test_words_of_this_moment_are_the_same_and_none_else() -> None:
    words = said(SECRET, ELS, TOM, step(NOW))
    assert hear(SECRET, ELS, TOM, words, NOW, Memory()).heard is Heard.SAME
    assert hear(SECRET, ELS, TOM, b"\0\0\0", NOW, Memory()).heard is Heard.DIFFERENT
    assert hear(SECRET, ELS, TOM, None, NOW, Memory()).heard is Heard.DIFFERENT


def test_words_of_the_other_direction_are_known_for_what_they_are() -> None:
    relayed = said(SECRET, TOM, ELS, step(NOW))  # what Tom said, read back to him
    assert hear(SECRET, ELS, TOM, relayed, NOW, Memory()).heard is Heard.OWN


def test_words_are_good_once_and_none_of_an_earlier_step_after_that() -> None:
    now = step(NOW)
    first = hear(SECRET, ELS, TOM, said(SECRET, ELS, TOM, now), NOW, Memory())
    assert hear(SECRET, ELS, TOM, said(SECRET, ELS, TOM, now), NOW, first.memory).heard is Heard.USED
    assert hear(SECRET, ELS, TOM, said(SECRET, ELS, TOM, now - 1), NOW, first.memory).heard is Heard.USED
    later = NOW + STEP_SECONDS
    assert hear(SECRET, ELS, TOM, said(SECRET, ELS, TOM, now + 1), later, first.memory).heard is Heard.SAME


@pytest.mark.parametrize(
    ("off", "heard"),
    [
        (-2, Heard.DIFFERENT),
        (-1, Heard.SAME_CLOCK_DIFFERS),
        (0, Heard.SAME),
        (1, Heard.SAME_CLOCK_DIFFERS),
        (2, Heard.DIFFERENT),
    ],
)
def test_a_clock_may_differ_by_one_step_and_that_is_said(off: int, heard: Heard) -> None:
    assert hear(SECRET, ELS, TOM, said(SECRET, ELS, TOM, step(NOW) + off), NOW, Memory()).heard is heard


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("18.400,00", "1840000", True), ("€ 18 400", "18400", True), ("18400", "", False), ("1", "2", False)],
)
def test_words_hold_for_their_number_alone(one: str, other: str, same: bool) -> None:
    words = said(SECRET, ELS, TOM, step(NOW), one)
    assert (hear(SECRET, ELS, TOM, words, NOW, Memory(), other).heard is Heard.SAME) is same


def test_after_five_wrong_tries_nothing_is_taken_until_the_next_step() -> None:
    memory = Memory()
    for _ in range(TRIES):
        outcome = hear(SECRET, ELS, TOM, b"\1\2\3", NOW, memory)
        memory = outcome.memory
    right = said(SECRET, ELS, TOM, step(NOW))
    assert hear(SECRET, ELS, TOM, right, NOW, memory).heard is Heard.WAIT
    later = NOW + STEP_SECONDS
    assert hear(SECRET, ELS, TOM, said(SECRET, ELS, TOM, step(later)), later, memory).heard is Heard.SAME


def test_tries_and_steps_together_stay_within_the_bound() -> None:
    assert TRIES * (2 * codes.SKEW + 1) * 2**-24 < 2**-20


@given(st.lists(st.tuples(st.sampled_from(["right", "before", "own", "wrong"]), st.integers(0, 90)), max_size=30))
def test_no_step_is_ever_taken_twice(events: list[tuple[str, int]]) -> None:
    """Whatever is heard in whatever order: the steps that were taken only rise."""
    memory, at, taken = Memory(), NOW, []
    for what, wait in events:
        at += wait
        near = step(at) - (what == "before")
        value = {"own": said(SECRET, TOM, ELS, near), "wrong": b"\1\2\3"}.get(what, said(SECRET, ELS, TOM, near))
        outcome = hear(SECRET, ELS, TOM, value, at, memory)
        memory = outcome.memory
        if outcome.heard in (Heard.SAME, Heard.SAME_CLOCK_DIFFERS):
            taken.append(memory.last_step)
            assert what in ("right", "before")
    assert taken == sorted(set(taken))
