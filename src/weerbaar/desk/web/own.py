"""The account page: language, light, second factor, sign-ins."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from weerbaar.desk.accounts.middleware import member, needs_second_factor


@require_GET
@login_required
def own(request: HttpRequest) -> HttpResponse:
    """What someone can set about themselves, with where each is set."""
    factors = Authenticator.objects.filter(user_id=request.user.pk)
    known = {
        "member": member(request),
        "factors": factors.exclude(type=Authenticator.Type.RECOVERY_CODES).count(),
        "must": needs_second_factor(request.user.pk or 0),
    }
    return render(request, "own.html", known)
