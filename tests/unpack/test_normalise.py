"""Text as an eye reads it: the quick looks at what a text cannot hold miss nothing."""

from hypothesis import example, given
from hypothesis import strategies as st

from weerbaar.unpack.normalise import LEET_WORD, SPACED, _join, _unleet, normalise

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
