"""Someone is threatened: the first question, the hard stop, calm steps, and one person to tell.

The first three are for anyone, signed in or not. They take nothing, keep nothing and count nothing: what a person reads here is nobody's business,
and about a child not even that somebody read it (docs/rooms/extortion.md).
"""

import uuid
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import ParamSpec

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from weerbaar.desk.accounts.known import known
from weerbaar.desk.accounts.members import for_members
from weerbaar.desk.accounts.middleware import member
from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.extortion import confide
from weerbaar.desk.extortion.hotlines import as_of, first

P = ParamSpec("P")


def unseen(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """A page that leaves no trace: kept in no cache, told to no site that a link leads to."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(*args, **kwargs)
        response["Cache-Control"] = "no-store, max-age=0"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return guarded


@require_GET
@unseen
def threat(request: HttpRequest) -> HttpResponse:
    """The first question: is it about a child?"""
    return render(request, "extortion/first.html")


@require_GET
@unseen
def threat_child(request: HttpRequest) -> HttpResponse:
    """The hard stop: nothing is taken in, nothing kept; who helps, and what not to do."""
    who = member(request)
    mine, others = first(known(who.organisation).country if who else "")
    return render(request, "extortion/child.html", {"mine": mine, "others": others, "as_of": as_of()})


@require_GET
@unseen
def threat_adult(request: HttpRequest) -> HttpResponse:
    """Calm steps."""
    who = member(request)
    mine, others = first(known(who.organisation).country if who else "")
    told = confide.between(who).filter(author=who).exists() if who else False
    return render(request, "extortion/adult.html", {"mine": mine, "others": others, "who": who, "told": told})


@require_http_methods(["GET", "POST"])
@unseen
@for_members
def threat_tell(request: HttpRequest, who: Membership) -> HttpResponse:
    """Tell one person, in words alone."""
    there = confide.people(who)
    text = request.POST.get("text", "")
    wrong = ""
    if request.method == "POST":
        chosen = next((one for one in there if str(one.pk) == request.POST.get("handler", "")), None)
        try:
            made = confide.tell(who, chosen, text)
        except confide.NotTold:
            wrong = _("Please choose somebody, and write a few words.")
        else:
            messages.success(request, _("Told. Only the two of you can read it."))
            return redirect("threat_one", ref=made.ref)
    known_ = {"there": there, "text": text, "longest": confide.LONGEST, "wrong": wrong, "days": confide.KEPT.days}
    return render(request, "extortion/tell.html", known_, status=400 if wrong else 200)


@require_GET
@unseen
@for_members
def threat_told(request: HttpRequest, who: Membership) -> HttpResponse:
    """What I told, and what I was told."""
    there = list(confide.between(who)[:100])
    return render(request, "extortion/told.html", {"there": there, "me": who})


@require_http_methods(["GET", "POST"])
@unseen
@for_members
def threat_one(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """What was told, and what was answered."""
    told = confide.one(who, ref)
    if told is None:
        raise Http404
    if request.method == "POST":
        try:
            confide.answer(told, who, request.POST.get("text", ""))
        except confide.NotTold:
            messages.error(request, _("There are no words yet."))
        return redirect("threat_one", ref=ref)
    confide.seen(told, who)
    mine = told.author_id == who.pk
    lines = [
        (one["by"] == ("author" if mine else "handler"), datetime.fromisoformat(one["at"]), one["text"]) for one in told.words
    ]
    known_ = {"told": told, "mine": mine, "lines": lines, "longest": confide.LONGEST, "days": confide.KEPT.days}
    return render(request, "extortion/one.html", known_)


@require_POST
@unseen
@for_members
def threat_erase(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """Erase what I told."""
    told = confide.one(who, ref)
    if told is None or told.author_id != who.pk:
        raise Http404
    confide.erase(told, who)
    messages.success(request, _("Erased. Nobody can read it any more."))
    return redirect("threat_adult")
