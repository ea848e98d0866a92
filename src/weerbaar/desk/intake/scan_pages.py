"""The pages for looking at what came in before: switch it on, count, look, stop."""

import uuid
from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.intake import scan
from weerbaar.desk.intake.models import Scan, Scanned
from weerbaar.desk.language import readers_language
from weerbaar.desk.web.team.doors import may, tell

MOST_SHOWN = 5


@require_http_methods(["GET", "POST"])
@may(Action.MAILBOXES)
def scans(request: HttpRequest, who: Membership) -> HttpResponse:
    """The latest ones and how far they are; a new one is counted first."""
    today = timezone.now().date()
    if request.method == "POST":
        since, until = (_date(request.POST.get(name, ""), today) for name in ("since", "until"))
        folders = tuple(one.strip()[:200] for one in request.POST.get("folders", "").split(",") if one.strip()) or ("INBOX",)
        tell(request, lambda: scan.count(who, since, until, folders), _("We are counting. No message is read for that."))
        return redirect("scans")
    shown = Scan.objects.filter(organisation_id=who.organisation_id).select_related("by", "organisation")[:MOST_SHOWN]
    rows = [(one, [_mailbox(each) for each in one.mailboxes.select_related("door__organisation")]) for one in shown]
    busy = any(one.state in (Scan.State.COUNTING, Scan.State.RUNNING) for one, _rows in rows)
    known = {
        "on": scan.is_on(who.organisation), "scans": rows, "busy": busy, "most": scan.MOST_DAYS, "until": today.isoformat(),
        "since": (today - timedelta(days=14)).isoformat(),
    }  # fmt: skip
    return render(request, "intake/scans.html", known)


@require_POST
@may(Action.MAILBOXES)
def scan_switch(request: HttpRequest, who: Membership) -> HttpResponse:
    """Switch it on or off."""
    on = request.POST.get("on") == "1"
    tell(request, lambda: scan.switch(who, on), _("Switched on.") if on else _("Switched off."))
    return redirect("scans")


@require_POST
@may(Action.MAILBOXES)
def scan_do(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """Begin looking at what was counted, or stop."""
    found = Scan.objects.filter(ref=ref, organisation_id=who.organisation_id).first()
    if found is None:
        raise Http404
    if request.POST.get("do") == "begin":
        tell(request, lambda: scan.begin(found, who), _("We are looking. Only what is likely fraud is kept."))
    elif request.POST.get("do") == "stop":
        tell(request, lambda: scan.cancel(found, who), _("Stopped."))
    return redirect("scans")


def _mailbox(each: Scanned) -> dict[str, object]:
    return {
        "address": each.door.details.address, "messages": each.messages, "looked": each.looked, "hits": each.hits, "skipped": each.skipped,
        "wrong": each.trouble.said(readers_language()) if each.trouble else "",
    }  # fmt: skip


def _date(said: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(said[:10])
    except ValueError:
        return otherwise
