"""Messages to browsers: the switch of the organisation, and each member's own browsers."""

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from weerbaar.desk.accounts.members import for_members
from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.see import demand
from weerbaar.desk.push import door, own
from weerbaar.desk.push.models import Browser
from weerbaar.desk.push.send import notify
from weerbaar.outside.push import NotAllowed


@require_POST
@for_members
def push_ask(request: HttpRequest, who: Membership) -> HttpResponse:
    """A browser asks for messages, by the script of the account page; a first message shows that they come."""
    endpoint, point, auth = (request.POST.get(name, "") for name in ("endpoint", "point", "auth"))
    try:
        with transaction.atomic():
            made = own.ask(who, endpoint, point, auth, request.headers.get("User-Agent", ""))
            body = _("Messages come here from now on.")
            notify(who.user, _("Weerbaar"), body, reverse("own"), f"hello-{made.pk}", who.organisation)
    except NotAllowed:
        return JsonResponse({"wrong": _("This browser takes messages in a way that this desk does not know.")}, status=422)
    messages.success(request, _("Done. This browser tells you when your answer is there."))
    return JsonResponse({}, status=201)


@require_POST
@for_members
def push_forget(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """No more messages to a browser of one's own."""
    browser = Browser.objects.filter(ref=ref, membership=who).first()
    if browser is None:
        raise Http404
    own.forget(browser, who)
    messages.success(request, _("Done. No more messages go there."))
    return redirect("own")


@require_http_methods(["GET", "POST"])
@for_members
def push_door(request: HttpRequest, who: Membership) -> HttpResponse:
    """Whether messages go out of this organisation at all, and what that tells to whom."""
    demand(who, Action.SETTINGS)
    if request.method == "POST":
        on = request.POST.get("on") == "1"
        door.switch(who, on)
        messages.success(request, _("Messages are switched on.") if on else _("Messages are switched off."))
        return redirect("push_door")
    known = {"open": door.is_open(who.organisation), "hosts": door.hosts()}
    return render(request, "push/door.html", known)
