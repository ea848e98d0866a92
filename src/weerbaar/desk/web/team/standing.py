"""How it stands, in numbers that show no person: anything counted fewer than five times is not told."""

import statistics
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from weerbaar.desk.accounts.models import LANGUAGES, Membership
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.models import Case
from weerbaar.desk.web.team.doors import may
from weerbaar.desk.web.team.plots import Bar, Plot, plot
from weerbaar.model.verdict import Band

WEEKS = 12
FEWEST = 5
"""Cells with fewer are not told: in a small firm they would be somebody."""
CACHED_SECONDS = 300
MOST_TIMED = 300
"""Answers of a week whose time is taken: the latest."""


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


@require_GET
@may(Action.STANDING)
def standing(request: HttpRequest, who: Membership) -> HttpResponse:
    """The page."""
    name = f"standing:{who.organisation_id}"
    numbers: Numbers | None = cache.get(name)
    if numbers is None:
        numbers = count(who.organisation_id)
        cache.set(name, numbers, CACHED_SECONDS)
    known = {
        "plots": plots(numbers),
        "weeks": WEEKS,
        "fewest": FEWEST,
        "total": sum(numbers.per_week),
        "agreement": _share(numbers),
    }
    return render(request, "team/standing.html", known)


def count(organisation: int, today: date | None = None) -> Numbers:
    """Count the cases of an organisation."""
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
        times = cases.order_by("-received_at").exclude(answered_at=None).values_list("received_at", "answered_at")[:MOST_TIMED]
        waits[week] = [(answered - received).total_seconds() for received, answered in times if answered]
    return Numbers(
        weeks,
        tuple(per_week[week] for week in weeks),
        {band.value: tuple(bands[band.value, week] for week in weeks) for band in Band},
        tuple(statistics.median(waits[week]) if len(waits[week]) >= FEWEST else None for week in weeks),
        agreed,
        decided,
        dict(languages),
    )


def plots(numbers: Numbers) -> list[Plot]:
    """The drawings, each with the same numbers as a table."""
    names = [f"{week:%d.%m.}" for week in numbers.weeks]
    bands = [_told(numbers, place) for place in range(len(names))]
    seconds = [[Bar("plain", round(one, 1) if one is not None else None)] for one in numbers.seconds]
    spoken = {code: name for code, name in LANGUAGES if numbers.languages.get(code)}
    return [
        plot(
            _("Doubts each week"), names, [[Bar("plain", _least(value))] for value in numbers.per_week], {"plain": _("doubts")}
        ),
        plot(_("What the answers said"), names, bands, {band.value: "" for band in Band}),
        plot(_("Seconds until the answer, half of them sooner"), names, seconds, {"plain": _("seconds")}),
        plot(
            _("Languages"),
            list(spoken.values()),
            [[Bar("plain", _least(numbers.languages[code]))] for code in spoken],
            {"plain": _("doubts")},
        ),
    ]


def _told(numbers: Numbers, place: int) -> list[Bar]:
    """The bands of a week; none of them where one is too few, since the others and the sum would tell it."""
    values = {band: counts[place] for band, counts in numbers.bands.items()}
    hidden = any(_least(value) is None for value in values.values())
    return [Bar(band, None if hidden and value else value) for band, value in values.items()]


def _least(value: int) -> int | None:
    """A count that may be told; 0 says nothing of anybody."""
    return value if value == 0 or value >= FEWEST else None


def _share(numbers: Numbers) -> str:
    """In how many of a hundred decisions a person said the same as the machine; "" where there are too few."""
    if numbers.decided < 4 * FEWEST:
        return ""
    return f"{round(100 * numbers.agreed / numbers.decided)} %"
