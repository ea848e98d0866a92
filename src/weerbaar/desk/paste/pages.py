"""The pages of the paste check: bring a text, see what would leak, take the masked text, bring back the answer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from weerbaar.desk.access.limits import take
from weerbaar.desk.accounts.members import for_members
from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.agreements import rules
from weerbaar.desk.cases.see import demand
from weerbaar.desk.language import readers_language
from weerbaar.desk.paste import check
from weerbaar.leak.inbound import names
from weerbaar.model.leak import Decision

MOST_SHOWN = 200


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@for_members
def paste(request: HttpRequest, who: Membership) -> HttpResponse:
    """Bring a text, and see what would leave with it. Nothing of it is stored."""
    demand(who, Action.AI)
    known = _known(who, request.POST.get("tool", ""))
    if request.method == "GET":
        return render(request, "paste/paste.html", known)
    take("paste by account", str(who.user_id))
    text = request.POST.get("text", "").replace("\r\n", "\n")
    wrong = _wrong(text)
    if wrong:
        return render(request, "paste/paste.html", {**known, "wrong": wrong, "text": text[: check.MOST]}, status=422)
    looked = check.look(text, who, readers_language(), known["chosen"])
    told = {
        "looked": looked,
        "text": text,
        "found": _told(looked.found[:MOST_SHOWN]),
        "more": max(0, len(looked.found) - MOST_SHOWN),
        "stopped": bool(looked.ruling.stopped),
        "asked": bool(looked.ruling.asked),
    }
    return render(request, "paste/paste.html", {**known, **told})


@sensitive_post_parameters()
@require_POST
@for_members
def restore(request: HttpRequest, who: Membership) -> HttpResponse:
    """The answer of the chatbot, put back together."""
    demand(who, Action.AI)
    take("paste by account", str(who.user_id))
    answer, kept = request.POST.get("answer", "").replace("\r\n", "\n"), request.POST.get("kept", "")
    wrong, restored = _wrong(answer), ""
    seen: dict[str, int] = {}
    if not wrong:
        try:
            restored, seen = check.restore(kept, answer, who, readers_language())
        except check.Expired:
            wrong = _("This list is too old or not yours, so nothing can be put back. Check the text again.")
    said = names(readers_language())
    left_out = [(said[name], count) for name, count in seen.items()]
    known = {"restored": restored, "left_out": left_out, "wrong": wrong, "kept": kept, "answer": answer[: check.MOST]}
    return render(request, "paste/restored.html", known, status=422 if wrong else 200)


@require_GET
@for_members
def browser(request: HttpRequest, who: Membership) -> HttpResponse:
    """How the check comes into the browser."""
    demand(who, Action.AI)
    return render(request, "paste/browser.html", {"tools": [tool for tool in check.tools(who) if tool.hosts]})


def _known(who: Membership, wanted: str) -> dict[str, Any]:
    allowed = check.tools(who)
    chosen = next((tool.id for tool in allowed if tool.id == wanted), "")
    return {"tools": allowed, "chosen": chosen, "agreed": rules.in_force(who.organisation) is not None, "most": check.MOST}


def _wrong(text: str) -> str:
    if not text.strip():
        return _("There is no text yet.")
    if len(text) > check.MOST:
        return _("This text is too long to be checked in one piece. Bring a shorter part.")
    return ""


def _told(found: tuple[check.Found, ...]) -> list[tuple[check.Found, str, str, bool]]:
    """Each with why it was found, what happens to it, and whether its class was not told of before."""
    first = {one.cls: one for one in reversed(found)}
    return [(one, _reason(one.reason), _decided(one.decision), first[one.cls] is one) for one in found]


def _reason(word: str) -> str:
    return {
        "checksum": _("Its check digits are right."),
        "context": _("The words around it say so."),
        "list": _("It is on the list of your organisation."),
        "whole": _("We could not look into it."),
        "form": _("It has the form of one."),
    }[word]


def _decided(decision: Decision) -> str:
    return {
        Decision.MASK: _("masked"),
        Decision.ASK: _("masked; leaves as it is only with a reason"),
        Decision.STOP: _("masked; stays inside"),
        Decision.ALLOW: _("may leave"),
    }[decision]
