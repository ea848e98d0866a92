"""What is sealed opens with its key, for its purpose, and not otherwise."""

import pytest

from weerbaar.desk.vault import Locked, Ring, derive, fingerprint, from_passphrase, new_key, open_, seal, token, tokens

KEY, OTHER = b"k" * 32, b"o" * 32


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes((data[at] ^ 1,)) + data[at + 1 :]


@pytest.mark.parametrize("data", [b"", b"x", b"appel" * 100_000])
def test_what_was_sealed_is_opened(data: bytes) -> None:
    sealed = seal(KEY, data, "original")
    assert open_(KEY, sealed, "original") == data
    assert len(sealed) == len(data) + 29


def test_the_same_is_never_sealed_the_same() -> None:
    assert seal(KEY, b"x", "note") != seal(KEY, b"x", "note")


@pytest.mark.parametrize(
    ("key", "purpose", "change"),
    [
        (OTHER, "original", None),  # the key of another case
        (KEY, "note", None),  # moved to another place
        (KEY, "original", 0),  # the version
        (KEY, "original", 5),  # the nonce
        (KEY, "original", 14),  # the content
        (KEY, "original", -1),  # the tag
    ],
)
def test_it_stays_shut_otherwise(key: bytes, purpose: str, change: int | None) -> None:
    sealed = seal(KEY, b"vertrouwelijk", "original")
    with pytest.raises(Locked):
        open_(key, sealed if change is None else flipped(sealed, change % len(sealed)), purpose)


@pytest.mark.parametrize("cut", [b"", b"\x01", b"\x01" + b"n" * 12, b"\x02" + b"n" * 40])
def test_what_was_never_sealed_does_not_open(cut: bytes) -> None:
    with pytest.raises(Locked):
        open_(KEY, cut, "original")


def test_a_data_key_opens_for_its_owner_only() -> None:
    ring, key = Ring((KEY,)), new_key()
    wrapped = ring.wrap(key, "case:7")
    assert ring.unwrap(wrapped, "case:7") == key
    with pytest.raises(Locked):
        ring.unwrap(wrapped, "case:8")


def test_an_older_master_key_still_opens_and_no_longer_wraps() -> None:
    wrapped = Ring((KEY,)).wrap(b"d" * 32, "case:7")
    both = Ring((OTHER, KEY))
    assert both.unwrap(wrapped, "case:7") == b"d" * 32
    assert not both.is_current(wrapped)
    assert both.is_current(both.wrap(b"d" * 32, "case:7"))
    with pytest.raises(Locked):
        Ring((OTHER,)).unwrap(wrapped, "case:7")


def test_without_master_key_nothing_is_wrapped() -> None:
    with pytest.raises(Locked):
        Ring(()).wrap(b"d" * 32, "case:7")


def test_a_ring_shows_no_key() -> None:
    assert "kkkk" not in repr(Ring((KEY,)))


def test_each_purpose_has_a_key_of_its_own() -> None:
    assert len({derive(KEY, "search"), derive(KEY, "web"), derive(OTHER, "search"), KEY}) == 4
    assert derive(KEY, "search") == derive(KEY, "search")


def test_a_passphrase_is_stretched_with_its_salt() -> None:
    assert from_passphrase("appelflap", b"s" * 16) == from_passphrase("appelflap", b"s" * 16)
    assert from_passphrase("appelflap", b"s" * 16) != from_passphrase("appelflap", b"t" * 16)


def test_a_fingerprint_says_nothing_without_the_key() -> None:
    assert fingerprint(KEY, b"x") == fingerprint(KEY, b"x") != fingerprint(OTHER, b"x")


def test_tokens_differ_by_word_kind_and_organisation_and_fit_a_database() -> None:
    made = {token(key, kind, word) for key in (KEY, OTHER) for kind in ("word", "phone") for word in ("32470000001", "appel")}
    assert len(made) == 8
    assert all(-(2**63) <= one < 2**63 for one in made)
    assert tokens(KEY, "word", ("appel", "appel")) == {token(KEY, "word", "appel")}
