"""The pages of the team: mailboxes and servers for mail, and the siblings of a doubt."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from weerbaar.desk.accounts.models import LANGUAGES, Membership
from weerbaar.desk.accounts.permissions import Action, can
from weerbaar.desk.cases.models import Case
from weerbaar.desk.intake import doors, siblings
from weerbaar.desk.intake.aside import FOLDER, pattern
from weerbaar.desk.intake.details import LONGEST, LONGEST_SECRET, Details
from weerbaar.desk.intake.models import Door, Quarantine, Use
from weerbaar.desk.language import readers_language
from weerbaar.desk.vault import Locked
from weerbaar.desk.web.team.doors import case_of, may, tell
from weerbaar.outside.server import Security
from weerbaar.report.defang import unlinked

WORDS = (
    "use", "address", "host", "port", "security", "user", "folder", "language", "peers", "strangers", "bounces", "lmtp", "certificate", "key",
    "token_url", "client", "scope",
)  # fmt: skip
USUAL = {"use": "desk", "port": "993", "security": "tls", "folder": "INBOX", "peers": "127.0.0.0/8", "bounces": "1"}
TOKEN_SERVICES = (
    "https://login.microsoftonline.com/TENANT/oauth2/v2.0/token",
    "https://oauth2.googleapis.com/token",
)
"""Addresses that Microsoft and Google document for their own."""
BUSY = (Quarantine.State.LOOKING, Quarantine.State.MOVING, Quarantine.State.RESTORING)


@dataclass(frozen=True, slots=True)
class Row:
    """A door as the list shows it; `wrong` in the language of who reads."""

    door: Door
    address: str
    host: str
    wrong: str


@require_http_methods(["GET", "POST"])
@may(Action.MAILBOXES)
def mailboxes(request: HttpRequest, who: Membership) -> HttpResponse:
    """The mailboxes and servers that are connected; a new one is tried first, and kept when it works and that was asked."""
    if request.method != "POST":
        return _page(request, who, dict(USUAL))
    use = Use(request.POST["use"]) if request.POST.get("use") in Use.values else Use.DESK
    details = _details(request, use)
    return _try(request, who, use, details, lambda made: doors.add(who, use, made))


@require_http_methods(["GET", "POST"])
@may(Action.MAILBOXES)
def mailbox_change(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """One of them filled in anew, tried first as a new one is; a password, secret or refresh token left empty stays as it was."""
    door = _door(who, ref)
    if request.method != "POST":
        return _page(request, who, _said(door), door)
    use, before = Use(door.use), door.details
    kept = replace(
        _details(request, use), trust=before.trust, done_folder=before.done_folder, since=before.since, sender_domains=before.sender_domains,
        messages_per_minute=before.messages_per_minute,
    ).with_secrets_of(before)  # fmt: skip
    return _try(request, who, use, kept, lambda made: doors.change(door, who, made), door)


@require_POST
@may(Action.MAILBOXES)
def mailbox_set(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """Pause, resume or remove one."""
    door = _door(who, ref)
    does = {"pause": doors.pause, "resume": doors.resume, "remove": doors.remove}.get(request.POST.get("do", ""))
    if does is not None:
        tell(request, lambda: does(door, who), _("Done."))
    return redirect("mailboxes")


@require_http_methods(["GET", "POST"])
@may(Action.PROTECT)
def case_siblings(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """The same message in other mailboxes: look for it; what was found where, and what is done about it."""
    case = case_of(who, ref)
    if request.method == "POST":
        tell(request, lambda: siblings.find(case, who), _("We are looking in the connected mailboxes."))
        return redirect("siblings", ref=ref)
    found = _latest(case)
    rows = (
        [(row, row.trouble.said(readers_language()) if row.trouble else "") for row in siblings.report(found)] if found else []
    )
    known = {
        "case": case,
        "name": case.about.called if can(who, Action.READ, case) else "",
        "quarantine": found,
        "busy": found is not None and found.state in BUSY,
        "rows": rows,
        "connected": len([one for one in doors.of(who.organisation, Use.CONNECTED) if one.paused_at is None]),
        "folder": FOLDER,
        "campaign": case.campaign,
        "sought": _sought(case),
    }
    known["total"] = sum(row.found for row, _wrong in rows)
    known["aside"] = sum(row.aside for row, _wrong in rows)
    return render(request, "intake/siblings.html", known)


def _latest(case: Case) -> Quarantine | None:
    """What was looked for last, for this doubt or for another of its campaign."""
    of = Quarantine.objects.filter(organisation_id=case.organisation_id)
    same = Q(case=case) | Q(campaign_id=case.campaign_id) if case.campaign_id is not None else Q(case=case)
    return of.filter(same).select_related("by", "organisation").first()


def _sought(case: Case) -> list[tuple[str, str]]:
    """By what it is looked for, in words, with the dots of addresses broken; nothing of a doubt that cannot be read."""
    try:
        wanted = pattern(case)
    except Locked:
        return []
    told = [(_("sender"), wanted.senders), (_("subject"), wanted.subjects), (_("web address"), wanted.hosts)]
    said = [(name, unlinked(value)) for name, values in told for value in values]
    return [(_("Message-ID"), ""), *said] if wanted.message_ids else said


@require_POST
@may(Action.PROTECT)
def quarantine_do(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """Move what was found aside, or put it back."""
    found = Quarantine.objects.filter(ref=ref, organisation_id=who.organisation_id).select_related("case").first()
    if found is None:
        raise Http404
    if request.POST.get("do") == "move":
        tell(request, lambda: siblings.quarantine(found, who), _("They are being moved aside."))
    elif request.POST.get("do") == "restore":
        tell(request, lambda: siblings.restore(found, who), _("They are being put back."))
    return redirect("siblings", ref=found.case.ref)


def _door(who: Membership, ref: uuid.UUID) -> Door:
    door = (
        Door.objects.filter(ref=ref, organisation_id=who.organisation_id, removed_at=None)
        .select_related("organisation")
        .first()
    )
    if door is None:
        raise Http404
    return door


def _try(
    request: HttpRequest,
    who: Membership,
    use: Use,
    details: Details,
    keep: Callable[[Details], object],
    door: Door | None = None,
) -> HttpResponse:
    """Try what was filled in, and keep it when it works and that was asked."""
    said = {name: request.POST.get(name, "").strip()[:LONGEST] for name in WORDS}
    tried = doors.test(use, details, door)
    if tried.problem is not None:
        return _page(request, who, said, door, wrong=tried.problem.said(readers_language()), status=400)
    if request.POST.get("do") != "keep":
        return _page(request, who, said, door, tried=tried)
    if not tell(request, lambda: keep(tried.details or details), _("Kept.") if door else _("Connected.")):
        return _page(request, who, said, door, status=400)
    return redirect("mailboxes")


def _details(request: HttpRequest, use: Use) -> Details:
    """What the form says; whatever is no number or choice becomes what is usual, and the test says what does not work."""

    def said(name: str) -> str:
        return request.POST.get(name, "").strip()[:LONGEST]

    port = said("port")
    return Details(
        address=said("address"), host=said("host"), port=int(port) if port.isascii() and port.isdecimal() and len(port) < 6 else 0,
        security=Security(said("security")) if said("security") in {one.value for one in Security} else Security.TLS,
        user=said("user"), password=request.POST.get("password", "")[:LONGEST], folder=said("folder") or "INBOX",
        language=said("language") if said("language") in dict(LANGUAGES) else "", strangers=bool(said("strangers")),
        bounces=bool(said("bounces")), recipients=(said("address"),) if use is Use.RECEIVER else (),
        peers=tuple(said("peers").replace(",", " ").split()[:50]), certificate=said("certificate"), key=said("key"), lmtp=bool(said("lmtp")),
        token_url=said("token_url"), client=said("client"), client_secret=request.POST.get("client_secret", "").strip()[:LONGEST_SECRET],
        refresh=request.POST.get("refresh", "").strip()[:LONGEST_SECRET], scope=said("scope"),
    )  # fmt: skip


def _said(door: Door) -> dict[str, str]:
    """What stands in the form of a door that is there; no secret does."""
    told = door.details
    return {
        "use": door.use, "address": told.address or ", ".join(told.recipients), "host": told.host, "port": str(told.port),
        "security": told.security.value, "user": told.user, "folder": told.folder, "language": told.language, "peers": " ".join(told.peers),
        "strangers": "1" if told.strangers else "", "bounces": "1" if told.bounces else "", "lmtp": "1" if told.lmtp else "",
        "certificate": told.certificate, "key": told.key, "token_url": told.token_url, "client": told.client, "scope": told.scope,
    }  # fmt: skip


def _page(
    request: HttpRequest,
    who: Membership,
    said: dict[str, str],
    door: Door | None = None,
    *,
    tried: doors.Tried | None = None,
    wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    language = readers_language()
    rows = [
        Row(door, door.details.address or ", ".join(door.details.recipients), door.details.host, door.trouble.said(language) if door.trouble else "")
        for door in doors.of(who.organisation, *Use)
    ]  # fmt: skip
    known = {
        "rows": rows,
        "changes": door,
        "said": said,
        "token_services": TOKEN_SERVICES,
        "tried": tried,
        "wrong": wrong,
        "uses": Use.choices,
        "languages": LANGUAGES,
        "securities": [
            ("tls", _("TLS from the start (usual)")),
            ("starttls", "STARTTLS"),
            ("none", _("none, on this machine only")),
        ],
    }
    return render(request, "intake/mailboxes.html", known, status=status)
