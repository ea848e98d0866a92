"""One case: what was brought, why the machine says what it says, what people said and decided, and what happened."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action, can
from weerbaar.desk.cases.campaigns import similar
from weerbaar.desk.cases.decide import UNDO_FOR, decide, note, undo
from weerbaar.desk.cases.gist import gist_of
from weerbaar.desk.cases.models import Case, Decision, Event, State
from weerbaar.desk.headers import POLICY
from weerbaar.desk.language import readers_language
from weerbaar.desk.web.team.doors import case_of, may, tell
from weerbaar.desk.web.team.viewing import opened, view_of
from weerbaar.desk.work.looking import verdict_of
from weerbaar.model.verdict import Band
from weerbaar.report.account import enfsi, percent, steps
from weerbaar.report.safe_view import policy
from weerbaar.unpack.gist import lines

MOST_SIMILAR = 6
WITH_FRAME = POLICY.replace("form-action", "frame-src 'self'; form-action")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the timeline."""

    at: datetime
    title: str
    text: str


@require_GET
@may(Action.SEE_FACTS)
def case(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """The page of a case; without its content for who may see what happened only."""
    found = case_of(who, ref)
    reads = can(who, Action.READ, found) and found.state != State.ERASED
    record = found.record() if reads else {}
    notes = (
        [
            (one, one.author_id is not None and one.author_id == found.reporter_id)
            for one in found.notes.select_related("author")
        ]
        if reads
        else []
    )
    decisions = list(found.decisions.select_related("by", "together"))
    standing = [one for one in decisions if one.undone_at is None]
    known = {
        "case": found,
        "reads": reads,
        "why": _why(record) if found.band and record else None,
        "told": _told(found) if reads else (),
        "said": [one for one, theirs in notes if theirs or one.author_id is None],
        "notes": [one for one, theirs in notes if not theirs and one.author_id is not None],
        "similar": similar(found)[:MOST_SIMILAR] if reads else (),
        "decisions": decisions,
        "undo": standing[-1] if standing and timezone.now() - standing[-1].at < UNDO_FOR else None,
        "answers": found.answers.all(),
        "timeline": list(_timeline(found)),
        "proposals": found.proposals.all() if can(who, Action.KNOW) else (),
        "may_decide": can(who, Action.DECIDE, found) and bool(found.band) and found.state != State.ERASED,
        "may_protect": can(who, Action.PROTECT, found) and bool(found.band) and found.state != State.ERASED,
        "may_note": can(who, Action.NOTE, found) and found.state != State.ERASED,
        "bands": [band for band in Band if band is not Band.CANNOT_JUDGE],
        "next": request.GET.get("next", ""),
    }
    response = render(request, "team/case.html", known)
    response.headers["Content-Security-Policy"] = WITH_FRAME
    return response


@require_GET
@may(Action.READ)
def view(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """The message, cleaned, as a document of its own with its own policy, for the frame on the page of the case."""
    found = case_of(who, ref)
    if found.state == State.ERASED:
        raise Http404
    opened(found, who)
    seen = view_of(found, readers_language())
    document = (
        seen["document"]
        if seen
        else f"<!doctype html><title>-</title><p>{_('This could not be read, so there is nothing to show.')}</p>"
    )
    response = HttpResponse(document)
    response.headers["Content-Security-Policy"] = policy()
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


@require_GET
@may(Action.READ)
def inside(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """Headers and the tree of parts, fetched by the page of the case."""
    found = case_of(who, ref)
    if found.state == State.ERASED:
        raise Http404
    opened(found, who)
    return render(request, "team/inside.html", {"seen": view_of(found, readers_language())})


@require_POST
@may(Action.DECIDE)
def case_decide(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """Agree, overrule, ask or close."""
    found, kind, band = case_of(who, ref), *decision(request)
    reason = request.POST.get("question" if kind is Decision.Kind.ASK else "reason", "")
    tell(request, lambda: decide(found, who, kind, band=band, reason=reason), _("Done. It can be undone below."))
    return redirect("team_case", ref=ref)


@require_POST
@may(Action.DECIDE)
def case_undo(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """Take the latest decision back."""
    found = case_of(who, ref)
    number = request.POST.get("decision", "")
    made = found.decisions.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 18 else None
    if made is not None:
        tell(request, lambda: undo(made, who), _("Undone."))
    return redirect("team_case", ref=ref)


@require_POST
@may(Action.NOTE)
def case_note(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """Write a note."""
    found, text = case_of(who, ref), request.POST.get("text", "")
    if text.strip() and found.state != State.ERASED:
        note(found, who, text)
    return redirect("team_case", ref=ref)


def decision(request: HttpRequest) -> tuple[Decision.Kind, Band | None]:
    """The kind and band that a form names; what is neither agrees with nothing: it asks for a reason that is not there."""
    kind = request.POST.get("kind", "")
    band = request.POST.get("band", "")
    return (
        Decision.Kind(kind) if kind in Decision.Kind.values else Decision.Kind.OVERRULE,
        Band(band) if band in {one.value for one in Band} else None,
    )


def _why(record: dict[str, Any]) -> dict[str, Any]:
    language, verdict = readers_language(), verdict_of(record)
    return {
        "probability": percent(verdict.probability, language),
        "prior": percent(verdict.prior, language),
        "support": enfsi(verdict, language),
        "rule": verdict.rule,
        "steps": list(steps(verdict, language)),
        "would_change": record["advice"]["would_change"],
        "not_looked": record["advice"]["not_looked"],
        "language": record["advice"]["language"],
        "checked": record["advice"]["checked"],
    }


def _told(found: Case) -> tuple[str, ...]:
    """What who brought it told of a recording."""
    gist = gist_of(found) if found.state != State.ERASED else None
    return lines(gist) if gist else ()


def _timeline(found: Case) -> Iterator[Line]:
    for event in found.events.select_related("actor").order_by("-at", "-pk")[:200]:
        yield Line(event.at, happened(event), _by(event))


def happened(event: Event) -> str:
    """What an event is called on screen; its own word where we have no other."""
    facts = event.facts
    named = {
        "received": _("Brought"),
        "answered": _("Looked at and answered"),
        "told what was said": _("Who brought it told what was said"),
        "gave up": _("Could not be looked at"),
        "not opened": _("Could not be opened"),
        "told": _("The answer was sent"),
        "not told": _("The answer could not be sent"),
        "contested": _("Who brought it sees it differently"),
        "replied": _("Who brought it replied"),
        "noted": _("A note was written"),
        "undone": _("A decision was undone"),
        "read": _("The message was opened"),
        "voice compared": _("A voice was compared"),
        "joined": _("Belongs to campaign %(campaign)s") % {"campaign": facts.get("campaign")},
        "regrouped": _("Moved to another campaign"),
        "erased": _("Erased"),
        "came by mail": _("Came by mail"),
        "thanked": _("Who brought it thanked us"),
        "answered us": _("A mail answered ours"),
        "found in a mailbox": _("Found in a connected mailbox"),
        "siblings sought": _("The same message was looked for in other mailboxes"),
        "siblings found": _("Found in other mailboxes: %(messages)s") % {"messages": facts.get("messages")},
        "siblings moved aside": _("Moving the same message aside was asked"),
        "siblings moved": _("In quarantine: %(messages)s") % {"messages": facts.get("aside")},
        "siblings put back": _("Putting the same message back was asked"),
        "siblings restored": _("Put back in other mailboxes"),
        "decided:agree": _("A person agreed"),
        "decided:overrule": _("A person overruled the answer"),
        "decided:ask": _("A person asked a question"),
        "decided:close": _("A person closed it"),
    }
    return named.get(event.kind, event.kind)


def _by(event: Event) -> str:
    seconds = event.facts.get("seconds")
    if isinstance(seconds, float | int):
        return ngettext("in %d second", "in %d seconds", max(1, round(seconds))) % max(1, round(seconds))
    return str(event.actor) if event.actor else ""
