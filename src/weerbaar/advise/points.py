"""Where to report, by country and purpose (points.toml); a point older than 180 days carries a warning."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files

from weerbaar.advise.sentences import general
from weerbaar.model.advice import ReportingPoint

FRESH_DAYS = 180
EVERYWHERE = "EU"


@dataclass(frozen=True, slots=True)
class Point:
    """One line of points.toml."""

    name: str
    value: str
    country: str
    purposes: tuple[str, ...]
    languages: tuple[str, ...]
    source: str
    checked_on: str
    mark: str


@cache
def points() -> tuple[Point, ...]:
    """Every point, in the order of the file."""
    read = tomllib.loads(files("weerbaar.advise").joinpath("points.toml").read_text(encoding="utf-8"))
    return tuple(
        Point(
            p["name"],
            p["value"],
            p["country"],
            tuple(p["purposes"]),
            tuple(p.get("languages", ())),
            p["source"],
            p["checked_on"],
            p["mark"],
        )
        for p in read["point"]
    )


def reporting_points(
    country: str, purposes: Sequence[str], language: str, today: date | None = None
) -> tuple[ReportingPoint, ...]:
    """The points of a country for these purposes, in that order, each point once; those for all Europe where the country has none.

    Without `today` no point is judged stale; its date is shown either way.
    """
    return _points_for(country, tuple(purposes), language, today)


@lru_cache(maxsize=256)
def _points_for(country: str, purposes: tuple[str, ...], language: str, today: date | None) -> tuple[ReportingPoint, ...]:
    chosen: dict[Point, str] = {}
    for purpose in purposes:
        fitting = [p for p in points() if purpose in p.purposes and (not p.languages or language in p.languages)]
        here = [p for p in fitting if p.country == country.upper()]
        for point in here or [p for p in fitting if p.country == EVERYWHERE]:
            chosen.setdefault(point, purpose)
    return tuple(_shown(point, purpose, language, today) for point, purpose in chosen.items())


def _shown(point: Point, purpose: str, language: str, today: date | None) -> ReportingPoint:
    texts = general(language)
    stale = today is not None and (today - date.fromisoformat(point.checked_on)).days > FRESH_DAYS
    warning = texts["report"]["stale"].format(date=point.checked_on) if stale else ""
    return ReportingPoint(point.name, point.value, point.country, texts["purpose"][purpose], point.checked_on, stale, warning)
