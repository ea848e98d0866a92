import re
import string

import pytest

from weerbaar.report.words import words


def told(language: str) -> dict[str, str]:
    return {f"{table}.{name}": text for table, entries in words(language).items() for name, text in entries.items()}


def fill_ins(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_every_language_says_everything_english_says(language: str) -> None:
    english, ours = told("en"), told(language)
    assert list(ours) == list(english)
    assert {name: fill_ins(text) for name, text in ours.items()} == {name: fill_ins(text) for name, text in english.items()}
    assert not [name for name, text in ours.items() if text == english[name]]


@pytest.mark.parametrize(
    ("language", "wrong"),
    [("nl", r"\bje\b|\bjij\b|\bjouw\b"), ("fr", r"\btu\b|\bton\b|\btes\b"), ("de", r"\bdu\b|\bdein\b"), ("en", "!")],
)
def test_people_are_addressed_with_respect(language: str, wrong: str) -> None:
    assert not [text for text in told(language).values() if re.search(wrong, text) or "!" in text]
