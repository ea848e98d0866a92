"""How AI is used here, in numbers that show no person: for everybody, not only for the team.

They come from the gateway by the setting WEERBAAR_AI_NUMBERS, which leaves out what fewer than five people stand behind. Only what the agreement
says is counted is shown.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats, timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from weerbaar.desk.accounts.models import Membership, Organisation
from weerbaar.desk.agreements import words
from weerbaar.desk.agreements.agreement import Agreement, Counted
from weerbaar.desk.agreements.doors import reads
from weerbaar.desk.agreements.rules import in_force, latest
from weerbaar.desk.web.team.plots import Bar, plot
from weerbaar.model.leak import DataClass

MONTHS = 6
CACHED_SECONDS = 600


class Month(Protocol):
    """One tool in one month; None where fewer than five people stand behind a number."""

    @property
    def tool(self) -> str: ...
    @property
    def month(self) -> date: ...
    @property
    def uses(self) -> int | None: ...
    @property
    def asked(self) -> int | None: ...
    @property
    def watt_hours(self) -> float | None: ...


class Numbers(Protocol):
    """What the gateway tells of a span of whole months."""

    @property
    def months(self) -> Sequence[Month]: ...
    @property
    def classes(self) -> Mapping[str, int | None]: ...


@dataclass(frozen=True, slots=True)
class Table:
    """A number for each tool and month; "" where there was nothing, None where there was too little to tell."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int | float | str | None, ...]], ...]


@require_GET
@reads
def ai_numbers(request: HttpRequest, who: Membership) -> HttpResponse:
    """The page."""
    version = in_force(who.organisation) or latest(who.organisation)
    agreement = version.agreement if version else Agreement()
    numbers = _told(who.organisation)
    months = sorted({one.month for one in numbers.months})
    known = {
        "empty": not months,
        "plot": _plot(numbers, months) if Counted.USES in agreement.counted else None,
        "tables": _tables(numbers, months, agreement),
        "classes": _classes(numbers) if Counted.CLASSES in agreement.counted else [],
        "counted": agreement.counted,
    }
    return render(request, "agreements/numbers.html", known)


def _told(organisation: Organisation) -> Numbers:
    name = f"ai-numbers:{organisation.pk}"
    found: Numbers | None = cache.get(name)
    if found is None:
        ask: Callable[[Organisation, date, date], Numbers] = import_string(settings.WEERBAAR_AI_NUMBERS)
        today = timezone.localdate()
        first = today.replace(day=1)
        for _month in range(MONTHS):
            first = (first - timedelta(days=1)).replace(day=1)
        found = ask(organisation, first, today)
        cache.set(name, found, CACHED_SECONDS)
    return found


def _plot(numbers: Numbers, months: list[date]) -> object:
    """Of each month what is told; what is too little is not in it."""
    told = [[one.uses for one in numbers.months if one.month == month and one.uses is not None] for month in months]
    bars = [[Bar("plain", sum(uses) if uses else None)] for uses in told]
    return plot(_("How often AI was used, each month"), [f"{month:%m.%Y}" for month in months], bars, {"plain": _("uses")})


def _tables(numbers: Numbers, months: list[date], agreement: Agreement) -> list[Table]:
    asked: dict[Counted, tuple[str, Callable[[Month], float | None]]] = {
        Counted.USES: (_("Uses"), lambda one: one.uses),
        Counted.ASKS: (_("Times Weerbaar asked for a reason"), lambda one: one.asked),
        Counted.ENERGY: (_("Energy in watt-hours, an estimate"), lambda one: one.watt_hours),
    }
    heads = tuple(formats.date_format(month, "F Y") for month in months)
    tools = sorted({one.tool for one in numbers.months})
    there = {(one.tool, one.month): one for one in numbers.months}
    return [
        Table(
            title,
            heads,
            tuple(
                (_name(agreement, tool), tuple(value(there[tool, month]) if (tool, month) in there else "" for month in months))
                for tool in tools
            ),
        )
        for counted, (title, value) in asked.items()
        if counted in agreement.counted
    ]


def _name(agreement: Agreement, id: str) -> str:
    if not id:
        return _("other tools together")
    tool = agreement.tool(id)
    return tool.name if tool else id


def _classes(numbers: Numbers) -> list[tuple[str, int | None]]:
    known = {one.value: one for one in DataClass}
    found = [(words.cls(known[name]), number) for name, number in numbers.classes.items() if name in known]
    return sorted(found, key=lambda one: (-(one[1] or 0), one[0]))
