"""One decision about many: first who would be told what, then the decision, and a way back."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.models import Campaign, Case, Together
from weerbaar.desk.cases.see import visible
from weerbaar.desk.cases.together import MOST, decide_together, preview, undo_together
from weerbaar.desk.web.team.case import decision
from weerbaar.desk.web.team.doors import campaign_of, may, tell


@require_POST
@may(Action.DECIDE)
def together(request: HttpRequest, who: Membership) -> HttpResponse:
    """Show what a decision about the marked cases (or a whole campaign) would tell to whom; with `sure`, decide."""
    cases, campaign = _chosen(request, who)
    kind, band = decision(request)
    reason = request.POST.get("reason", "")
    back = redirect("team_campaign", id=campaign.pk) if campaign else redirect("team_inbox")
    if request.POST.get("sure") == "1":
        said = ngettext("%d doubt was decided.", "%d doubts were decided.", len(cases)) % len(cases)
        tell(request, lambda: decide_together(cases, who, kind, band=band, reason=reason, campaign=campaign), said)
        return back
    tellings = preview(cases, kind, band)
    wrong = ""
    if not tellings:
        wrong = _("None of these can be decided yet. Mark at least one that was looked at.")
    elif kind == "overrule" and (band is None or not reason.strip()):
        wrong = _("To overrule, choose what it should be and say why.")
    known = {
        "tellings": tellings,
        "told": sum(one.told for one in tellings),
        "kind": kind,
        "band": band,
        "reason": reason,
        "campaign": campaign,
        "wrong": wrong,
        "too_many": MOST if len(cases) > MOST else 0,
    }
    return render(request, "team/together.html", known, status=400 if wrong else 200)


@require_POST
@may(Action.DECIDE)
def together_undo(request: HttpRequest, who: Membership, id: int) -> HttpResponse:
    """Take a decision about many cases back."""
    made = Together.objects.filter(pk=id, organisation_id=who.organisation_id).first()
    if made is None:
        raise Http404
    tell(request, lambda: undo_together(made, who), _("Undone. Those who were told otherwise hear of it."))
    return redirect("team_campaign", id=made.campaign_id) if made.campaign_id else redirect("team_inbox")


def _chosen(request: HttpRequest, who: Membership) -> tuple[list[Case], Campaign | None]:
    """The cases that a form names, all of one organisation, at most one more than a decision covers."""
    cases = visible(who).select_related("organisation").order_by("pk")
    number = request.POST.get("campaign", "")
    marked = [
        int(one) for one in request.POST.getlist("case")[: MOST + 1] if one.isascii() and one.isdecimal() and len(one) < 18
    ]
    if number.isascii() and number.isdecimal() and len(number) < 18:
        campaign = campaign_of(who, int(number))
        return list(cases.filter(campaign=campaign)[: MOST + 1]), campaign
    return list(cases.filter(pk__in=marked)), None
