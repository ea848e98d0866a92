"""The sentences of `texts/<language>.toml`: what the reports say beyond the advice."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def words(language: str) -> Mapping[str, Mapping[str, str]]:
    """The tables of one of our four languages."""
    return tomllib.loads(files("weerbaar.report").joinpath("texts", f"{language}.toml").read_text(encoding="utf-8"))
