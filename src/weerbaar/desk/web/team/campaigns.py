"""Campaigns: the list, one with its cases, taking cases out, putting two together, undoing that."""

from django.db.models import Count, OuterRef, Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action, can
from weerbaar.desk.cases.campaigns import merge, regroup_undo, similar, split
from weerbaar.desk.cases.models import Campaign, Case, Regrouped, State
from weerbaar.desk.web.team.doors import campaign_of, may, tell
from weerbaar.model.verdict import Band

PER_PAGE = 30
MOST_SHOWN = 200
MOST_OTHERS = 20


@require_GET
@may(Action.LIST)
def campaigns(request: HttpRequest, who: Membership) -> HttpResponse:
    """The campaigns, those that were last added to first."""
    after = request.GET.get("after", "")
    found = Campaign.objects.filter(organisation_id=who.organisation_id, size__gte=2).order_by("-latest_at", "-pk")
    if after.isascii() and after.isdecimal() and len(after) < 18:
        last = Campaign.objects.filter(organisation_id=who.organisation_id, pk=int(after)).first()
        if last is not None:
            found = found.filter(Q(latest_at__lt=last.latest_at) | Q(latest_at=last.latest_at, pk__lt=last.pk))
    page = list(found[: PER_PAGE + 1])
    waits = dict(
        Campaign.objects.filter(pk__in=[one.pk for one in page])
        .annotate(n=Count("cases", filter=Q(cases__priority__gt=0)))
        .values_list("pk", "n")
    )
    called = _called(page[:PER_PAGE]) if can(who, Action.READ) else {}
    rows = [{"campaign": one, "waits": waits.get(one.pk, 0), "first": called.get(one.pk)} for one in page[:PER_PAGE]]
    return render(request, "team/campaigns.html", {"rows": rows, "after": page[PER_PAGE - 1].pk if len(page) > PER_PAGE else 0})


@require_GET
@may(Action.LIST)
def campaign(request: HttpRequest, who: Membership, id: int) -> HttpResponse:
    """One campaign."""
    found = campaign_of(who, id)
    cases = list(
        found.cases.exclude(state=State.ERASED).select_related("organisation").order_by("-received_at", "-pk")[:MOST_SHOWN]
    )
    reads = can(who, Action.READ)
    reasons = (
        next((one.likeness.reasons for one in similar(cases[0]) if one.case.campaign_id == found.pk), ())
        if cases and reads
        else ()
    )
    others = (
        Campaign.objects.filter(organisation_id=who.organisation_id, size__gte=1)
        .exclude(pk=found.pk)
        .order_by("-latest_at", "-pk")[:MOST_OTHERS]
    )
    called = _called(list(others)) if reads else {}
    known = {
        "campaign": found,
        "cases": cases,
        "hidden": max(0, found.size - len(cases)),
        "reasons": reasons[:6],
        "people": len({case.reporter_id for case in cases}),
        "decisions": found.decisions.select_related("by").order_by("-at"),
        "changes": found.regrouped.select_related("by").order_by("-at"),
        "others": [{"campaign": one, "first": called.get(one.pk)} for one in others],
        "bands": [band for band in Band if band is not Band.CANNOT_JUDGE],
        "may_decide": can(who, Action.DECIDE, found),
        "seeks": next((case for case in cases if case.band), None) if can(who, Action.PROTECT, found) else None,
        "reads": reads,
    }
    return render(request, "team/campaign.html", known)


@require_POST
@may(Action.DECIDE)
def campaign_split(request: HttpRequest, who: Membership, id: int) -> HttpResponse:
    """Take the marked cases out, into a campaign of their own."""
    found = campaign_of(who, id)
    marked = [int(one) for one in request.POST.getlist("case") if one.isascii() and one.isdecimal() and len(one) < 18]
    tell(request, lambda: split(found, who, marked), _("They are a campaign of their own now."))
    return redirect("team_campaign", id=id)


@require_POST
@may(Action.DECIDE)
def campaign_merge(request: HttpRequest, who: Membership, id: int) -> HttpResponse:
    """Put another campaign into this one."""
    found, number = campaign_of(who, id), request.POST.get("other", "")
    other = campaign_of(who, int(number)) if number.isascii() and number.isdecimal() and len(number) < 18 else found
    tell(request, lambda: merge(found, other, who), _("They are one campaign now."))
    return redirect("team_campaign", id=id)


@require_POST
@may(Action.DECIDE)
def regroup_back(request: HttpRequest, who: Membership, id: int) -> HttpResponse:
    """Undo a split or a merge."""
    change = Regrouped.objects.filter(pk=id, organisation_id=who.organisation_id).first()
    if change is None:
        raise Http404
    tell(request, lambda: regroup_undo(change, who), _("Undone."))
    return redirect("team_campaign", id=change.campaign_id) if change.campaign_id else redirect("team_campaigns")


def _called(found: list[Campaign]) -> dict[int, str]:
    """What the latest case of each campaign is called."""
    last = (
        Case.objects.filter(campaign=OuterRef("pk"))
        .exclude(state=State.ERASED)
        .order_by("-received_at", "-pk")
        .values("pk")[:1]
    )
    latest = (
        Campaign.objects.filter(pk__in=[one.pk for one in found]).annotate(last=Subquery(last)).values_list("last", flat=True)
    )
    cases = Case.objects.filter(pk__in=list(latest)).select_related("organisation")
    return {case.campaign_id: case.about.called for case in cases if case.campaign_id is not None}
