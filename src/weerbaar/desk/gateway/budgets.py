"""How much may be used in a day and in a month: by one person, by a team's key, by the whole organisation. 0: no limit.

Days and months are those of UTC. The numbers stand in the settings of the organisation.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone

from weerbaar.desk.accounts.models import Membership, Organisation
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.see import demand
from weerbaar.desk.gateway.models import Tally, holder_token
from weerbaar.desk.trail import record

SETTING = "ai_budgets"
SCOPES = ("person", "team", "organisation")
MOST = 10**12
JOULES = 3600
"""In a watt-hour."""
EVERYBODY = 0
"""The holder under which an organisation counts."""
MORE = (
    "INSERT INTO gateway_tally (organisation_id, holder, day, requests, tokens, joules) VALUES (%s, %s, %s, %s, %s, %s) "
    "ON CONFLICT (organisation_id, holder, day) DO UPDATE SET requests = gateway_tally.requests + excluded.requests, "
    "tokens = gateway_tally.tokens + excluded.tokens, joules = gateway_tally.joules + excluded.joules"
)


class NotABudget(ValueError):
    """A budget is a number of requests, tokens or watt-hours; 0 is no limit."""


@dataclass(frozen=True, slots=True)
class Budget:
    """Limits of one holder; energy in watt-hours."""

    requests_day: int = 0
    requests_month: int = 0
    tokens_day: int = 0
    tokens_month: int = 0
    energy_day: int = 0
    energy_month: int = 0

    @property
    def is_set(self) -> bool:
        return any(asdict(self).values())


@dataclass(frozen=True, slots=True)
class Used:
    """What was used, today and this month; energy in joules."""

    requests_day: int = 0
    requests_month: int = 0
    tokens_day: int = 0
    tokens_month: int = 0
    joules_day: float = 0.0
    joules_month: float = 0.0

    def over(self, budget: Budget, tokens: int, joules: float) -> str:
        """Which limit one more request with so many tokens would pass; "" for none."""
        would = {
            "requests_day": self.requests_day + 1,
            "requests_month": self.requests_month + 1,
            "tokens_day": self.tokens_day + tokens,
            "tokens_month": self.tokens_month + tokens,
            "energy_day": (self.joules_day + joules) / JOULES,
            "energy_month": (self.joules_month + joules) / JOULES,
        }
        limits = asdict(budget)
        return next((name for name, much in would.items() if limits[name] and much > limits[name]), "")


def budget(organisation: Organisation, scope: str) -> Budget:
    """The limits in force for a person, a team or the organisation."""
    kept = organisation.settings.get(SETTING, {}).get(scope, {})
    return Budget(**{one.name: int(kept.get(one.name, 0)) for one in fields(Budget)})


@transaction.atomic
def set_budget(member: Membership, scope: str, wanted: Mapping[str, int]) -> None:
    """Change the limits of a scope.

    Raises:
        Forbidden: this member may not.
        NotABudget: a limit we do not have, or a number out of range.
    """
    demand(member, Action.GATEWAY)
    names = {one.name for one in fields(Budget)}
    if scope not in SCOPES or set(wanted) - names or any(not 0 <= value <= MOST for value in wanted.values()):
        raise NotABudget(scope)
    organisation = Organisation.locked(member.organisation_id)
    before = asdict(budget(organisation, scope))
    kept = organisation.settings.get(SETTING, {})
    organisation.keep(SETTING, {**kept, scope: {**before, **wanted}})
    changed = {name: value for name, value in wanted.items() if before[name] != value}
    record("ai budget changed", organisation=organisation.pk, actor=member.user_id, about=scope, facts=changed)


def used(organisation: Organisation, holder: str | None, day: date | None = None) -> Used:
    """What a holder (`Key.holder`; None: everybody) used on a day (today) and in its month so far."""
    day = day or today()
    mark = holder_token(organisation, holder) if holder else EVERYBODY
    month = Tally.objects.filter(organisation=organisation, holder=mark, day__gte=day.replace(day=1), day__lte=day)
    sums = (Sum("requests", default=0), Sum("tokens", default=0), Sum("joules", default=0.0))
    whole = month.aggregate(requests=sums[0], tokens=sums[1], joules=sums[2])
    now = month.filter(day=day).first() or Tally()
    return Used(now.requests, whole["requests"], now.tokens, whole["tokens"], now.joules, whole["joules"])


def add(organisation: int, holder: int, day: date, requests: int, tokens: int, joules: float) -> None:
    """Count more (or less) for a holder and for everybody. Written by hand: it is done twice for every request."""
    rows = [(organisation, one, day, requests, tokens, joules) for one in (EVERYBODY, holder)]
    with connection.cursor() as cursor:
        cursor.executemany(MORE, rows)


def today() -> date:
    """The day that budgets count in."""
    return timezone.now().astimezone(UTC).date()


def until(limit: str, now: datetime) -> int:
    """Seconds until a limit (such as "tokens_day") begins anew."""
    start = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if limit.endswith("_day"):
        end = start + timedelta(days=1)
    else:
        end = (start.replace(day=1) + timedelta(days=32)).replace(day=1)
    return int((end - now).total_seconds()) + 1
