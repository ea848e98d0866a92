"""What people agree to when they enrol their voice, word for word: consent.toml. What somebody agreed to can be read again for ever."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from weerbaar.advise.sentences import LANGUAGES

LATEST = 1


@dataclass(frozen=True, slots=True)
class Consent:
    """One version in one language. `points` are read before, `agree` is agreed to, `aloud` is read into the microphone; it holds `days`."""

    version: int
    language: str
    days: int
    points: tuple[str, ...]
    agree: str
    aloud: str


@cache
def _written() -> Mapping[str, Mapping[str, object]]:
    return tomllib.loads(files("weerbaar.desk.voices").joinpath("consent.toml").read_text(encoding="utf-8"))


def versions() -> tuple[int, ...]:
    """Every version there ever was."""
    return tuple(int(one) for one in _written())


@cache
def consent(version: int, language: str) -> Consent:
    """A version as somebody reads it; in English where we do not speak their language.

    Raises:
        KeyError: there is no such version.
    """
    of = _written()[str(version)]
    language = language if language in LANGUAGES else "en"
    said, days = of[language], of["days"]
    assert isinstance(said, dict)
    assert isinstance(days, int)
    return Consent(version, language, days, tuple(said["points"]), said["agree"], said["aloud"])
