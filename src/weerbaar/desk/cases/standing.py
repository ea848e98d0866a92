"""How it stands, counted in one place: for the page "How it stands" and for programs."""

import statistics
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, QuerySet
from django.utils import timezone

from weerbaar.desk.cases.models import Case, State
from weerbaar.model.verdict import Band

WEEKS = 12
FEWEST = 5
"""Cells with fewer are not told on a page: in a small firm they would be somebody."""
MOST_TIMED = 300
"""Answers whose time is taken: the latest."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is counted over the last WEEKS weeks. `weeks` are Mondays, the oldest first."""

    weeks: tuple[date, ...]
    per_week: tuple[int, ...]
    bands: dict[str, tuple[int, ...]]
    seconds: tuple[float | None, ...]
    agreed: int
    decided: int
    languages: dict[str, int]


@dataclass(frozen=True, slots=True)
class Period:
    """What is counted over some days. `waiting` is of all times; `seconds` is the median until the answer."""

    cases: int
    bands: dict[str, int]
    states: dict[str, int]
    waiting: int
    decided: int
    agreed: int
    seconds: float | None


def count(organisation: int, today: date | None = None) -> Numbers:
    """Count the cases of an organisation, week by week."""
    day, zone = today or timezone.localdate(), timezone.get_current_timezone()
    monday = day - timedelta(days=day.weekday())
    weeks = tuple(monday - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1))
    per_week, bands, waits = Counter[date](), Counter[tuple[str, date]](), dict[date, list[float]]()
    languages, agreed, decided = Counter[str](), 0, 0
    for week in weeks:
        start, end = (datetime(day.year, day.month, day.day, tzinfo=zone) for day in (week, week + timedelta(weeks=1)))
        cases = Case.objects.filter(organisation_id=organisation, received_at__gte=start, received_at__lt=end)
        groups = cases.order_by().values_list("band", "decided_band", "language").annotate(number=Count("pk"))
        for band, by_person, language, number in groups:
            per_week[week] += number
            languages[language] += number
            bands[band, week] += number
            decided += number if by_person else 0
            agreed += number if by_person and by_person == band else 0
        waits[week] = _seconds(cases)
    return Numbers(
        weeks,
        tuple(per_week[week] for week in weeks),
        {band.value: tuple(bands[band.value, week] for week in weeks) for band in Band},
        tuple(statistics.median(waits[week]) if len(waits[week]) >= FEWEST else None for week in weeks),
        agreed,
        decided,
        dict(languages),
    )


def since(organisation: int, days: int) -> Period:
    """Count the cases of an organisation that came in within so many days."""
    mine = Case.objects.filter(organisation_id=organisation)
    cases = mine.filter(received_at__gte=timezone.now() - timedelta(days=days))
    groups = list(cases.order_by().values_list("band", "decided_band", "state").annotate(number=Count("pk")))
    seconds = _seconds(cases)
    return Period(
        cases=sum(number for *_, number in groups),
        bands=_sums((band, number) for band, _, _, number in groups if band),
        states=_sums((state, number) for _, _, state, number in groups),
        waiting=mine.filter(state=State.NEEDS_PERSON).count(),
        decided=sum(number for _, by_person, _, number in groups if by_person),
        agreed=sum(number for band, by_person, _, number in groups if by_person and by_person == band),
        seconds=round(statistics.median(seconds), 1) if seconds else None,
    )


def _seconds(cases: "QuerySet[Case]") -> list[float]:
    times = cases.order_by("-received_at").exclude(answered_at=None).values_list("received_at", "answered_at")[:MOST_TIMED]
    return [(answered - received).total_seconds() for received, answered in times if answered]


def _sums(rows: Iterable[tuple[str, int]]) -> dict[str, int]:
    made = Counter[str]()
    for name, number in rows:
        made[name] += number
    return dict(sorted(made.items()))
