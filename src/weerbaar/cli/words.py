"""The sentences of the command line itself, in the reader's language."""

import os
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from weerbaar.advise.sentences import spoken
from weerbaar.model.organisation import Organisation


@cache
def words(language: str) -> Mapping[str, str]:
    """Every sentence in one of our four languages."""
    read = tomllib.loads(files("weerbaar.cli").joinpath("words.toml").read_text(encoding="utf-8"))
    return read[language]  # type: ignore[no-any-return]


def say(language: str, sentence: str, /, **values: object) -> str:
    """One sentence with its values."""
    return words(language)[sentence].format(**values)


def counted(language: str, sentence: str, n: int, /, **values: object) -> str:
    """A sentence in the singular or plural. French counts zero as singular; it is never asked to here."""
    return say(language, f"{sentence}_one" if n == 1 else f"{sentence}_many", **{"n": n, **values})


def language_of(chosen: str | None, organisation: Organisation | None = None) -> str:
    """The reader's language: the one chosen, the organisation's first, that of the machine (LC_ALL, LC_MESSAGES, LANG), English."""
    machine = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "en")
    first = (organisation.languages or (machine,))[0] if organisation is not None else machine
    return spoken(chosen or first)
