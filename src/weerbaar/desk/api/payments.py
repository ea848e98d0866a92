"""Payment files and the ledger, for programs."""

import uuid
from datetime import datetime
from typing import Annotated, Any

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import P, QueryEx, Router, Schema
from ninja.responses import Status
from pydantic import Field

from weerbaar.desk.access.limits import address, take
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.api.caller import Caller, caller
from weerbaar.desk.api.paging import PER_PAGE, Number, PerPage, page_of
from weerbaar.desk.api.problems import problem
from weerbaar.desk.api.shapes import Page
from weerbaar.desk.language import readers_language
from weerbaar.desk.ledger.state import Broken, ledger_of
from weerbaar.desk.payments import check, report
from weerbaar.desk.payments.models import Run, Way
from weerbaar.desk.trail import record
from weerbaar.settings import load

router = Router(tags=["payments"])
XML = {"application/xml": {"schema": {"type": "string", "format": "binary"}}}
RAW = {"requestBody": {"required": True, "content": XML}}
FILE = {"responses": {200: {"description": "The file", "content": XML}}}
LARGEST_ROUND = 2**31 - 1
Name = QueryEx[str, P(max_length=check.LONGEST_NAME, example="betalingen-november.xml")]


class BankAnswered(Schema):
    """What a bank answered last about this name and account."""

    result: str
    holder: str
    at: str


class Payment(Schema):
    """One line of a payment file. `reasons`, `faults` and `notes` are codes of docs/rooms/payments.md; reasons are empty where it goes."""

    number: int
    released: bool
    round: int | None
    name: str
    iban: str
    amount: str
    currency: str
    reference: str
    end_to_end: str
    date: str
    payer: str
    standing: str
    payee: str
    match: str
    reasons: list[str]
    faults: list[str]
    notes: list[str]
    overridden: bool
    bank: BankAnswered | None


class Refusal(Schema):
    """Why a whole file was refused, and where."""

    code: str
    detail: str


class Check(Schema):
    """A payment file that was checked. `rounds` is how often something of it was let go; each round has a file of its own."""

    ref: uuid.UUID
    name: str
    state: Annotated[str, Field(description="checked, refused or aside")]
    at: datetime
    rounds: int
    released: int
    held: int
    refused: Refusal | None


class WholeCheck(Check):
    """A payment file with every line."""

    lines: list[Payment]


class Known(Schema):
    """A fact of the ledger: how it was confirmed, when, and until when that holds."""

    id: str
    kind: str
    value: str
    how: str
    confirmed: bool
    at: str
    until: str


class PayeeShape(Schema):
    """Someone who is paid."""

    id: str
    name: str
    country: str
    facts: list[Known]


class LedgerPage(Schema):
    """One page of the ledger; `next` is the number of the next one."""

    items: list[PayeeShape]
    count: int
    page: int
    next: int | None


@router.post("/payments/checks", response={201: WholeCheck}, summary="Check a payment file", openapi_extra=RAW)
def check_it(request: HttpRequest, name: Name = "") -> Any:
    """Scope `payments:check`. The body is a pain.001 as it is. The same bytes are one check: sent again, nothing more is released."""
    here = caller(request)
    here.demand(Action.RELEASE)
    data = request.read(load().max_bytes + 1)
    if not data:
        return problem(422, "empty", _("There is nothing in this file."))
    take("upload by account", str(here.member.user_id))
    take("upload by address", address(request))
    try:
        run = check.check(here.member.organisation, data, name=name or _("payments"), way=Way.PROGRAM, member=here.member)
    except Broken as broken:
        return problem(409, "ledger-broken", broken.said(readers_language()))
    return Status(201, report.as_record(run))


@router.get("/payments/checks", response=Page[Check], summary="Payment files that were checked, the latest first")
def checks(request: HttpRequest, page: Number = 1, per_page: PerPage = PER_PAGE) -> Any:
    """Scope `payments:check` or `ledger:read`."""
    here = caller(request)
    here.demand(_reading(here))
    found = Run.objects.filter(organisation_id=here.member.organisation_id).select_related("organisation")
    counted = found.annotate(
        goes=Count("lines", filter=Q(lines__round__isnull=False)), waits=Count("lines", filter=Q(lines__round=None))
    )
    return page_of(counted.order_by("-at", "-pk"), _short, page, per_page)


@router.get("/payments/checks/{uuid:ref}", response=WholeCheck, summary="A payment file and its lines")
def one_check(request: HttpRequest, ref: uuid.UUID) -> Any:
    """Scope `payments:check` or `ledger:read`."""
    here = caller(request)
    return report.as_record(_run(here, ref, _reading(here)))


@router.post("/payments/checks/{uuid:ref}/again", response=WholeCheck, summary="Check again what is held")
def check_again(request: HttpRequest, ref: uuid.UUID) -> Any:
    """Scope `payments:check`. Only what was not released before is let go."""
    here = caller(request)
    run = _run(here, ref, Action.RELEASE)
    try:
        check.again(run, here.member)
    except Broken as broken:
        return problem(409, "ledger-broken", broken.said(readers_language()))
    return report.as_record(_run(here, ref, Action.RELEASE))


@router.get("/payments/checks/{uuid:ref}/released/{int:round}", summary="What a round let go, for the bank", openapi_extra=FILE)
def released(request: HttpRequest, ref: uuid.UUID, round: int) -> HttpResponse:
    """Scope `payments:check`. Give each round's file to the bank once."""
    here = caller(request)
    run = _run(here, ref, Action.RELEASE)
    made = run.releases.filter(round=round).select_related("organisation").first() if round <= LARGEST_ROUND else None
    if made is None:
        raise Http404
    facts = {"round": round, "key": here.key.pk}
    record("released payments taken", organisation=run.organisation_id, actor=here.member.user_id, about=str(run), facts=facts)
    return HttpResponse(made.data, content_type="application/xml")


@router.get("/payments/checks/{uuid:ref}/held", summary="The file of what is held", openapi_extra=FILE)
def held(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Scope `payments:check`."""
    here = caller(request)
    run = _run(here, ref, Action.RELEASE)
    data = run.waiting
    if not data:
        raise Http404
    facts = {"round": run.rounds, "key": here.key.pk}
    record("held payments taken", organisation=run.organisation_id, actor=here.member.user_id, about=str(run), facts=facts)
    return HttpResponse(data, content_type="application/xml")


@router.get("/ledger/payees", response=LedgerPage, summary="Who is paid, and what is known of them")
def payees(request: HttpRequest, page: Number = 1, per_page: PerPage = PER_PAGE) -> Any:
    """Scope `ledger:read`."""
    here = caller(request)
    here.demand(Action.LEDGER)
    there = ledger_of(here.member.organisation).payees
    start = (page - 1) * per_page
    items = [
        {
            "id": one.id, "name": one.name, "country": one.country,
            "facts": [
                {
                    "id": fact.id, "kind": fact.kind, "value": fact.value, "how": fact.how, "confirmed": fact.confirmed, "at": fact.at,
                    "until": fact.until,
                }
                for fact in one.facts
            ],
        }
        for one in there[start : start + per_page]
    ]  # fmt: skip
    return {"items": items, "count": len(there), "page": page, "next": page + 1 if start + per_page < len(there) else None}


def _reading(here: Caller) -> Action:
    """Whoever checks payments reads what became of them; whoever reads the ledger too."""
    return Action.RELEASE if Action.RELEASE in here.actions else Action.LEDGER


def _run(here: Caller, ref: uuid.UUID, action: Action) -> Run:
    """
    Raises:
        OutOfScope: the key was not made for this.
        Forbidden: its holder may not.
        Http404: there is none, or it is another organisation's.
    """
    here.demand(action)
    found = Run.objects.filter(ref=ref, organisation_id=here.member.organisation_id).select_related("organisation").first()
    if found is None or not here.may(action, found):
        raise Http404
    return found


def _short(run: Any) -> dict[str, Any]:
    code, detail = run.refused
    return {
        "ref": run.ref, "name": run.name, "state": run.state, "at": run.at, "rounds": run.rounds, "released": run.goes, "held": run.waits,
        "refused": {"code": code, "detail": detail} if code else None,
    }  # fmt: skip
