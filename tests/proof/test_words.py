"""The list of words: what two people on a bad line can still tell apart, and never another list."""

import hashlib
from importlib.resources import files
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerbaar.proof.words import LANGUAGES, SHORTEST_START, heard, lists, plain, spoken


def test_the_list_never_changes() -> None:
    data = files("weerbaar.proof").joinpath("words.txt").read_bytes()
    assert hashlib.sha256(data).hexdigest() == "39a95caf04e0065f691ca090a316b7bb3784ad61cc6a83822c68b73d709cff09"


def test_there_is_a_word_for_every_byte_in_every_language() -> None:
    assert set(lists()) == set(LANGUAGES)
    assert all(len(set(words)) == 256 for words in lists().values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_words_begin_alike_or_are_one_letter_apart(language: str) -> None:
    words = [plain(word) for word in lists()[language]]
    assert len({word[:SHORTEST_START] for word in words}) == 256
    assert [pair for pair in combinations(words, 2) if apart(*pair) < 2] == []
    assert all(len(word) >= 3 and word.isascii() and word.isalpha() for word in words)


def test_no_word_means_another_number_in_another_language() -> None:
    meant: dict[str, set[int]] = {}
    for words in lists().values():
        for number, word in enumerate(words):
            meant.setdefault(plain(word), set()).add(number)
    assert [word for word, numbers in meant.items() if len(numbers) > 1] == []


@given(st.binary(min_size=3, max_size=3), st.sampled_from(LANGUAGES))
def test_what_is_spoken_is_heard_in_any_language_and_as_numbers(value: bytes, language: str) -> None:
    words = spoken(value, language)
    assert heard(" ".join(words)) == value
    assert heard(", ".join(words).upper()) == value
    assert heard(" ".join(str(byte) for byte in value)) == value


@given(st.text(max_size=300))
def test_whatever_is_written_is_three_numbers_or_nothing(text: str) -> None:
    found = heard(text)
    assert found is None or len(found) == 3


@pytest.mark.parametrize(
    "text", ["", "appel", "appel peer", "appel appel appel appel", "1 2 256", "1 2 -3x", "app app app", "0001 2 3"]
)
def test_what_is_no_three_words_is_not_guessed(text: str) -> None:
    assert heard(text) is None


def test_umlauts_may_be_written_out_and_beginnings_suffice() -> None:
    assert heard("Brücke Bruecke BRUCKE") == heard("brug pont bridge")
    assert heard("akko akko akko") == bytes(3)


def test_a_language_we_do_not_speak_gets_english() -> None:
    assert spoken(bytes(3), "pl") == spoken(bytes(3), "en")


def apart(one: str, other: str) -> int:
    """Letters to change, add or take away (Levenshtein)."""
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        last, row[0] = row[0], number
        for at, against in enumerate(other, 1):
            last, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, last + (letter != against))
    return row[-1]
