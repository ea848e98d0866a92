"""Who signed and who still has to: a list of things to do, no list of marks. A signature on paper is written down here."""

import csv
import io
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.agreements import signing
from weerbaar.desk.agreements.doors import makes
from weerbaar.desk.agreements.rules import latest
from weerbaar.desk.download import download
from weerbaar.desk.trail import record

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""With these a cell is a formula to a spreadsheet (OWASP, CSV injection)."""


@require_http_methods(["GET", "POST"])
@makes
def agreement_people(request: HttpRequest, who: Membership) -> HttpResponse:
    """Everybody, who still has to sign first; POST writes down a signature on paper."""
    version = latest(who.organisation)
    if version is None:
        return redirect("agreement_make")
    if request.method == "POST":
        _on_paper(request, who)
        return redirect("agreement_people")
    people = signing.standing(who.organisation, version)
    known = {
        "version": version,
        "waiting": [one for one in people if one.signature is None],
        "signed": [one for one in people if one.signature is not None],
        "broken": signing.broken(who.organisation),
        "today": timezone.localdate(),
    }
    return render(request, "agreements/people.html", known)


@require_POST
@makes
def agreement_people_export(request: HttpRequest, who: Membership) -> HttpResponse:
    """The list as CSV, for the file of the firm."""
    version = latest(who.organisation)
    if version is None:
        return redirect("agreement_make")
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow((_("Name"), _("E-mail"), _("Signed on"), _("How"), _("Version")))
    people = signing.standing(who.organisation, version)
    for one in people:
        signature = one.signature
        row = (
            one.name,
            one.member.user.email if one.member else "",
            signature.signed_on.isoformat() if signature else "",
            str(signature.get_way_display()) if signature else "",
            str(signature.version.number) if signature else "",
        )
        table.writerow([harmless(cell) for cell in row])
    record(
        "signatures exported",
        organisation=who.organisation_id,
        actor=who.user_id,
        about=str(version),
        facts={"people": len(people)},
    )
    return download("\ufeff" + out.getvalue(), f"agreement-{version.number}-signed.csv", "text/csv; charset=utf-8")


def harmless(cell: str) -> str:
    """A cell that a spreadsheet takes as text."""
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell


def _on_paper(request: HttpRequest, who: Membership) -> None:
    form = request.POST
    member = form.get("member", "")
    other = None
    if member:
        found = Membership.objects.filter(organisation_id=who.organisation_id).select_related("user")
        other = found.filter(pk=int(member)).first() if member.isascii() and member.isdecimal() and len(member) < 18 else None
        if other is None:
            raise Http404
    number = form.get("number", "")
    name = other.user.called if other else form.get("name", "")
    try:
        day = date.fromisoformat(form.get("day", ""))
        signing.sign_on_paper(who, int(number) if number.isascii() and number.isdecimal() else 0, name, day, other)
    except (ValueError, signing.NotSigned):
        messages.error(request, _("That could not be written down. Look at the name and the day."))
    else:
        messages.success(request, _("Written down. Keep the paper in a safe place."))
