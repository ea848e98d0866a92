"""Every class of data has its words in four languages."""

import pytest

from weerbaar.leak.placeholder import BRACKETS, Placeholder, read
from weerbaar.leak.sentences import LANGUAGES, counted, of_classes
from weerbaar.model.leak import DataClass


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_class_has_its_words(language: str) -> None:
    words = of_classes(language)
    assert set(words) == set(DataClass)
    for cls in DataClass:
        assert words[cls].why.endswith(".") and words[cls].instead.endswith("."), cls
        assert not words[cls].one.endswith("."), cls
        assert "!" not in words[cls].why + words[cls].instead, cls


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("cls", list(DataClass))
def test_no_label_means_two_classes_in_any_language(cls: DataClass, language: str) -> None:
    placeholder = Placeholder(cls, 7, "b")
    found = BRACKETS.fullmatch(placeholder.said(language))
    assert found and read(found) == (0, placeholder)


def test_things_are_counted() -> None:
    assert counted(DataClass.PERSON, 1, "nl") == "een naam van iemand"
    assert counted(DataClass.PERSON, 3, "nl") == "3 namen van mensen"
    assert counted(DataClass.PERSON, 3, "it") == "3 names of people"
