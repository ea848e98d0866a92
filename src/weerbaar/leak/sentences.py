"""The words of `texts/<language>.toml`: what each class of data is called, why it stays, what to do instead."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from weerbaar.model.leak import DataClass

LANGUAGES = ("nl", "fr", "de", "en")


@dataclass(frozen=True, slots=True)
class ClassWords:
    """How one class is spoken of."""

    label: str
    """What stands in its placeholders: ``Person`` in ``[Person 1]``."""
    one: str
    many: str
    why: str
    """One sentence: why it stays."""
    instead: str
    """One sentence or two: what to do instead."""


@cache
def of_classes(language: str) -> Mapping[DataClass, ClassWords]:
    """The words for every class in one of our four languages; English where the language is not ours."""
    return MappingProxyType({DataClass(name): ClassWords(**words) for name, words in _texts(language)["class"].items()})


def inbound(language: str) -> Mapping[str, str]:
    """What is said about answers and about other people's texts."""
    words: Mapping[str, str] = _texts(language)["inbound"]
    return words


@cache
def _texts(language: str) -> dict[str, Any]:
    import tomllib
    from importlib.resources import files

    name = language if language in LANGUAGES else "en"
    return tomllib.loads(files("weerbaar.leak").joinpath("texts", f"{name}.toml").read_text(encoding="utf-8"))


def counted(cls: DataClass, count: int, language: str) -> str:
    """``a person's name``, ``3 names of people``."""
    words = of_classes(language)[cls]
    return words.one if count == 1 else f"{count} {words.many}"
