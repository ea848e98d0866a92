"""The pages of auditors and data-protection officers, and what everyone may see about themselves."""

import uuid
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.core.validators import validate_email
from django.forms import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from weerbaar.desk.accounts.members import for_members
from weerbaar.desk.accounts.models import Membership, User
from weerbaar.desk.accounts.permissions import Action, can
from weerbaar.desk.cases.models import Case, State
from weerbaar.desk.cases.see import Forbidden, demand
from weerbaar.desk.download import download
from weerbaar.desk.governance import anchor, export, retention, rights
from weerbaar.desk.governance.models import Entry, Request
from weerbaar.desk.language import readers_language
from weerbaar.desk.vault import Locked
from weerbaar.model.errors import Trouble

P = ParamSpec("P")
PER_PAGE = 50
SHOWN = 50


def _page(
    view: Callable[Concatenate[HttpRequest, Membership, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """For members; whoever may not do it is told so."""

    @wraps(view)
    def guarded(request: HttpRequest, who: Membership, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, who, *args, **kwargs)
        except Forbidden:
            raise PermissionDenied from None

    return for_members(guarded)


@require_http_methods(["GET", "POST"])
@_page
def trail(request: HttpRequest, who: Membership) -> HttpResponse:
    """The trail of an organisation, the latest first; POST verifies it against itself and its anchors."""
    demand(who, Action.TRAIL)
    entries = Entry.objects.filter(organisation_id=who.organisation_id).order_by("-sequence")
    about, action = request.GET.get("about", "")[:100], request.GET.get("action", "")[:60]
    if about:
        entries = entries.filter(about=about)
    if action:
        entries = entries.filter(action=action)
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    query = urlencode({"about": about, "action": action}) + "&"
    known: dict[str, object] = {"page": page, "about": about, "action": action, "query": query, "names": _names(who, page)}
    if request.method == "POST":
        anchored = anchor.check()
        known |= {"anchored": anchored, "verified": anchor.verify_all(anchored, (who.organisation_id,))[0]}
    return render(request, "governance/trail.html", known)


@require_http_methods(["GET", "POST"])
@_page
def keeping(request: HttpRequest, who: Membership) -> HttpResponse:
    """How long what is brought is kept, why, and what is on hold."""
    demand(who, Action.HOLD)
    if request.method == "POST":
        wanted = {clock.name: request.POST.get(clock.name, "") for clock in retention.CLOCKS}
        try:
            retention.set_days(
                who, {name: int(days) if days.isdecimal() and len(days) < 6 else 0 for name, days in wanted.items()}
            )
        except retention.NotDays as trouble:
            messages.error(request, trouble.said(readers_language()))
        else:
            messages.success(request, _("Saved. It holds from the coming night on."))
            return redirect("retention")
        who.organisation.refresh_from_db()
    kept = retention.days(who.organisation)
    held = Case.objects.filter(organisation_id=who.organisation_id, held=True).order_by("received_at")
    rows = [(clock, kept[clock.name]) for clock in retention.CLOCKS]
    known = {
        "rows": rows,
        "held": held[:SHOWN],
        "held_count": held.count(),
        "least": retention.SHORTEST,
        "most": retention.LONGEST,
    }
    return render(request, "governance/retention.html", known)


@require_POST
@_page
def hold(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """Put a doubt on hold, or lift it."""
    case, on = _case(who, Action.HOLD, ref), request.POST.get("held") == "1"
    try:
        (retention.hold if on else retention.release)(case, who, request.POST.get("why", ""))
    except Locked:
        raise Http404 from None
    messages.success(request, _("It is kept until the hold is lifted.") if on else _("The hold is lifted; its time runs on."))
    return redirect("retention") if request.POST.get("next") else redirect("team_case", ref=ref)


@require_POST
@_page
def erase(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """Erase a doubt before its time."""
    case = _case(who, Action.ERASE, ref)
    try:
        retention.erase_now(case, who)
    except Trouble as trouble:
        messages.error(request, trouble.said(readers_language()))
        return redirect("team_case", ref=ref)
    messages.success(request, _("It is erased: its key is destroyed. What is counted stays."))
    return redirect("retention")


@require_http_methods(["GET", "POST"])
@_page
def persons(request: HttpRequest, who: Membership) -> HttpResponse:
    """Search for the data of a person, and what persons asked; POST searches, or writes a request down."""
    demand(who, Action.PERSON)
    known: dict[str, object] = {"requests": rights.requests(who).exclude(done_at__isnull=False), "found": None, "address": ""}
    known["closed"] = rights.requests(who).filter(done_at__isnull=False).order_by("-done_at")[:SHOWN]
    if request.method == "POST":
        address = request.POST.get("address", "").strip().lower()
        try:
            validate_email(address)
        except ValidationError:
            messages.error(request, _("Please write a whole mail address."))
            return render(request, "governance/persons.html", {**known, "address": address}, status=400)
        kind = request.POST.get("kind", "")
        if kind in Request.Kind.values:
            made = rights.ask(who.organisation, Request.Kind(kind), address, person=None, by=who)
            return redirect("person", ref=made.ref)
        known |= {"found": rights.look_up(who, address), "address": address}
    return render(request, "governance/persons.html", known)


@require_GET
@_page
def person(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """One request, with what was found."""
    asked = _request(who, Action.PERSON, ref)
    found = rights.looked(asked, who) if asked.is_open else None
    known = {
        "asked": asked,
        "found": found,
        "naming": found.naming[:SHOWN] if found else (),
        "may": can(who, Action.ERASE, asked),
    }
    return render(request, "governance/person.html", known)


@require_POST
@_page
def person_copy(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """The copy of what is held about a person, as an encrypted file; with "done" the request is closed."""
    asked = _request(who, Action.ERASE, ref)
    try:
        sealed = export.export(
            asked, who, recipient=request.POST.get("recipient", ""), passphrase=request.POST.get("passphrase", "")
        )
        if request.POST.get("done"):
            rights.handed_over(asked, who)
    except Trouble as trouble:
        messages.error(request, trouble.said(readers_language()))
        return redirect("person", ref=ref)
    return download(sealed, f"{asked.ref}.zip.age", "application/octet-stream")


@require_POST
@_page
def person_erase(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """Erase what is held about a person, with the doubts of others that were ticked."""
    asked = _request(who, Action.ERASE, ref)
    also = [one for one in map(_ref, request.POST.getlist("also")[:1000]) if one]
    try:
        done = rights.erase_person(asked, who, also)
    except Trouble as trouble:
        messages.error(request, trouble.said(readers_language()))
    else:
        partly = done.state == Request.State.PARTLY
        told = (
            _("Erased. What is on hold stays until the hold is lifted.")
            if partly
            else _("Erased. The trail says that it was done.")
        )
        messages.success(request, told)
    return redirect("person", ref=ref)


@require_POST
@_page
def person_refuse(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """Refuse a request, with a reason."""
    try:
        rights.refuse(_request(who, Action.ERASE, ref), who, request.POST.get("why", ""))
    except Trouble as trouble:
        messages.error(request, trouble.said(readers_language()))
    return redirect("person", ref=ref)


@require_http_methods(["GET", "POST"])
@_page
def own_data(request: HttpRequest, who: Membership) -> HttpResponse:
    """What the desk knows about whoever asks; POST asks for a copy or for erasure."""
    if request.method == "POST":
        kind = request.POST.get("kind", "")
        if kind in Request.Kind.values:
            rights.ask(who.organisation, Request.Kind(kind), who.user.email, person=who.user)
            messages.success(request, _("Your request is written down. You will have an answer within a month."))
        return redirect("own_data")
    held = export.gathered(rights.own(who), who)
    asked = Request.objects.filter(organisation_id=who.organisation_id, person_id=who.user_id).order_by("-asked_at")
    kept = retention.days(who.organisation)
    rows = [(clock, kept[clock.name]) for clock in retention.CLOCKS]
    return render(
        request, "governance/own.html", {"held": held, "asked": asked, "rows": rows, "shown": held["brought"][:SHOWN]}
    )


def _case(who: Membership, action: Action, ref: uuid.UUID) -> Case:
    demand(who, action)
    found = Case.objects.filter(ref=ref, organisation_id=who.organisation_id).exclude(state=State.ERASED).first()
    if found is None:
        raise Http404
    return found


def _request(who: Membership, action: Action, ref: uuid.UUID) -> Request:
    demand(who, action)
    found = Request.objects.filter(ref=ref, organisation_id=who.organisation_id).select_related("organisation").first()
    if found is None:
        raise Http404
    return found


def _names(who: Membership, entries: Iterable[Entry]) -> dict[int, str]:
    """Who did it: the addresses of members; whoever left is a number."""
    users = {entry.actor for entry in entries if entry.actor is not None}
    return dict(User.objects.filter(pk__in=users, memberships__organisation=who.organisation_id).values_list("pk", "email"))


def _ref(written: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(written)
    except ValueError:
        return None
