"""What is written for filters is read as an eye reads it, and said; honest writing in any script stays as it is."""

import pytest

from weerbaar.unpack.normalise import normalise

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
