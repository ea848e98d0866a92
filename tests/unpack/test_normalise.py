"""What is written for filters is read as an eye reads it, and said; honest writing in any script stays as it is."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from weerbaar.unpack.normalise import LEET_WORD, SPACED, _join, _unleet, normalise

TRICKS = {
    "yo\U000e0139ur off\U000e0139ice ren\U000e0139ewal": ("your office renewal", "zero_width"),
    "pass\u200bword of your acc\u200bount": ("password of your account", "zero_width"),
    "pay the invoice \u202egpj.exe\u202c": ("pay the invoice gpj.exe", "bidi"),
    "\U0001d5e3\U0001d5ee\U0001d606 \U0001d5fb\U0001d5fc\U0001d604": ("Pay now", "fullwidth"),
    "your p\u0430ssw\u043erd": ("your password", "homoglyph"),
    "your p a s s w o r d please": ("your password please", "spacing"),
    "your passw0rd": ("your password", "leet"),
}
HONEST = [
    "葛\U000e0100城市と葛\U000e0100城市",  # a variation selector chooses how a name is drawn
    "Αθήνα, Київ, 東京 and Zürich",
    "a heart ❤\ufe0f and a flag 🇧🇪",
    "order AB12-34 of 2024, model X1 and B2B",
    "Donau\u00addampf\u00adschiff",
]


@pytest.mark.parametrize("written", TRICKS)
def test_a_trick_is_undone_and_named(written: str) -> None:
    plain, trick = TRICKS[written]
    read, tricks = normalise(written)
    assert read == plain
    assert trick in tricks


@pytest.mark.parametrize("written", HONEST)
def test_honest_writing_is_no_trick(written: str) -> None:
    assert normalise(written)[1] == ()


SIGNS = "aekp 013!@€$ ._*·-é–\n漢/"
WORDS = (
    "b e t a a l",
    "p·a·y",
    "s o f o r t",
    "p4y",
    "acc0unt",
    "m€t",
    "be1a len",
    "é é n",
    "vir3ment",
    "b  e  t  a  a  l",
    "c.o.m.p.t.e",
)


@given(st.lists(st.one_of(st.text(SIGNS, max_size=8), st.sampled_from(WORDS)), max_size=8).map("".join))
@example("b·e·t·a·a·l nu")
@example("bet@al")
@example("b€taal")
def test_spread_letters_and_leet_are_found_wherever_the_patterns_find_them(text: str) -> None:
    joined = SPACED.sub(_join, text)
    read = LEET_WORD.sub(_unleet, joined)
    assert normalise(text) == (read, (*(("spacing",) if joined != text else ()), *(("leet",) if read != joined else ())))


@pytest.mark.parametrize(
    "account", ["BE57 5026 9648 2551", "DE41 3739 9979 9458 7328 87", "BE17-8763-7346-6181", "NL54 ABNA 4326 3787 47"]
)
def test_an_account_that_begins_like_a_word_stays_an_account(account: str) -> None:
    assert normalise(f"Betaal op {account}, vandaag") == (f"Betaal op {account}, vandaag", ())
