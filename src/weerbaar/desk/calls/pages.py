"""The pages of a call: the one to have beside the telephone, what its script asks, and the switch of the organisation."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from weerbaar.desk.accounts.known import known
from weerbaar.desk.accounts.members import for_members
from weerbaar.desk.accounts.middleware import member
from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action, can
from weerbaar.desk.calls import door, listening, notes
from weerbaar.desk.calls.asks import ASKS
from weerbaar.desk.calls.law import LAWS, law_of
from weerbaar.desk.calls.listening import May, Not, NotNow
from weerbaar.desk.calls.say import LANGUAGES, say
from weerbaar.desk.cases.see import demand
from weerbaar.desk.headers import OTHERS
from weerbaar.desk.language import readers_language

MAY_HEAR = OTHERS["Permissions-Policy"].replace("microphone=()", "microphone=(self)")
"""The policy of the one page that may ask for the microphone, where listening along is allowed."""


@require_GET
def on_the_phone(request: HttpRequest) -> HttpResponse:
    """What to do and say, for anyone, signed in or not. Whom to tell inside, proof, notes and listening are for members."""
    return _page(request, member(request))


@sensitive_post_parameters()
@require_POST
@for_members
def call_notes(request: HttpRequest, who: Membership) -> HttpResponse:
    """The call becomes a doubt, with what the person wrote and ticked."""
    demand(who, Action.BRING)
    sent = request.POST
    made = notes.Notes(
        caller=notes.clean(sent.get("caller", ""), notes.LONGEST_NAME),
        number=notes.clean(sent.get("number", ""), 40),
        asks=notes.known_asks(sent.getlist("ask")),
        sentences=tuple(
            notes.clean(one, notes.LONGEST_SENTENCE) for one in sent.getlist("sentence")[: len(ASKS)] if one.strip()
        ),
        words=sent.get("words", "")[: notes.LONGEST],
    )
    if not made.says_something:
        wrong = _("There is nothing to look at yet. Tick what you were asked, or write a few words.")
        return _page(request, who, wrong=wrong, noted=made, status=422)
    case = notes.bring(who, made, sent.get("form", "")[:64] or uuid.uuid4().hex)
    return redirect("doubt", ref=case.ref)


@require_POST
@for_members
def call_listen(request: HttpRequest, who: Membership) -> HttpResponse:
    """Begin to listen along. Nothing is written down of it."""
    demand(who, Action.BRING)
    try:
        sent = request.POST
        call = listening.begin(who, sent.get("language", ""), sent.get("told") == "1", direct=sent.get("from") == "tab")
    except NotNow as why:
        return _refused(why)
    return JsonResponse({"call": call}, status=201)


@require_POST
@for_members
def call_hear(request: HttpRequest, who: Membership, call: str) -> HttpResponse:
    """A stretch of sound -> what was said and asked so far. The body is sound alone: 16-bit little-endian mono, 16,000 samples a second."""
    demand(who, Action.BRING)
    try:
        heard = listening.hear(who, call, request.read(listening.MOST_BYTES))
    except NotNow as why:
        return _refused(why)
    asks = [{"ask": one, "sentence": said} for one, said in heard.asks.items() if one in ASKS]
    return JsonResponse({"lines": heard.lines, "asks": asks, "missed": heard.missed, "synthetic": heard.synthetic})


@require_POST
@for_members
def call_end(request: HttpRequest, who: Membership, call: str) -> HttpResponse:
    """Stop listening, and forget."""
    listening.end(who, call)
    return HttpResponse(status=204)


@require_http_methods(["GET", "POST"])
@for_members
def calls_door(request: HttpRequest, who: Membership) -> HttpResponse:
    """Whether people here may have calls listened along with, what that means, and what the register of processing says."""
    demand(who, Action.SETTINGS)
    if request.method == "POST":
        on = request.POST.get("on") == "1"
        if on and request.POST.get("told") != "1":
            messages.error(request, _("Please tell your people first, and say here that you did."))
            return redirect("calls_door")
        door.switch(who, on)
        messages.success(request, _("Listening along is switched on.") if on else _("Listening along is switched off."))
        return redirect("calls_door")
    country = known(who.organisation).country.strip().upper()
    heard = listening.heard_languages()
    told = {
        "open": door.is_open(who.organisation),
        "country": country,
        "law": law_of(country),
        "laws": LAWS,
        "heard": [LANGUAGES[one] for one in heard],
        "organisation": who.organisation,
    }
    return render(request, "calls/door.html", told)


def why_not(why: Not) -> str:
    """Why a call is not listened to, and what helps."""
    return {
        Not.OFF: _("Your organisation has not switched this on."),
        Not.COUNTRY: _("We do not know in which country your organisation works, so nothing listens along."),
        Not.LAW: _("We do not know what the law of your country says about this, so nothing listens along."),
        Not.NO_MODEL: _("There is no model on this machine that understands speech."),
        Not.LANGUAGE: _("What listens here does not understand this language."),
        Not.NOT_TOLD: _("Please tell everyone first, and tick that you did."),
        Not.BUSY: _("This machine is following another call just now, so it cannot listen along."),
        Not.FAILED: _("Listening stopped: something went wrong here. You can start it again."),
        Not.ENDED: _("Listening has ended. You can start it again."),
    }[why]


def _refused(why: NotNow) -> JsonResponse:
    status = {Not.BUSY: 429, Not.ENDED: 410, Not.FAILED: 503}.get(why.why, 409)
    return JsonResponse({"why": why.why.value, "wrong": why_not(why.why)}, status=status)


def _page(
    request: HttpRequest, who: Membership | None, *, wrong: str = "", noted: notes.Notes | None = None, status: int = 200
) -> HttpResponse:
    language = readers_language()
    told: dict[str, Any] = {"say": say(language), "who": who, "contact": known(who.organisation).contact if who else ""}
    if who is not None:
        may = listening.may_listen(who)
        told |= {
            "asks": ASKS,
            "noted": noted or notes.Notes(),
            "wrong": wrong,
            "form": uuid.uuid4().hex,
            "may": may,
            "why_not": why_not(may.why_not) if may.why_not else "",
            "looks_after": can(who, Action.SETTINGS),
            "languages": _chosen(may, language),
        }
    response = render(request, "calls/on_the_phone.html", told, status=status)
    if who is not None and told["may"].why_not is None:
        response.headers["Permissions-Policy"] = MAY_HEAR
    return response


def _chosen(may: May, language: str) -> list[tuple[str, str, bool]]:
    """The languages that can be listened to: code, name, whether it is the one to begin with."""
    first = language if language in may.languages else (may.languages or ("",))[0]
    return [(one, LANGUAGES[one], one == first) for one in may.languages]
