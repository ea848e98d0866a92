"""How it stands, in numbers that show no person: anything counted fewer than five times is not told."""

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from weerbaar.desk.accounts.models import LANGUAGES, Membership
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.standing import FEWEST, WEEKS, Numbers, count
from weerbaar.desk.web.team.doors import may
from weerbaar.desk.web.team.plots import Bar, Plot, plot
from weerbaar.model.verdict import Band

CACHED_SECONDS = 300


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
