"""The page on which an administrator sees how a member signs in, ends that, or takes away a lost second step."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from weerbaar.desk.access import others
from weerbaar.desk.access.others import Known
from weerbaar.desk.accounts.members import for_members
from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.see import demand


@require_GET
@for_members
def person_access(request: HttpRequest, who: Membership, id: int) -> HttpResponse:
    """How a member signs in: how many sign-ins, how many second steps."""
    whose = _member(who, id)
    known = {
        "whose": whose,
        "held": others.held(whose.user),
        "may_reset": whose.user_id != who.user_id and others.is_ours_alone(whose),
        "known": Known.choices,
    }
    return render(request, "access/person.html", known)


@require_POST
@for_members
def person_sign_out(request: HttpRequest, who: Membership, id: int) -> HttpResponse:
    """End every sign-in of a member."""
    whose = _member(who, id)
    others.end_sessions(whose, who)
    messages.success(request, _("%(name)s is signed out everywhere.") % {"name": whose.user.email})
    return redirect("team_people" if whose.user_id != who.user_id else "account_login")


@require_POST
@for_members
def person_reset(request: HttpRequest, who: Membership, id: int) -> HttpResponse:
    """Take away a second step that was lost."""
    whose, known = _member(who, id), request.POST.get("known", "")
    if known not in Known.values:
        messages.error(request, _("Say how you know that it is really them."))
        return redirect("person_access", id=id)
    others.reset_second_step(whose, who, Known(known))
    messages.success(request, _("Done. At the next sign-in %(name)s sets up a new second step.") % {"name": whose.user.email})
    return redirect("person_access", id=id)


def _member(who: Membership, id: int) -> Membership:
    demand(who, Action.PEOPLE)
    found = Membership.objects.filter(pk=id, organisation_id=who.organisation_id).select_related("user", "organisation").first()
    if found is None:
        raise Http404
    return found
