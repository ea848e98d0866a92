"""What the organisation knows: proposals that follow from overruled answers, the organisation file, and the list for whoever keeps the weights."""

from collections import defaultdict

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from weerbaar.advise.sentences import finding_sentence
from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.feedback import Settled, describe, difference, open_proposals, settle, unlearn
from weerbaar.desk.cases.models import Proposal, Review
from weerbaar.desk.language import readers_language
from weerbaar.desk.web.team.doors import may, tell
from weerbaar.model.errors import Trouble

MOST = 50
MOST_REVIEWED = 500


@require_GET
@may(Action.KNOW)
def knowledge(request: HttpRequest, who: Membership) -> HttpResponse:
    """Proposals with what each would change, and those that were settled."""
    settled = (
        who.organisation.proposals.exclude(state=Proposal.State.OPEN)
        .select_related("organisation", "case", "by")
        .order_by("-at", "-pk")
    )
    known = {
        "open": [{"proposal": one, "lines": _lines(one)} for one in list(open_proposals(who.organisation))[:MOST]],
        "settled": settled[:MOST],
        "description": who.organisation.description,
    }
    return render(request, "team/knowledge.html", known)


@require_POST
@may(Action.KNOW)
def knowledge_settle(request: HttpRequest, who: Membership, id: int) -> HttpResponse:
    """Apply a proposal, decline it, or undo an applied one."""
    proposal = Proposal.objects.filter(pk=id, organisation_id=who.organisation_id).select_related("organisation").first()
    if proposal is None:
        raise Http404
    act = request.POST.get("act", "")
    if act == "undo":
        tell(request, lambda: unlearn(proposal, who), _("Undone. The organisation knows what it knew before."))
    elif act in ("apply", "decline"):
        said = _("Learned. From now on doubts are looked at with it.") if act == "apply" else _("Declined.")
        tell(request, lambda: settle(proposal, who, apply=act == "apply"), said)
    return redirect("team_knowledge")


@require_http_methods(["GET", "POST"])
@may(Action.KNOW)
def describing(request: HttpRequest, who: Membership) -> HttpResponse:
    """The organisation file: people, suppliers, accounts; read before it is kept."""
    if request.method != "POST":
        return render(request, "team/describing.html", {"description": who.organisation.description})
    description = request.POST.get("description", "").replace("\r\n", "\n")
    try:
        describe(who.organisation, who, description)
    except Trouble as trouble:
        known = {"description": description, "wrong": trouble.said(readers_language())}
        return render(request, "team/describing.html", known, status=400)
    messages.success(request, _("Kept. From now on doubts are looked at with it."))
    return redirect("team_describing")


@require_GET
@may(Action.KNOW)
def review(request: HttpRequest, who: Membership) -> HttpResponse:
    """Findings that stood in overruled answers, by how often a person saw it otherwise; with ?as=json the list itself."""
    found = list(Review.objects.filter(organisation_id=who.organisation_id)[:MOST_REVIEWED])
    if request.GET.get("as") == "json":
        rows = [
            {
                "machine": one.machine,
                "person": one.person,
                "probability": one.probability,
                "findings": one.findings,
                "day": f"{one.at:%Y-%m-%d}",
            }
            for one in found
        ]
        return JsonResponse({"overruled": rows})
    sums: dict[str, list[float]] = defaultdict(list)
    for one in found:
        for finding in one.findings:
            if finding["log_ratio"]:
                sums[finding["id"]].append(finding["log_ratio"])
    language = readers_language()
    rows = [
        {
            "id": id,
            "sentence": finding_sentence(language, id, {}),
            "count": len(values),
            "against": sum(value > 0 for value in values),
        }
        for id, values in sorted(sums.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    ]
    return render(request, "team/review.html", {"rows": rows[:MOST], "count": len(found)})


def _lines(proposal: Proposal) -> list[str]:
    try:
        return difference(proposal)
    except Settled:
        return []
