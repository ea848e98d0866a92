"""The sentences to say in a call, in four languages: the page shows all of them, since a call is not always in the language one reads."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LANGUAGES = {"nl": "Nederlands", "fr": "français", "de": "Deutsch", "en": "English"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it is said in one language; `called` is the name of the language in itself."""

    language: str
    called: str
    text: str


@dataclass(frozen=True, slots=True)
class Say:
    """A sentence in the reader's language, and in the others."""

    own: Sentence
    others: tuple[Sentence, ...]


@cache
def say(language: str) -> Mapping[str, Say]:
    """Every sentence by its name, for a reader of this language (nl, fr, de, en; another reads English)."""
    told = tomllib.loads(files("weerbaar.desk.calls").joinpath("say.toml").read_text(encoding="utf-8"))
    own = language if language in LANGUAGES else "en"
    made = {}
    for name, said in told.items():
        all_ = {code: Sentence(code, called, said[code]) for code, called in LANGUAGES.items()}
        made[name] = Say(all_[own], tuple(one for code, one in all_.items() if code != own))
    return made
