"""What a program may do about many at once: decide about a campaign, first dry, and undo it; look for the siblings of a doubt, dry alone.

Moving siblings aside is not offered: a message that vanishes from a mailbox is decided by a person who sees the list.
"""

import uuid
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router
from ninja.responses import Status

from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.api.caller import Caller, caller, one
from weerbaar.desk.api.shapes import DecidedTogether, Siblings, Telling, ToDecideTogether
from weerbaar.desk.api.team import LARGEST_ID
from weerbaar.desk.cases.decide import NotNow
from weerbaar.desk.cases.models import Campaign, Case, Decision, Together
from weerbaar.desk.cases.see import visible
from weerbaar.desk.cases.together import MOST, decide_together, preview, undo_together
from weerbaar.desk.intake import siblings
from weerbaar.desk.intake.models import Quarantine
from weerbaar.desk.language import readers_language

router = Router(tags=["campaigns and siblings"])


@router.post(
    "/campaigns/{int:id}/decisions/preview", response=list[Telling], summary="What a decision about a campaign would tell"
)
def preview_it(request: HttpRequest, id: int, sent: ToDecideTogether) -> Any:
    """Scope `decide`. Dry: nothing is decided and nobody is told. Whoever brought several of its cases would hear of it once."""
    here = caller(request)
    found = _campaign(here, id)
    if sent.kind == "overrule" and sent.band is None:
        raise NotNow("overrule_needs_reason")
    return [
        {"case": told.case.ref, "before": told.before or None, "band": told.band, "told": told.told}
        for told in preview(_cases(here, found), Decision.Kind(sent.kind), sent.band)
    ]


@router.post("/campaigns/{int:id}/decisions", response={201: DecidedTogether}, summary="Decide about a campaign")
def decide_it(request: HttpRequest, id: int, sent: ToDecideTogether) -> Any:
    """Scope `decide`. All its cases that were looked at, at most 500; those that join later are not covered."""
    here = caller(request)
    found = _campaign(here, id)
    kind = Decision.Kind(sent.kind)
    made = decide_together(_cases(here, found), here.member, kind, band=sent.band, reason=sent.reason, campaign=found)
    return Status(201, _made(made))


@router.post(
    "/campaigns/{int:id}/decisions/{int:number}/undo", response=DecidedTogether, summary="Take back a decision about a campaign"
)
def undo_it(request: HttpRequest, id: int, number: int) -> Any:
    """Scope `decide`. Cases that were decided anew since stay as they are."""
    here = caller(request)
    found = _campaign(here, id)
    made = found.decisions.filter(pk=number).first() if number <= LARGEST_ID else None
    if made is None:
        raise Http404
    undo_together(made, here.member)
    made.refresh_from_db()
    return _made(made)


@router.post("/cases/{uuid:ref}/siblings", response={202: Siblings}, summary="Look for the same message in connected mailboxes")
def find_them(request: HttpRequest, ref: uuid.UUID) -> Any:
    """Scope `protect`. Dry: it counts and changes nothing. The count follows within a minute: ask for it at `/siblings/{ref}`."""
    here = caller(request)
    return Status(202, _sought(siblings.find(one(here, ref, Action.PROTECT), here.member)))


@router.get("/siblings/{uuid:ref}", response=Siblings, summary="What was found in which mailbox")
def found_them(request: HttpRequest, ref: uuid.UUID) -> Any:
    """Scope `protect`."""
    here = caller(request)
    here.demand(Action.PROTECT)
    found = (
        Quarantine.objects.filter(ref=ref, organisation_id=here.member.organisation_id)
        .select_related("case", "organisation")
        .first()
    )
    if found is None or not here.may(Action.PROTECT, found):
        raise Http404
    return _sought(found)


def _campaign(here: Caller, id: int) -> Campaign:
    """
    Raises:
        OutOfScope: the key was not made for deciding.
        Forbidden: its holder decides nothing.
        Http404: there is no such campaign for them.
    """
    here.demand(Action.DECIDE)
    found = Campaign.objects.filter(pk=id, organisation_id=here.member.organisation_id).first() if id <= LARGEST_ID else None
    if found is None or not here.may(Action.DECIDE, found):
        raise Http404
    return found


def _cases(here: Caller, found: Campaign) -> list[Case]:
    return list(visible(here.member).filter(campaign=found).select_related("organisation").order_by("pk")[: MOST + 1])


def _made(made: Together) -> dict[str, Any]:
    return {
        "id": made.pk,
        "campaign": made.campaign_id,
        "kind": made.kind,
        "band": made.band or None,
        "cases": made.decisions.count(),
        "at": made.at,
        "undone_at": made.undone_at,
    }


def _sought(found: Quarantine) -> dict[str, Any]:
    language = readers_language()
    return {
        "ref": found.ref,
        "case": found.case.ref,
        "state": found.state,
        "mailboxes": [
            {
                "address": row.address,
                "done": row.done,
                "found": row.found,
                "aside": row.aside,
                "restored": row.restored,
                "failed": row.failed,
                "more": row.more,
                "trouble": row.trouble.said(language) if row.trouble else None,
            }
            for row in siblings.report(found)
        ],
    }
