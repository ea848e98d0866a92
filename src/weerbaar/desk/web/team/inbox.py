"""The inbox: what needs someone first, narrowed by what it is, found by its words. Pages are cut by keys, so that the last is as fast as the first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from weerbaar.desk.accounts.models import LANGUAGES, Membership
from weerbaar.desk.accounts.permissions import Action, can
from weerbaar.desk.cases.models import Case, State
from weerbaar.desk.cases.see import search, visible
from weerbaar.desk.web.team.doors import may
from weerbaar.model.item import Way
from weerbaar.model.verdict import Band

PER_PAGE = 40
WAITING, ALL = "waiting", "all"
SHOWN = {
    WAITING: _("To do"),
    State.NEEDS_PERSON.value: _("Needs a person"),
    State.ANSWERED.value: _("Answered"),
    State.DECIDED.value: _("Decided"),
    State.CLOSED.value: _("Closed"),
    ALL: _("All of them"),
}
WAYS = {Way.MAILBOX.value: _("by mail"), Way.FILE.value: _("file"), Way.TEXT.value: _("text"), Way.LINK.value: _("link")}


@dataclass(frozen=True, slots=True)
class Filter:
    """What is shown; an empty value narrows nothing. Values that are not ours are left out."""

    show: str = WAITING
    band: str = ""
    way: str = ""
    language: str = ""
    campaign: int = 0
    mine: bool = False
    q: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Filter":
        def one_of(name: str, known: Mapping[str, object]) -> str:
            value = asked.get(name, "")
            return value if value in known else ""

        q = asked.get("q", "").strip()[:200]
        number = asked.get("campaign", "")
        return cls(
            one_of("show", SHOWN) or (ALL if q else WAITING),
            one_of("band", {band.value: band for band in Band}),
            one_of("way", WAYS),
            one_of("language", dict(LANGUAGES)),
            int(number) if number.isascii() and number.isdecimal() and len(number) < 15 else 0,
            asked.get("mine") == "1",
            q,
        )

    def query(self) -> str:
        """The filter as it stands in an address."""
        named = {
            "show": self.show, "band": self.band, "way": self.way, "language": self.language, "campaign": str(self.campaign or ""),
            "mine": "1" if self.mine else "", "q": self.q,
        }  # fmt: skip
        return urlencode({name: value for name, value in named.items() if value})

    @property
    def narrows(self) -> bool:
        return bool(self.band or self.way or self.language or self.campaign or self.mine or self.q)


@require_GET
@may(Action.LIST)
def inbox(request: HttpRequest, who: Membership) -> HttpResponse:
    """The list."""
    asked = Filter.of(request.GET.dict())
    page, more = paged(chosen(who, asked), asked.show, request.GET.get("after", ""))
    known = {
        "filter": asked,
        "query": asked.query(),
        "cases": page,
        "after": key_of(page[-1], asked.show) if more else "",
        "later": bool(request.GET.get("after")),
        "tabs": tabs(who, asked),
        "ways": WAYS,
        "bands": list(Band),
        "languages": LANGUAGES,
        "latest": latest(who),
        "may_read": can(who, Action.READ),
        "may_search": can(who, Action.SEARCH),
        "may_decide": can(who, Action.DECIDE),
    }
    return render(request, "team/inbox.html", known)


@require_GET
@may(Action.LIST)
def news(request: HttpRequest, who: Membership) -> HttpResponse:
    """How many doubts came that need someone since the inbox was opened; a page asks every while."""
    since = request.GET.get("since", "")
    number = int(since) if since.isascii() and since.isdecimal() and len(since) < 18 else 0
    count = visible(who).order_by().filter(pk__gt=number, priority__gt=0)[:100].count()
    return render(request, "team/news.html", {"count": count, "latest": number})


def chosen(who: Membership, asked: Filter) -> QuerySet[Case]:
    """The cases of a filter, in no order yet."""
    cases = search(who, asked.q) if asked.q and can(who, Action.SEARCH) else visible(who)
    if asked.show == WAITING:
        cases = cases.filter(priority__gt=0)
    elif asked.show != ALL:
        cases = cases.filter(state=asked.show)
    if asked.band:
        cases = cases.filter(Q(decided_band=asked.band) | Q(decided_band="", band=asked.band))
    if asked.way:
        cases = cases.filter(way=asked.way)
    if asked.language:
        cases = cases.filter(language=asked.language)
    if asked.campaign:
        cases = cases.filter(campaign_id=asked.campaign)
    if asked.mine:
        cases = cases.filter(Q(decisions__by=who.user) | Q(notes__author=who.user)).distinct()
    return cases


def paged(cases: QuerySet[Case], show: str, after: str) -> tuple[list[Case], bool]:
    """One page after a key, and whether there are more."""
    parts = after.split("_")
    if show == WAITING:
        cases = cases.order_by(F("priority").desc(), "received_at", "pk")
        if len(parts) == 3 and (at := _moment(parts[1])) and parts[0].isdecimal() and parts[2].isdecimal():
            priority, pk = int(parts[0]), int(parts[2])
            same = Q(priority=priority) & (Q(received_at__gt=at) | Q(received_at=at, pk__gt=pk))
            cases = cases.filter(Q(priority__lte=priority) & (Q(priority__lt=priority) | same))
    else:
        cases = cases.order_by("-received_at", "-pk")
        if len(parts) == 2 and (at := _moment(parts[0])) and parts[1].isdecimal():
            cases = cases.filter(Q(received_at__lte=at) & (Q(received_at__lt=at) | Q(pk__lt=int(parts[1]))))
    found = list(cases.select_related("organisation", "campaign")[: PER_PAGE + 1])
    return found[:PER_PAGE], len(found) > PER_PAGE


def key_of(case: Case, show: str) -> str:
    """The key by which the page after this case begins."""
    at = int(case.received_at.timestamp() * 1_000_000)
    return f"{case.priority}_{at}_{case.pk}" if show == WAITING else f"{at}_{case.pk}"


def latest(who: Membership) -> int:
    """The number of the latest case."""
    return visible(who).order_by("-pk").values_list("pk", flat=True).first() or 0


def tabs(who: Membership, asked: Filter) -> list[dict[str, object]]:
    """Each view of the list with how many stand in it."""
    states = dict(visible(who).order_by().values_list("state").annotate(number=Count("pk")))
    counts = {**states, ALL: sum(states.values()), WAITING: visible(who).order_by().filter(priority__gt=0).count()}
    return [
        {"name": name, "title": title, "count": counts.get(name, 0), "here": name == asked.show}
        for name, title in SHOWN.items()
    ]


def _moment(written: str) -> datetime | None:
    """Microseconds since 1970 -> a moment; None for what is none."""
    if not written.isascii() or not written.isdecimal() or len(written) > 17:
        return None
    return datetime.fromtimestamp(int(written[:-6] or 0), UTC).replace(microsecond=int(written[-6:]))
