"""How AI is used in an organisation, in numbers that tell nothing about a person.

    numbers(organisation, date(2026, 9, 1), date(2026, 11, 30))    # -> Numbers

A number is told where at least `FEWEST` different people (or teams, by their keys) stand behind it in a month; a smaller one is None. So
that it cannot be found by subtraction either:

- only whole months that are over are told, so that no two questions differ by a day;
- each month stands for itself, and who is who changes from month to month: a sum over months is one of what was told;
- where parts of a told sum are held back, so many of them are that at least `FEWEST` people stand behind what is left when the told parts
  are taken away.

Nothing here names a person, and nothing can: a use holds a token that changes every month. With fewer than `FEWEST` people nothing is told at
all. What this does not hide: that one of many people causes nearly all of a number (dominance).

Source of the method: Hundepool et al., Statistical Disclosure Control (Wiley, 2012), ch. 4: minimum frequency rule and secondary suppression.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from weerbaar.desk.accounts.models import Organisation
from weerbaar.desk.gateway.models import Use

FEWEST = 5
AT_A_TIME = 2000
LONGEST = timedelta(days=3 * 366)
OTHER = ""
"""Under which tools are put together that too few people used."""


@dataclass(frozen=True, slots=True)
class Month:
    """One tool in one month. None: fewer than `FEWEST` people, or it could be found out by subtraction."""

    tool: str
    """Its id in the register; "" for those that are told together."""
    month: date
    uses: int | None
    masked: int | None = None
    asked: int | None = None
    stopped: int | None = None
    tokens: int | None = None
    watt_hours: float | None = None


@dataclass(frozen=True, slots=True)
class Numbers:
    """What can be told of a span of months: the first day of the first and the last day of the last; None where no month is over."""

    since: date | None
    until: date | None
    months: tuple[Month, ...] = ()
    classes: Mapping[str, int | None] = field(default_factory=dict)
    """Data class -> how often it was masked, summed over the months in which that can be told; None: in none of them."""

    def uses(self) -> dict[str, int]:
        """Tool -> uses, as far as they are told."""
        found: dict[str, int] = defaultdict(int)
        for one in self.months:
            found[one.tool] += one.uses or 0
        return dict(found)


@dataclass(slots=True)
class _Cell:
    """A number and who stands behind it."""

    number: float = 0
    people: set[int] = field(default_factory=set)

    def add(self, number: float, person: int) -> None:
        if number:
            self.number += number
            self.people.add(person)


@dataclass(slots=True)
class _Tool:
    uses: _Cell = field(default_factory=_Cell)
    decisions: dict[str, _Cell] = field(default_factory=lambda: defaultdict(_Cell))
    tokens: float = 0
    joules: float = 0.0


def numbers(organisation: Organisation, since: date, until: date, *, today: date | None = None) -> Numbers:
    """The months that lie wholly between two days, and are over."""
    over = (today or timezone.now().astimezone(UTC).date()).replace(day=1)
    starts = _starts(max(since, over - LONGEST), min(until, over - timedelta(days=1)))
    if not starts:
        return Numbers(None, None)
    months: list[Month] = []
    classes: dict[str, int | None] = {}
    for start in starts:
        told, masked = _month(organisation, start)
        months += told
        for name, number in masked.items():
            known = classes.get(name)
            classes[name] = known if number is None else (known or 0) + number
    return Numbers(starts[0], _end(starts[-1]), tuple(months), dict(sorted(classes.items())))


def kept_back(parts: Mapping[str, Collection[int]]) -> frozenset[str]:
    """Of the parts of a told sum, with who stands behind each: those that must not be told, so that none can be found by subtraction."""
    back = {name for name, people in parts.items() if 0 < len(people) < FEWEST}
    while back:
        behind = {person for name in back for person in parts[name]}
        left = [name for name, people in parts.items() if people and name not in back]
        if len(behind) >= FEWEST or not left:
            break
        back.add(min(left, key=lambda name: (len(parts[name]), name)))
    return frozenset(back)


def _month(organisation: Organisation, start: date) -> tuple[list[Month], dict[str, int | None]]:
    tools: dict[str, _Tool] = defaultdict(_Tool)
    classes: dict[str, _Cell] = defaultdict(_Cell)
    begin = datetime(start.year, start.month, 1, tzinfo=UTC)
    rows = Use.objects.filter(
        organisation=organisation, at__gte=begin, at__lt=begin + (_end(start) - start) + timedelta(days=1)
    )
    columns = ("tool", "person", "decision", "masked", "tokens_in", "tokens_out", "joules")
    for tool, person, decision, masked, tokens_in, tokens_out, joules in rows.values_list(*columns).iterator(AT_A_TIME):
        one = tools[tool]
        one.uses.add(1, person)
        one.decisions[decision].add(1, person)
        one.tokens += tokens_in + tokens_out
        one.joules += joules
        for name, number in masked.items():
            classes[name].add(number, person)
    together = [name for name in kept_back({name: one.uses.people for name, one in tools.items()}) if name in tools]
    if together:
        tools[OTHER] = _sum([tools.pop(name) for name in together])
    told = [_told(name, start, one) for name, one in sorted(tools.items())]
    return told, {name: int(cell.number) if len(cell.people) >= FEWEST else None for name, cell in classes.items()}


def _told(name: str, start: date, one: _Tool) -> Month:
    if len(one.uses.people) < FEWEST:
        return Month(name, start, None)
    back = kept_back({decision: cell.people for decision, cell in one.decisions.items()})

    def number(decision: str) -> int | None:
        return None if decision in back else int(one.decisions[decision].number)

    return Month(
        name,
        start,
        int(one.uses.number),
        number("mask"),
        number("ask"),
        number("stop"),
        int(one.tokens),
        round(one.joules / 3600, 3),
    )


def _sum(tools: list[_Tool]) -> _Tool:
    whole = _Tool()
    for one in tools:
        whole.uses.number += one.uses.number
        whole.uses.people |= one.uses.people
        whole.tokens += one.tokens
        whole.joules += one.joules
        for decision, cell in one.decisions.items():
            whole.decisions[decision].number += cell.number
            whole.decisions[decision].people |= cell.people
    return whole


def _starts(since: date, until: date) -> list[date]:
    """The first days of the months that lie wholly between two days."""
    start = since if since.day == 1 else _end(since) + timedelta(days=1)
    found = []
    while _end(start) <= until:
        found.append(start)
        start = _end(start) + timedelta(days=1)
    return found


def _end(day: date) -> date:
    """The last day of a month."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
