"""Right now on the phone: four calm steps, for anyone, signed in or not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from weerbaar.desk.accounts.known import known
from weerbaar.desk.accounts.middleware import member


@require_GET
def on_the_phone(request: HttpRequest) -> HttpResponse:
    """The steps; whom to tell inside is named only to members."""
    who = member(request)
    return render(request, "phone.html", {"contact": known(who.organisation).contact if who else ""})
