"""The time zone in which an organisation is shown times: the one it chose, else that of its country, else that of Brussels.

Names are those of the IANA time zone database (RFC 6557).
"""

from collections.abc import Callable
from datetime import UTC, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from weerbaar.desk.accounts.known import known
from weerbaar.desk.accounts.middleware import member
from weerbaar.desk.accounts.models import Organisation
from weerbaar.desk.vault import Locked

SETTING = "time_zone"
USUAL = "Europe/Brussels"
CAPITALS = {
    "AT": "Vienna", "BE": "Brussels", "BG": "Sofia", "CH": "Zurich", "CZ": "Prague", "DE": "Berlin", "DK": "Copenhagen", "EE": "Tallinn",
    "ES": "Madrid", "FI": "Helsinki", "FR": "Paris", "GB": "London", "GR": "Athens", "HR": "Zagreb", "HU": "Budapest", "IE": "Dublin",
    "IT": "Rome", "LI": "Vaduz", "LT": "Vilnius", "LU": "Luxembourg", "LV": "Riga", "MC": "Monaco", "MT": "Malta", "NL": "Amsterdam",
    "NO": "Oslo", "PL": "Warsaw", "PT": "Lisbon", "RO": "Bucharest", "SE": "Stockholm", "SI": "Ljubljana", "SK": "Bratislava",
}  # fmt: skip
OF_COUNTRY = {code: f"Europe/{city}" for code, city in CAPITALS.items()} | {"CY": "Asia/Nicosia", "IS": "Atlantic/Reykjavik"}
"""ISO 3166-1 alpha-2 -> the zone of most of its people."""
FAR = (
    "America/Cayenne", "America/Curacao", "America/Guadeloupe", "America/Martinique", "America/Miquelon", "Asia/Nicosia", "Indian/Mayotte",
    "Indian/Reunion", "Pacific/Noumea", "Pacific/Tahiti",
)  # fmt: skip
"""Zones of these countries outside Europe and the Atlantic."""


@cache
def names() -> tuple[str, ...]:
    """The zones that can be chosen: those of Europe, of its islands, and UTC."""
    here = available_timezones()
    return (*sorted(one for one in here if one.startswith(("Europe/", "Atlantic/")) or one in FAR), "UTC")


def usual(organisation: Organisation) -> str:
    """The zone of an organisation that chose none."""
    try:
        return OF_COUNTRY.get(known(organisation).country, USUAL)
    except Locked:
        return USUAL


def zone_of(organisation: Organisation) -> tzinfo:
    """The zone in which an organisation is shown times; UTC on a machine without a time zone database."""
    chosen = organisation.settings.get(SETTING)
    try:
        return ZoneInfo(chosen if chosen in names() else usual(organisation))
    except ZoneInfoNotFoundError:
        return UTC


class Zones:
    """Every time on a page is told in the zone of the organisation that is worked for."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        who = member(request)
        if who is None:
            return self.respond(request)
        with timezone.override(zone_of(who.organisation)):
            return self.respond(request)
