"""Who brought a doubt answers what the team asked, on the page of the doubt."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from weerbaar.desk.accounts.members import for_members
from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action, can
from weerbaar.desk.cases.decide import reply
from weerbaar.desk.cases.models import Case
from weerbaar.desk.web.team.doors import tell


@require_POST
@for_members
def doubt_reply(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """Keep the reply; a person reads it."""
    case = Case.objects.filter(ref=ref, organisation_id=who.organisation_id).select_related("organisation").first()
    if case is None or not can(who, Action.CONTEST, case):
        raise Http404
    words = request.POST.get("words", "")
    tell(request, lambda: reply(case, who, words), _("Thank you. A person reads it, and you will hear from us."))
    return redirect("doubt", ref=ref)
