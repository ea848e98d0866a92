"""The sentences of the command line itself, in the reader's language: `texts/<language>.toml`, and those of `model.errors`."""

import os
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from weerbaar.advise.sentences import spoken
from weerbaar.model.errors import sentences
from weerbaar.model.organisation import Organisation


@cache
def words(language: str) -> Mapping[str, str]:
    """Every sentence in one of our four languages; those of a table are named `table.name`."""
    read = tomllib.loads(files("weerbaar.cli").joinpath("texts", f"{language}.toml").read_text(encoding="utf-8"))
    told = dict(sentences(language))
    for name, value in read.items():
        told |= {name: value} if isinstance(value, str) else {f"{name}.{inner}": text for inner, text in value.items()}
    return told


def say(language: str, sentence: str, /, **values: object) -> str:
    """One sentence with its values."""
    return words(language)[sentence].format(**values)


def counted(language: str, sentence: str, n: int, /, **values: object) -> str:
    """A sentence for none, one or many. What is never told of none has no sentence for it; French would count that as one."""
    form = {0: "none", 1: "one"}.get(n, "many")
    return say(language, f"{sentence}_{form}", **{"n": n, **values})


def language_of(chosen: str | None, organisation: Organisation | None = None) -> str:
    """The reader's language: the one chosen, the organisation's first, that of the machine (LC_ALL, LC_MESSAGES, LANG), English."""
    machine = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "en")
    first = (organisation.languages or (machine,))[0] if organisation is not None else machine
    return spoken(chosen or first)
