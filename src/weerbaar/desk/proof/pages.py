"""Prove the caller: the page of who doubts, and the page of whom the caller claims to be."""

import json
import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from weerbaar.desk.access.limits import TooOften
from weerbaar.desk.accounts.members import for_members
from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.download import download
from weerbaar.desk.language import readers_language
from weerbaar.desk.proof import ask as asks
from weerbaar.desk.proof import keys
from weerbaar.desk.proof.devices import colleague, is_young, usable, waiting
from weerbaar.desk.proof.here import for_provers, let_in
from weerbaar.desk.proof.models import Ask, Kind, Prover
from weerbaar.proof.protocol import Refused, Stage
from weerbaar.proof.transcript import LONGEST_TEXT
from weerbaar.proof.words import spoken

MOST_PEOPLE = 500
CHALLENGE = "proof door"
UNCHANGED = 204


class AskForm(forms.Form):
    """Whom the caller claims to be, and what they want."""

    who = forms.ModelChoiceField(
        queryset=Prover.objects.none(), to_field_name="ref", label=gettext_lazy("Who does the caller say they are?")
    )
    text = forms.CharField(
        required=False,
        max_length=LONGEST_TEXT,
        label=gettext_lazy("What does the caller want? (not needed)"),
        help_text=gettext_lazy(
            "In your words: what, how much, to whom. They read this on their own device and say yes to exactly this."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, member: Membership, data: Mapping[str, Any] | None = None, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        field = self.fields["who"]
        assert isinstance(field, forms.ModelChoiceField)
        there = people(member)
        field.queryset = Prover.objects.filter(pk__in=[one.pk for one in there])
        choices = [("", _("Choose"))] + [(str(one.ref), label(one)) for one in there]
        field.choices = choices


def people(member: Membership) -> list[Prover]:
    """Whom this member can ask: everyone with a device, by name; of families their own alone."""
    there = Prover.objects.filter(organisation_id=member.organisation_id, removed_at=None, devices__revoked_at=None)
    there = there.filter(devices__isnull=False).exclude(user_id=member.user_id)
    there = there.filter(Q(family_of=None) | Q(family_of_id=member.user_id)).distinct().select_related("user", "organisation")
    return sorted((one for one in there[:MOST_PEOPLE] if usable(one)), key=lambda one: one.name.casefold())


def label(prover: Prover) -> str:
    """How someone is called in a list."""
    if prover.kind == Kind.COLLEAGUE:
        return prover.name
    return f"{prover.name}, {prover.about.get('of') or prover.get_kind_display()}"


@require_http_methods(["GET", "POST"])
@for_members
def proof(request: HttpRequest, who: Membership) -> HttpResponse:
    """Choose who the caller claims to be. `?confirmation=` opens it for a confirmation of the ledger."""
    about = request.POST.get("confirmation") or request.GET.get("confirmation", "")
    confirmation = int(about) if about.isdecimal() and len(about) < 16 else None
    if request.method != "POST":
        start = {"who": request.GET.get("who", "")[:40], "text": request.GET.get("text", "")[:LONGEST_TEXT]}
        return _start(request, who, AskForm(who, initial=start), confirmation)
    form = AskForm(who, request.POST)
    if not form.is_valid():
        return _start(request, who, form, confirmation, status=400)
    try:
        made = asks.open_(who.organisation, who.user, form.cleaned_data["who"], form.cleaned_data["text"], confirmation)
    except asks.CannotAsk as why:
        form.add_error(None, _cannot(str(why)))
        return _start(request, who, form, confirmation, status=400)
    except TooOften:
        form.add_error(None, _("You asked often this hour. Please call back on a number you already had."))
        return _start(request, who, form, confirmation, status=429)
    return redirect("proof_ask", ref=made.ref)


@require_GET
@for_members
def proof_ask(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """The page of who asks, until it is proven or not."""
    return render(request, "proof/ask.html", _asking(_mine(who, ref)))


@require_GET
@for_members
def proof_ask_state(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """The part of it that changes; nothing while it is as the page knows it."""
    return _state(request, _mine(who, ref), "proof/parts/ask.html", _asking)


@require_POST
@for_members
def proof_ask_do(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """The asker compares the words, or ends it."""
    mine, do = _mine(who, ref), request.POST.get("do", "")
    try:
        if do in ("same", "different"):
            asks.compare(mine, who, do == "same")
        elif do in ("left", "mistake"):
            asks.stop(mine, who, mistake=do == "mistake")
    except Refused:
        messages.warning(request, _("This has ended meanwhile. Look below how it stands."))
    return redirect("proof_ask", ref=ref)


@require_GET
@for_members
def proof_evidence(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """What shows a proof to others, as a file."""
    mine = _mine(who, ref)
    if mine.stage != Stage.PROVEN.value:
        raise Http404
    return download(asks.evidence(mine), f"proof-{mine.ref}.json", "application/json")


@require_GET
@for_provers
def proof_me(request: HttpRequest, prover: Prover) -> HttpResponse:
    """What is asked of me now. One ask leads straight to its page."""
    return render(request, "proof/me.html", _asked(prover))


@require_GET
@for_provers
def proof_me_state(request: HttpRequest, prover: Prover) -> HttpResponse:
    """The same, for a page that asks again; nothing while nothing changed."""
    known = _asked(prover)
    if request.GET.get("known", "") == known["known"]:
        return HttpResponse(status=UNCHANGED)
    return render(request, "proof/parts/me.html", {**known, "fresh": True})


@require_GET
@for_provers
def proof_answer(request: HttpRequest, prover: Prover, ref: uuid.UUID) -> HttpResponse:
    """Who asks, for what, until when: yes with a device, or no."""
    return render(request, "proof/answer.html", _answering(request, _theirs(prover, ref)))


@require_GET
@for_provers
def proof_answer_state(request: HttpRequest, prover: Prover, ref: uuid.UUID) -> HttpResponse:
    """The part of it that changes."""
    return _state(request, _theirs(prover, ref), "proof/parts/answer.html", lambda ask: _answering(request, ask))


@require_POST
@for_provers
def proof_no(request: HttpRequest, prover: Prover, ref: uuid.UUID) -> HttpResponse:
    """That is not me."""
    try:
        asks.say_no(_theirs(prover, ref))
    except Refused:
        messages.warning(request, _("This has ended meanwhile. Look below how it stands."))
    return redirect("proof_answer", ref=ref)


@require_POST
@for_provers
def proof_yes(request: HttpRequest, prover: Prover, ref: uuid.UUID) -> HttpResponse:
    """Yes, signed by a device."""
    theirs = _theirs(prover, ref)
    try:
        nonce = bytes.fromhex(request.POST.get("nonce", "")[:64])
        asks.say_yes(request, theirs, nonce, request.POST.get("credential", ""))
    except (Refused, ValueError, keys.BadKey) as trouble:
        late = isinstance(trouble, Refused)
        wrong = (
            _("This could not be taken: it ran out, or your devices changed meanwhile.")
            if late
            else _("Your device did not confirm it. Nothing was sent. Please try again, or say no.")
        )
        again = asks.to(prover, ref)
        return render(
            request, "proof/answer.html", {**_answering(request, asks.fresh(again or theirs)), "wrong": wrong}, status=400
        )
    return redirect("proof_answer", ref=ref)


@require_http_methods(["GET", "POST"])
def proof_door(request: HttpRequest) -> HttpResponse:
    """For who has a device but no account here: the device says who they are."""
    import secrets

    wrong = ""
    kept = request.session.pop(CHALLENGE, "")
    if request.method == "POST":
        found = _at_the_door(request, kept)
        if found is not None:
            let_in(request, found)
            return redirect("proof_me")
        wrong = _("This device is not known here, or it did not confirm. Please try again.")
    challenge = secrets.token_bytes(32)
    request.session[CHALLENGE] = challenge.hex()
    options = json.dumps(keys.to_sign(request, challenge, ()))
    return render(request, "proof/door.html", {"options": options, "wrong": wrong}, status=400 if wrong else 200)


def _at_the_door(request: HttpRequest, challenge: str) -> Prover | None:
    answer = request.POST.get("credential", "")
    handle = keys.handle(answer)
    if not challenge or len(handle) != 16:
        return None
    prover = Prover.objects.filter(ref=uuid.UUID(bytes=handle), user=None).select_related("organisation").first()
    if prover is None:
        return None
    try:
        signed = keys.signed(request, bytes.fromhex(challenge), answer, usable(prover))
    except keys.BadKey:
        return None
    type(signed.device).objects.filter(pk=signed.device.pk).update(counter=signed.counter)
    return prover


def _start(
    request: HttpRequest, who: Membership, form: AskForm, confirmation: int | None, *, status: int = 200
) -> HttpResponse:
    mine = Ask.objects.filter(organisation_id=who.organisation_id, asker_id=who.user_id, stage__in=("waiting", "confirmed"))
    me = colleague(who)
    known = {
        "form": form,
        "confirmation": confirmation,
        "open": [one for one in mine.select_related("prover__user", "prover__organisation") if asks.fresh(one).is_open],
        "any": bool(people(who)),
        "devices": len(usable(me)),
        "asked": waiting(me),
    }
    return render(request, "proof/start.html", known, status=status)


def _cannot(why: str) -> str:
    return {
        "no device": _("They have no device that can say yes. Call back on a number you already had."),
        "not theirs": _("You cannot ask this person here."),
        "confirmation": _("This confirmation is not about them. Choose who asked for it, or a contact of that supplier."),
        "busy": _("They are being asked by several people already. Call back on a number you already had."),
    }[why]


def _mine(who: Membership, ref: uuid.UUID) -> Ask:
    found = asks.of(who, ref)
    if found is None:
        raise Http404
    return asks.fresh(found)


def _theirs(prover: Prover, ref: uuid.UUID) -> Ask:
    found = asks.to(prover, ref)
    if found is None:
        raise Http404
    return asks.fresh(found)


def _state(request: HttpRequest, ask: Ask, template: str, known: Any) -> HttpResponse:
    if request.GET.get("stage", "") == ask.stage:
        return HttpResponse(status=UNCHANGED)
    return render(request, template, {**known(ask), "fresh": True})


def _asking(ask: Ask) -> dict[str, Any]:
    device = ask.device
    return {
        "ask": ask,
        "name": ask.prover.called,
        "words": _words(ask),
        "young": device.enrolled_at if device is not None and is_young(device) else None,
        "device": device.name if device is not None else "",
    }


def _answering(request: HttpRequest, ask: Ask) -> dict[str, Any]:
    exchange = ask.exchange
    terms = exchange.terms
    devices = usable(ask.prover)
    waits = ask.stage == Stage.WAITING.value
    bound = [
        terms.direction, terms.organisation, terms.ask, terms.asker_keys, terms.prover, terms.prover_keys, terms.opened, terms.expires,
    ]  # fmt: skip
    return {
        "ask": ask,
        "asker": terms.asker,
        "asker_name": ask.asker.called if ask.asker else "",
        "devices": devices,
        "bound": json.dumps(bound),
        "committed": exchange.committed.hex(),
        "options": json.dumps(keys.to_sign(request, bytes(32), devices)) if waits and devices else "",
        "words": _words(ask),
        "shown": exchange.words.hex() if _words(ask) else "",
        "nonce": exchange.asker.hex() if _words(ask) else "",
    }


def _asked(prover: Prover) -> dict[str, Any]:
    there = waiting(prover)
    known = ",".join(sorted(f"{one.pk}{one.stage}" for one in there))
    return {
        "asked": [(one, one.asker.named if one.asker else "") for one in there],
        "known": known,
        "prover": prover,
        "devices": len(usable(prover)),
    }


def _words(ask: Ask) -> list[tuple[str, int]]:
    """The words of both screens, in the reader's language, each with its number; nothing before a yes and after the end."""
    if ask.stage != Stage.CONFIRMED.value:
        return []
    value = ask.exchange.words
    return list(zip(spoken(value, readers_language()), value, strict=True))
