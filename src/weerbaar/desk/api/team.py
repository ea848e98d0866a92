"""What the team may do: list, find, read, decide, undo, note; campaigns; how it stands."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from ninja import P, Query, QueryEx, Router
from ninja.responses import Status

from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.api.caller import Caller, caller, one
from weerbaar.desk.api.paging import PER_PAGE, Number, PerPage, page_of
from weerbaar.desk.api.shapes import Campaign, Decided, Note, Page, Standing, ToDecide, ToNote, WholeCase
from weerbaar.desk.api.shapes import Case as CaseShape
from weerbaar.desk.cases import models
from weerbaar.desk.cases.decide import decide, note, undo
from weerbaar.desk.cases.models import Case, Decision, State
from weerbaar.desk.cases.see import search, visible
from weerbaar.desk.cases.standing import since
from weerbaar.desk.download import download
from weerbaar.desk.trail import record
from weerbaar.desk.vault import Locked
from weerbaar.model.verdict import Band

router = Router(tags=["the team's cases"])
ORIGINAL = {
    "responses": {
        200: {
            "description": "The bytes",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}
LARGEST_ID = 2**63 - 1
InCampaign = QueryEx[int | None, P(ge=1, le=LARGEST_ID)]
Text = QueryEx[str, P(max_length=200, description="Whole words, all of them; scope `content`.")]
Days = QueryEx[int, P(ge=1, le=366)]


@router.get("/cases", response=Page[CaseShape], summary="Cases, the latest first")
def cases(
    request: HttpRequest,
    state: Query[State | None] = None,
    band: Query[Band | None] = None,
    campaign: InCampaign = None,
    q: Text = "",
    page: Number = 1,
    per_page: PerPage = PER_PAGE,
) -> Any:
    """Scope `cases`; to search also `content`. `band` is the one that holds: a person's where there is one."""
    here = caller(request)
    here.demand(Action.LIST)
    if q:
        here.demand(Action.SEARCH)
    found = search(here.member, q) if q else visible(here.member)
    if state is not None:
        found = found.filter(state=state)
    if band is not None:
        found = found.filter(decided_band=band.value) | found.filter(decided_band="", band=band.value)
    if campaign is not None:
        found = found.filter(campaign_id=campaign)
    return page_of(found.select_related("organisation"), lambda case: _case(here, case), page, per_page)


@router.get("/cases/{uuid:ref}", response=WholeCase, summary="A case")
def case(request: HttpRequest, ref: uuid.UUID) -> Any:
    """Scope `cases`; what was brought and said only with `content`."""
    here = caller(request)
    found = one(here, ref, Action.SEE_FACTS)
    reads = _reads(here, found)
    return {
        **_case(here, found),
        "comment": found.about.comment if reads else None,
        "findings": found.record().get("findings", []) if reads else None,
        "timeline": list(found.events.all()),
        "decisions": [_decided(here, made) for made in found.decisions.all()],
    }


@router.get("/cases/{uuid:ref}/original", summary="What was brought, as it was", openapi_extra=ORIGINAL)
def original(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Scope `content`. The bytes may be dangerous: open them nowhere but where that is safe. That they were taken stands in the trail."""
    here = caller(request)
    found = one(here, ref, Action.READ)
    if found.state == State.ERASED:
        raise Locked("erased")
    data = found.original()
    record(
        "original taken",
        organisation=found.organisation_id,
        actor=here.member.user_id,
        about=found.name,
        facts={"key": here.key.pk},
    )
    return download(data, f"{found.ref}.bin", "application/octet-stream")


@router.get("/cases/{uuid:ref}/notes", response=list[Note], summary="The notes of the team")
def notes(request: HttpRequest, ref: uuid.UUID) -> Any:
    """Scope `content`."""
    found = one(caller(request), ref, Action.READ)
    return [] if found.state == State.ERASED else [_note(made) for made in found.notes.order_by("at", "pk")]


@router.post("/cases/{uuid:ref}/notes", response={201: Note}, summary="Write a note")
def write_note(request: HttpRequest, ref: uuid.UUID, sent: ToNote) -> Any:
    """Scope `decide`."""
    here = caller(request)
    return Status(201, _note(note(one(here, ref, Action.NOTE), here.member, sent.text)))


@router.post("/cases/{uuid:ref}/decisions", response={201: Decided}, summary="Decide")
def decide_it(request: HttpRequest, ref: uuid.UUID, sent: ToDecide) -> Any:
    """Scope `decide`. Who brought it hears of it where that tells them something new."""
    here = caller(request)
    made = decide(one(here, ref, Action.DECIDE), here.member, Decision.Kind(sent.kind), band=sent.band, reason=sent.reason)
    return Status(201, _decided(here, made))


@router.post("/cases/{uuid:ref}/decisions/{int:id}/undo", response=Decided, summary="Take back the latest decision")
def undo_it(request: HttpRequest, ref: uuid.UUID, id: int) -> Any:
    """Scope `decide`."""
    here = caller(request)
    found = one(here, ref, Action.DECIDE)
    made = found.decisions.filter(pk=id).first() if id <= LARGEST_ID else None
    if made is None:
        raise Http404
    undo(made, here.member)
    made.refresh_from_db()
    return _decided(here, made)


@router.get("/campaigns", response=Page[Campaign], summary="Campaigns, the latest first")
def campaigns(request: HttpRequest, page: Number = 1, per_page: PerPage = PER_PAGE) -> Any:
    """Scope `cases`. Cases that belong together; their cases are those with this `campaign` at `/cases`."""
    here = caller(request)
    here.demand(Action.LIST)
    found = models.Campaign.objects.filter(organisation_id=here.member.organisation_id).annotate(many=Count("cases"))
    return page_of(found.order_by("-opened_at", "-pk"), _campaign, page, per_page)


@router.get("/campaigns/{int:id}", response=Campaign, summary="A campaign")
def campaign(request: HttpRequest, id: int) -> Any:
    """Scope `cases`."""
    here = caller(request)
    here.demand(Action.LIST)
    mine = models.Campaign.objects.filter(organisation_id=here.member.organisation_id)
    found = mine.filter(pk=id).annotate(many=Count("cases")).first() if id <= LARGEST_ID else None
    if found is None:
        raise Http404
    return _campaign(found)


@router.get("/standing", response=Standing, summary="How it stands", tags=["how it stands"])
def standing(request: HttpRequest, days: Days = 28) -> Any:
    """Scope `standing`. Counts only."""
    here = caller(request)
    here.demand(Action.STANDING)
    found = since(here.member.organisation_id, days)
    return {
        "days": days,
        "cases": found.cases,
        "bands": _counts(found.bands),
        "states": _counts(found.states),
        "waiting_for_a_person": found.waiting,
        "decided": found.decided,
        "agreed": found.agreed,
        "seconds_to_answer": found.seconds,
    }


def _reads(here: Caller, case: Case) -> bool:
    return case.state != State.ERASED and here.may(Action.READ, case)


def _case(here: Caller, case: Case) -> dict[str, Any]:
    return {
        "ref": case.ref,
        "state": case.state,
        "name": case.about.name if _reads(here, case) else None,
        "way": case.way,
        "language": case.language,
        "size": case.size,
        "received_at": case.received_at,
        "answered_at": case.answered_at,
        "decided_at": case.decided_at,
        "band": case.band or None,
        "decided_band": case.decided_band or None,
        "probability": case.probability,
        "contested_at": case.contested_at,
        "campaign": case.campaign_id,
        "held": case.held,
    }


def _decided(here: Caller, made: Decision) -> dict[str, Any]:
    return {
        "id": made.pk,
        "kind": made.kind,
        "band": made.band or None,
        "reason": made.reason if _reads(here, made.case) else None,
        "at": made.at,
        "undone_at": made.undone_at,
    }


def _note(made: models.Note) -> dict[str, Any]:
    return {"id": made.pk, "at": made.at, "text": made.text}


def _campaign(found: Any) -> dict[str, Any]:
    return {"id": found.pk, "opened_at": found.opened_at, "band": found.band or None, "cases": found.many}


def _counts(found: Mapping[str, int]) -> list[dict[str, Any]]:
    return [{"name": name, "cases": cases} for name, cases in found.items()]
