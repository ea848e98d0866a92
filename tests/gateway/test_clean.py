"""What was clean is not checked again; what was not, and what other words may find, is."""

import asyncio
from collections.abc import Sequence

import pytest

from weerbaar.gateway.clean import Clean
from weerbaar.gateway.port import Checked, File, LookedFile, Unavailable, Vocabulary
from weerbaar.leak.words import NO_WORDS
from weerbaar.model.leak import DataClass, Leaks, Match


class Counting:
    """Finds something wherever there is a digit; keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.dead = False

    async def check(self, texts: Sequence[str], files: Sequence[File], words: Vocabulary) -> Checked:
        if self.dead:
            raise Unavailable("dead")
        self.asked += texts
        found = Leaks((Match(0, 1, DataClass.IBAN, "iban", "x", 1.0),))
        unsure = Leaks(not_looked=("too_long",))
        leaks = tuple(found if "1" in text else unsure if "?" in text else Leaks() for text in texts)
        return Checked(leaks, tuple(LookedFile(Leaks()) for _ in files))


def check(clean: Clean, *texts: str, organisation: str = "1", version: str = "a") -> tuple[bool, ...]:
    checked = asyncio.run(clean.check(organisation, texts, [File(b"x")], Vocabulary(version, NO_WORDS)))
    assert len(checked.files) == 1
    return tuple(bool(leaks.matches or leaks.not_looked) for leaks in checked.texts)


def test_only_what_was_clean_is_left_out() -> None:
    counting = Counting()
    clean = Clean(counting)
    assert check(clean, "tools", "1", "?", "hi") == (False, True, True, False)
    assert check(clean, "tools", "1", "?", "hi", "more") == (False, True, True, False, False)
    assert counting.asked == ["tools", "1", "?", "hi", "1", "?", "more"]
    check(clean, "tools", "more")
    assert counting.asked[-1] == "more"  # the last is checked always


@pytest.mark.parametrize(("organisation", "version"), [("2", "a"), ("1", "b"), ("", "1a")])
def test_other_words_find_other_things(organisation: str, version: str) -> None:
    counting = Counting()
    clean = Clean(counting)
    check(clean, "tools", "hi")
    check(clean, "tools", "hi", organisation=organisation, version=version)
    assert counting.asked == ["tools", "hi", "tools", "hi"]


def test_what_was_long_ago_is_forgotten() -> None:
    counting = Counting()
    clean = Clean(counting, most=2)
    for text in ("a", "b", "a", "c", "a", "b"):
        check(clean, text, "1")
    assert [text for text in counting.asked if text != "1"] == ["a", "b", "c", "b"]


def test_nothing_leaves_while_the_checker_is_dead() -> None:
    counting = Counting()
    clean = Clean(counting)
    check(clean, "tools", "hi")
    counting.dead = True
    with pytest.raises(Unavailable):
        check(clean, "tools", "hi")
