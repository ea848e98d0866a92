"""What an ask is bound to: the vectors of the protocol page, and that nothing else makes the same hash."""

import hashlib
import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerbaar.proof import transcript
from weerbaar.proof.transcript import Terms
from weerbaar.proof.words import spoken

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))
TERMS = Terms("organisation", "ask", "asker", "", "prover", "keys", "18.400 euro", 1_800_000_000, 1_800_000_300)
COMMITTED, ASKER, PROVER = b"c" * 32, b"a" * 32, b"p" * 32


@pytest.mark.parametrize("vector", VECTORS["online"])
def test_the_vectors_of_the_protocol_hold(vector: dict[str, Any]) -> None:
    terms = Terms(**vector["terms"])
    asker, prover = bytes.fromhex(vector["asker_nonce"]), bytes.fromhex(vector["prover_nonce"])
    committed = transcript.commitment(terms.ask, asker)
    assert hashlib.sha256(terms.packed).hexdigest() == vector["packed_terms_sha256"]
    assert committed.hex() == vector["commitment"]
    assert transcript.challenge(terms, committed, prover).hex() == vector["challenge"]
    words = transcript.words(terms, committed, asker, prover)
    assert words.hex() == vector["words"]
    assert {language: list(spoken(words, language)) for language in vector["spoken"]} == vector["spoken"]


@pytest.mark.parametrize("name", [field.name for field in fields(Terms)])
def test_every_field_of_the_terms_is_bound(name: str) -> None:
    before = getattr(TERMS, name)
    other = replace(TERMS, **{name: before + 1 if isinstance(before, int) else before + "x"})
    assert transcript.challenge(other, COMMITTED, PROVER) != transcript.challenge(TERMS, COMMITTED, PROVER)
    assert transcript.words(other, COMMITTED, ASKER, PROVER) != transcript.words(TERMS, COMMITTED, ASKER, PROVER)


def test_nonces_and_commitment_are_bound() -> None:
    words = {
        transcript.words(TERMS, committed, asker, prover)
        for committed in (COMMITTED, b"d" * 32) for asker in (ASKER, b"b" * 32) for prover in (PROVER, b"q" * 32)
    }  # fmt: skip
    assert len(words) == 8


texts = st.text(max_size=20)


@given(st.lists(texts, max_size=5), st.lists(texts, max_size=5))
def test_no_two_lists_of_fields_make_the_same_bytes(one: list[str], other: list[str]) -> None:
    assert (transcript.pack("x", *one) == transcript.pack("x", *other)) == (
        [part.encode("utf-8", "surrogatepass") for part in one] == [part.encode("utf-8", "surrogatepass") for part in other]
    )


@given(st.text(max_size=700))
def test_a_tidy_text_stays_as_it_is(text: str) -> None:
    once = transcript.tidy(text)
    assert transcript.tidy(once) == once and len(once) <= transcript.LONGEST_TEXT


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  100   euro\n\tnu ", "100 euro nu"),
        ("betaal \u202e001\u202c", "betaal 001"),  # nothing turns a number around
        ("a\u200bb\u00adc", "abc"),  # nothing hides in it
        ("e\u0301", "é"),
        ("\x00\x07", ""),
        ("x" * 900, "x" * 500),
    ],
)
def test_what_is_bound_is_what_one_sees(text: str, shown: str) -> None:
    assert transcript.tidy(text) == shown


def test_the_order_of_keys_does_not_matter_and_none_is_nothing() -> None:
    assert transcript.keys_digest(["a", "b"]) == transcript.keys_digest(["b", "a", "a"]) != transcript.keys_digest(["a"])
    assert transcript.keys_digest([]) == ""
