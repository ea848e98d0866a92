"""Whom to tell in which country: hotlines.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import gettext_lazy as _

NAMES = {"BE": _("Belgium"), "NL": _("the Netherlands"), "FR": _("France"), "DE": _("Germany"), "LU": _("Luxembourg")}


@dataclass(frozen=True, slots=True)
class Hotline:
    """The national hotline for pictures of child abuse, and the number of the police."""

    country: str
    hotline: str
    site: str
    police: str

    @property
    def name(self) -> str:
        """The country, as a reader calls it."""
        return str(NAMES[self.country])


@cache
def _written() -> Mapping[str, Any]:
    return tomllib.loads(files("weerbaar.desk.extortion").joinpath("hotlines.toml").read_text(encoding="utf-8"))


def as_of() -> date:
    """The day of which this is what was known."""
    day: date = _written()["as_of"]
    return day


@cache
def hotlines() -> tuple[Hotline, ...]:
    """Every country we know."""
    return tuple(Hotline(country, **told) for country, told in _written().items() if country in NAMES)


def first(country: str) -> tuple[Hotline | None, tuple[Hotline, ...]]:
    """The one of a country (None where we know none), and all the others."""
    mine = next((one for one in hotlines() if one.country == country), None)
    return mine, tuple(one for one in hotlines() if one is not mine)
