"""The pages of the team: mailboxes and servers for mail, and the siblings of a doubt."""

import uuid
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from weerbaar.desk.accounts.models import LANGUAGES, Membership
from weerbaar.desk.accounts.permissions import Action, can
from weerbaar.desk.intake import doors, siblings
from weerbaar.desk.intake.aside import FOLDER
from weerbaar.desk.intake.details import Details
from weerbaar.desk.intake.models import Door, Quarantine, Use
from weerbaar.desk.web.team.doors import case_of, may, tell
from weerbaar.outside.server import Security

WORDS = ("use", "address", "host", "port", "security", "user", "folder", "language", "peers")
USUAL = {"use": "desk", "port": "993", "security": "tls", "folder": "INBOX", "peers": "127.0.0.0/8"}
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
    said = {name: request.POST.get(name, "").strip()[:254] for name in WORDS}
    use, details = _details(said, request)
    tried = doors.test(use, details)
    if tried.problem is not None:
        return _page(request, who, said, wrong=tried.problem.said(_language()), status=400)
    if request.POST.get("do") != "keep":
        return _page(request, who, said, tried=tried)
    if not tell(request, lambda: doors.add(who, use, details), _("Connected.")):
        return _page(request, who, said, status=400)
    return redirect("mailboxes")


@require_POST
@may(Action.MAILBOXES)
def mailbox_set(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """Pause, resume or remove one."""
    door = Door.objects.filter(ref=ref, organisation_id=who.organisation_id, removed_at=None).first()
    if door is None:
        raise Http404
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
    found = case.quarantines.select_related("by", "organisation").first()
    rows = [(row, row.trouble.said(_language()) if row.trouble else "") for row in siblings.report(found)] if found else []
    known = {
        "case": case,
        "name": case.about.called if can(who, Action.READ, case) else "",
        "quarantine": found,
        "busy": found is not None and found.state in BUSY,
        "rows": rows,
        "connected": len([one for one in doors.of(who.organisation, Use.CONNECTED) if one.paused_at is None]),
        "folder": FOLDER,
    }
    known["total"] = sum(row.found for row, _wrong in rows)
    known["aside"] = sum(row.aside for row, _wrong in rows)
    return render(request, "intake/siblings.html", known)


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


def _details(said: dict[str, str], request: HttpRequest) -> tuple[Use, Details]:
    """What the form says; whatever is no number or choice becomes what is usual, and the test says what does not work."""
    use = Use(said["use"]) if said["use"] in Use.values else Use.DESK
    port = int(said["port"]) if said["port"].isascii() and said["port"].isdecimal() and len(said["port"]) < 6 else 0
    security = Security(said["security"]) if said["security"] in {one.value for one in Security} else Security.TLS
    receives = use is Use.RECEIVER
    return use, Details(
        address=said["address"], host=said["host"], port=port, security=security, user=said["user"],
        password=request.POST.get("password", "")[:500], folder=said["folder"] or "INBOX",
        language=said["language"] if said["language"] in dict(LANGUAGES) else "",
        recipients=(said["address"],) if receives else (), peers=tuple(said["peers"].replace(",", " ").split()[:50]) if receives else (),
        certificate=request.POST.get("certificate", "").strip()[:500], key=request.POST.get("key", "").strip()[:500],
        lmtp=bool(request.POST.get("lmtp")),
    )  # fmt: skip


def _page(
    request: HttpRequest,
    who: Membership,
    said: dict[str, str],
    *,
    tried: doors.Tried | None = None,
    wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    language = _language()
    rows = [
        Row(door, door.details.address or ", ".join(door.details.recipients), door.details.host, door.trouble.said(language) if door.trouble else "")
        for door in doors.of(who.organisation, *Use)
    ]  # fmt: skip
    known = {
        "rows": rows,
        "said": said,
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


def _language() -> str:
    return get_language() or "en"
