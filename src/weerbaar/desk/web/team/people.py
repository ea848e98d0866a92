"""Looking after people: who is here, their roles, invitations, and many at once from a list (CSV)."""

from dataclasses import asdict

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from weerbaar.desk.accounts.models import Invitation, Membership, Role
from weerbaar.desk.accounts.people import change_role
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.trail import record
from weerbaar.desk.web.team.doors import may
from weerbaar.desk.web.team.people_list import MOST_BYTES, Row, add, rows

PER_PAGE = 100


@require_GET
@may(Action.PEOPLE)
def people(request: HttpRequest, who: Membership) -> HttpResponse:
    """Everyone of the organisation, and invitations that were not used yet."""
    return _page(request, who)


@require_POST
@may(Action.PEOPLE)
def people_role(request: HttpRequest, who: Membership, id: int) -> HttpResponse:
    """Give someone another role. The last administrator stays one."""
    member, role = _member(who, id), request.POST.get("role", "")
    if role not in Role.values:
        return redirect("team_people")
    if member.role == Role.ADMINISTRATOR and role != Role.ADMINISTRATOR and _is_last(member):
        messages.error(request, _("Someone must look after the desk. Make someone else administrator first."))
    elif member.role != role:
        change_role(member, Role(role), who.user)
        messages.success(request, _("%(name)s has another role now.") % {"name": member.user.email})
    return redirect("team_people")


@require_POST
@may(Action.PEOPLE)
def people_remove(request: HttpRequest, who: Membership, id: int) -> HttpResponse:
    """End a membership. What they brought stays; their account stays for other organisations."""
    member = _member(who, id)
    if member.role == Role.ADMINISTRATOR and _is_last(member):
        messages.error(request, _("Someone must look after the desk. Make someone else administrator first."))
        return redirect("team_people")
    with transaction.atomic():
        record(
            "left",
            organisation=who.organisation_id,
            actor=who.user_id,
            about=f"user:{member.user_id}",
            facts={"role": member.role},
        )
        member.delete()
    messages.success(request, _("%(name)s can no longer sign in to this organisation.") % {"name": member.user.email})
    return redirect("team_people")


@require_POST
@may(Action.PEOPLE)
def people_invite(request: HttpRequest, who: Membership) -> HttpResponse:
    """Make an invitation and show its link, once."""
    address, role = request.POST.get("email", "").strip().lower()[:254], request.POST.get("role", "")
    if role not in Role.values or "@" not in address or " " in address:
        messages.error(request, _("Write a mail address, such as els@firm.example."))
        return redirect("team_people")
    with transaction.atomic():
        secret = Invitation.issue(Role(role), who.organisation, address)
        record("invited", organisation=who.organisation_id, actor=who.user_id, facts={"role": role})
    return _page(request, who, link=request.build_absolute_uri(reverse("welcome", args=(secret,))), invited=address)


@require_POST
@may(Action.PEOPLE)
def people_withdraw(request: HttpRequest, who: Membership, id: int) -> HttpResponse:
    """Withdraw an invitation."""
    with transaction.atomic():
        gone, _kinds = Invitation.objects.filter(pk=id, organisation_id=who.organisation_id, used_at=None).delete()
        if not gone:
            raise Http404
        record("invitation withdrawn", organisation=who.organisation_id, actor=who.user_id)
    messages.success(request, _("Withdrawn. The link does nothing any more."))
    return redirect("team_people")


@require_POST
@may(Action.PEOPLE)
def people_import(request: HttpRequest, who: Membership) -> HttpResponse:
    """Read a list, show what it would do line by line, and with `sure` do it."""
    file, text = request.FILES.get("file"), request.POST.get("text", "")
    if file is not None:
        text = file.read(MOST_BYTES + 1).decode("utf-8-sig", "replace")
    read = rows(text, who.organisation)
    if request.POST.get("sure") == "1" and not any(row.wrong for row in read):
        made = add([row for row in read if not row.known], who)
        messages.success(request, ngettext("%d person was added.", "%d people were added.", made) % made)
        return redirect("team_people")
    return render(request, "team/people_import.html", {"rows": [_shown(row) for row in read], "text": text, **_sums(read)})


def _sums(read: list[Row]) -> dict[str, int]:
    return {"new": sum(not row.wrong and not row.known for row in read), "wrong": sum(bool(row.wrong) for row in read)}


def _shown(row: Row) -> dict[str, object]:
    return {**asdict(row), "role": Role(row.role).label if row.role else ""}


def _page(request: HttpRequest, who: Membership, **more: object) -> HttpResponse:
    members = Membership.objects.filter(organisation_id=who.organisation_id).select_related("user").order_by("user__email")
    q = request.GET.get("q", "").strip()[:100]
    if q:
        members = members.filter(user__email__icontains=q)
    known = {
        "members": members[:PER_PAGE],
        "count": members.count(),
        "q": q,
        "roles": Role.choices,
        "invitations": Invitation.objects.filter(organisation_id=who.organisation_id, used_at=None, until__gt=timezone.now()),
        **more,
    }
    return render(request, "team/people.html", known)


def _member(who: Membership, id: int) -> Membership:
    found = Membership.objects.filter(pk=id, organisation_id=who.organisation_id).select_related("user").first()
    if found is None:
        raise Http404
    return found


def _is_last(member: Membership) -> bool:
    others = Membership.objects.filter(organisation_id=member.organisation_id, role=Role.ADMINISTRATOR, user__is_active=True)
    return not others.exclude(pk=member.pk).exists()
