"""A doubt and its answer, and the list of what someone brought."""

import uuid
from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from weerbaar.desk.accounts.members import for_members
from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action, can
from weerbaar.desk.cases.decide import NotNow, contest
from weerbaar.desk.cases.index import Kind
from weerbaar.desk.cases.models import Case, State, Token
from weerbaar.desk.cases.words import first, words
from weerbaar.desk.language import readers_language
from weerbaar.desk.vault import tokens
from weerbaar.desk.web.answers import told

PER_PAGE = 20
MOST_WORDS = 12
LONGEST_WORDS = 4000
WAITS = (1, 1, 1, 2, 2, 3, 5, 8, 13, 20)
"""Seconds before a page that waits asks again; then every 30, and after MOST_ASKS times it waits to be asked."""
LAST_WAIT = 30
MOST_ASKS = 60


@require_GET
@for_members
def doubt(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """The page of a doubt, from "received" to its answer."""
    return render(request, "doubt.html", _known(_case(who, ref), 0))


@require_GET
@for_members
def doubt_state(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """The part of that page that changes, for a page that asks again."""
    asked = request.GET.get("n", "")
    number = min(int(asked), MOST_ASKS) if asked.isdecimal() and len(asked) < 4 else 0
    return render(request, "parts/doubt.html", {**_known(_case(who, ref), number), "fresh": True})


@require_POST
@for_members
def doubt_contest(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """ "I see it differently": a person looks again."""
    case = _case(who, ref)
    try:
        contest(case, who, request.POST.get("words", "")[:LONGEST_WORDS])
    except NotNow as trouble:
        messages.error(request, trouble.said(readers_language()))
    else:
        messages.success(request, _("Thank you. A person will look at it, and you will hear from us."))
    return redirect("doubt", ref=ref)


@require_GET
@for_members
def doubts(request: HttpRequest, who: Membership) -> HttpResponse:
    """What someone brought, the latest first, and finding one among it by its words."""
    text = request.GET.get("q", "").strip()[:200]
    cases = mine(who)
    page = Paginator(found(who, cases, text) if text else cases, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "doubts.html",
        {"page": page, "q": text, "query": f"q={quote(text)}&" if text else "", "any": bool(text) or page.paginator.count > 0},
    )


def mine(who: Membership) -> QuerySet[Case]:
    """The doubts a member brought, the latest first; what was erased is gone."""
    brought = Case.objects.filter(organisation_id=who.organisation_id, reporter_id=who.user_id)
    return brought.exclude(state=State.ERASED).order_by("-received_at", "-pk")


def found(who: Membership, cases: QuerySet[Case], text: str) -> QuerySet[Case]:
    """Those of `cases` that have every word of a text (whole words; case and accents do not matter)."""
    for value in tokens(who.organisation.search_key, Kind.WORD, first(words(text), MOST_WORDS)):
        having = Token.objects.filter(organisation_id=who.organisation_id, kind=Kind.WORD, value=value)
        cases = cases.filter(pk__in=having.values("case_id"))
    return cases


def _case(who: Membership, ref: uuid.UUID) -> Case:
    case = Case.objects.filter(ref=ref, organisation_id=who.organisation_id).select_related("organisation").first()
    if case is None or not can(who, Action.SEE_ANSWER, case):
        raise Http404
    return case


def _known(case: Case, asked: int) -> dict[str, object]:
    answer = None if case.state == State.ERASED else told(case)
    return {
        "case": case,
        "answer": answer,
        "asks_on": answer is None and case.state != State.ERASED and asked < MOST_ASKS,
        "next": asked + 1,
        "wait": WAITS[asked] if asked < len(WAITS) else LAST_WAIT,
        "slow": asked >= len(WAITS),
    }
