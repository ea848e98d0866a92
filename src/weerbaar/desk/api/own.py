"""What anyone may do: bring a doubt, read the answers to one's own, see one differently."""

import hashlib
import uuid
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import HeaderEx, P, Query, QueryEx, Router
from ninja.responses import Status

from weerbaar.desk import vault
from weerbaar.desk.access.limits import address, take
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.api.caller import Caller, caller, one
from weerbaar.desk.api.paging import PER_PAGE, Number, PerPage, page_of
from weerbaar.desk.api.problems import problem
from weerbaar.desk.api.shapes import Answered, Brought, Contest, Doubt, Language, Page
from weerbaar.desk.cases.decide import contest
from weerbaar.desk.cases.models import Case, State
from weerbaar.desk.cases.receive import LONGEST_COMMENT, LONGEST_NAME, receive
from weerbaar.desk.web.answers import told
from weerbaar.desk.web.brought import of_text, short
from weerbaar.model.item import Way
from weerbaar.settings import load
from weerbaar.unpack.kind import LOOKED_AT, most_bytes

router = Router(tags=["your doubts"])
Idempotency = HeaderEx[
    str,
    P(
        max_length=200,
        description="A name of yours for this request: sent again with the same bytes, it is the same doubt.",
        example="sms-2026-11-03-0017",
    ),
]
Name = QueryEx[str, P(max_length=LONGEST_NAME, example="factuur.eml")]
Comment = QueryEx[str, P(max_length=LONGEST_COMMENT)]
RAW = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.post("/doubts", response={201: Brought}, summary="Bring a text or a link")
def bring(request: HttpRequest, doubt: Doubt, idempotency_key: Idempotency = "") -> Any:
    """Scope `bring`. It is kept when this answers; the answer follows within seconds: ask for it at `/doubts/{ref}`."""
    piece = of_text(doubt.text)
    return _bring(
        request, piece.data or b"", piece.way, doubt.name or piece.name, doubt.comment, doubt.language, idempotency_key
    )


@router.post("/doubts/bytes", response={201: Brought}, summary="Bring a file", openapi_extra=RAW)
def bring_bytes(
    request: HttpRequest,
    name: Name = "",
    comment: Comment = "",
    language: Query[Language | None] = None,
    idempotency_key: Idempotency = "",
) -> Any:
    """Scope `bring`. The body is the file as it is: a message (.eml, .msg), a picture, a document, anything."""
    caller(request).demand(Action.BRING)
    start = request.read(LOOKED_AT)
    data = start + request.read(most_bytes(start, load()) + 1 - len(start))
    if not data:
        return problem(422, "empty", _("There is nothing in this file."))
    return _bring(request, data, Way.FILE, short(name) or _("file without a name"), comment, language, idempotency_key)


@router.get("/doubts", response=Page[Brought], summary="Your doubts, the latest first")
def doubts(request: HttpRequest, page: Number = 1, per_page: PerPage = PER_PAGE) -> Any:
    """Scope `answers`. Those that the holder of this key brought, whichever way; not those that were erased."""
    here = caller(request)
    here.demand(Action.SEE_ANSWER)
    return page_of(_mine(here), lambda case: _brought(request, case), page, per_page)


@router.get("/doubts/{uuid:ref}", response=Answered, summary="A doubt and its answer")
def doubt(request: HttpRequest, ref: uuid.UUID) -> Any:
    """Scope `answers`. `answer` is null while it is being looked at; ask again after a second."""
    case = one(caller(request), ref, Action.SEE_ANSWER)
    return {**_brought(request, case), "answer": None if case.state == State.ERASED else told(case)}


@router.post("/doubts/{uuid:ref}/contest", response={202: Brought}, summary="See it differently")
def contest_it(request: HttpRequest, ref: uuid.UUID, said: Contest) -> Any:
    """Scope `answers`. A person looks again; only for who brought it."""
    here = caller(request)
    return Status(202, _brought(request, contest(one(here, ref, Action.CONTEST), here.member, said.words)))


def _bring(
    request: HttpRequest, data: bytes, way: Way, name: str, comment: str, language: str | None, idempotency: str
) -> "Status[dict[str, Any]] | HttpResponse":
    here = caller(request)
    here.demand(Action.BRING)
    user, organisation = here.member.user, here.member.organisation
    take("upload by account", str(user.pk))
    take("upload by address", address(request))
    arrival = f"api:{user.pk}:{hashlib.sha256(idempotency.encode('utf-8', 'replace')).hexdigest() if idempotency else uuid.uuid4().hex}"
    before = Case.objects.filter(organisation=organisation, arrival=arrival).first() if idempotency else None
    if before is not None and bytes(before.digest) != vault.fingerprint(organisation.search_key, data):
        return problem(422, "idempotency-key-reused", _("This idempotency key was used for something else. Take a new one."))
    case = receive(organisation, data, way=way, name=name, arrival=arrival, reporter=user, language=language, comment=comment)
    return Status(201, _brought(request, case))


def _mine(here: Caller) -> "QuerySet[Case]":
    cases = Case.objects.filter(organisation_id=here.member.organisation_id, reporter_id=here.member.user_id)
    return cases.exclude(state=State.ERASED).order_by("-received_at", "-pk")


def _brought(request: HttpRequest, case: Case) -> dict[str, Any]:
    return {
        "ref": case.ref,
        "state": case.state,
        "name": case.about.name,
        "language": case.language,
        "received_at": case.received_at,
        "answered_at": case.answered_at,
        "band": case.decided_band or case.band or None,
        "url": request.build_absolute_uri(reverse("doubt", kwargs={"ref": case.ref})),
    }
