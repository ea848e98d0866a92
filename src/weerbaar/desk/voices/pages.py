"""My voice, whether the organisation keeps voices, and a recording beside a voice."""

import uuid

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from weerbaar.desk.accounts.members import for_members
from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action, can
from weerbaar.desk.cases.models import State
from weerbaar.desk.cases.receive import TooLarge
from weerbaar.desk.language import readers_language
from weerbaar.desk.vault import Locked
from weerbaar.desk.voices import compare, own, switch
from weerbaar.desk.voices.consent import LATEST, consent
from weerbaar.desk.voices.hearing import LEAST_ENROLLED
from weerbaar.desk.web import brought
from weerbaar.desk.web.team.doors import case_of, may


class RecordForm(forms.Form):
    """The data-protection record with which voices are switched on."""

    who = forms.CharField(
        max_length=500,
        label=gettext_lazy("Who advised on data protection?"),
        help_text=gettext_lazy("For example your data-protection officer, with the date."),
    )
    why = forms.CharField(
        max_length=switch.LONGEST,
        label=gettext_lazy("Why do call-back and call-proof not suffice here?"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    told = forms.CharField(
        max_length=switch.LONGEST,
        label=gettext_lazy("How were people and their representatives told?"),
        help_text=gettext_lazy("In some countries the works council has to agree first."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_GET
@for_members
def voices(request: HttpRequest, who: Membership) -> HttpResponse:
    """My voice: what it would be for, what can be done instead, and what is kept."""
    return _page(request, who)


@require_POST
@for_members
def voices_enrol(request: HttpRequest, who: Membership) -> HttpResponse:
    """Enrol my voice. Nobody can do it for another."""
    file = request.FILES.get("recording")
    version = request.POST.get("version", "")
    if file is None or not file.size:
        return _page(request, who, wrong=_("There is no recording yet. Choose one."))
    if not request.POST.get("agree"):
        return _page(request, who, wrong=_said("no_consent"))
    try:
        own.enrol(
            who,
            file.read(),
            name=request.POST.get("name", ""),
            version=int(version) if version.isdecimal() and len(version) < 5 else 0,
            language=readers_language(),
        )
    except TooLarge:
        return _page(request, who, wrong=brought.too_large())
    except own.NotEnrolled as trouble:
        return _page(request, who, wrong=_said(trouble.why, trouble.seconds))
    messages.success(request, _("Your voice is enrolled. The recording was not kept."))
    return redirect("voices")


@require_POST
@for_members
def voices_withdraw(request: HttpRequest, who: Membership) -> HttpResponse:
    """Withdraw: what was kept is deleted at once."""
    mine = own.mine(who)
    if mine is not None:
        own.withdraw(mine, who)
    messages.success(request, _("Done. What was kept of your voice is deleted."))
    return redirect("voices")


@require_http_methods(["GET", "POST"])
@for_members
def voices_switch(request: HttpRequest, who: Membership) -> HttpResponse:
    """Whether this organisation keeps voices, and the record of why it may."""
    if not can(who, Action.SETTINGS):
        raise PermissionDenied
    form = RecordForm(request.POST if request.method == "POST" and "on" in request.POST else None)
    if request.method == "POST" and "on" not in request.POST:
        switch.switch_off(who)
        messages.success(request, _("Switched off. Every voice that was kept is deleted."))
        return redirect("voices_switch")
    if form.is_bound and form.is_valid():
        try:
            switch.switch_on(who, **form.cleaned_data)
        except ValueError:
            form.add_error(None, _("Please fill in all three."))
        else:
            messages.success(request, _("Switched on. People can enrol their voice, each for themselves."))
            return redirect("voices_switch")
    known = {
        "form": form,
        "on": switch.is_on(who.organisation),
        "installed": switch.installed(),
        "assessment": switch.assessment(who.organisation),
        "enrolled": compare.enrolled(who).count(),
    }
    return render(request, "voices/switch.html", known, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@may(Action.COMPARE)
def voices_compare(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """Is it the voice of X? For the recordings of one doubt."""
    case = case_of(who, ref)
    if case.state == State.ERASED:
        raise Http404
    there = list(compare.enrolled(who)) if switch.is_on(who.organisation) else []
    if request.method == "POST":
        chosen = next((one for one in there if str(one.pk) == request.POST.get("who", "")), None)
        try:
            if chosen is None:
                raise compare.NotCompared
            compare.compare(case, chosen, who)
        except (compare.NotCompared, Locked):
            messages.error(request, _("That voice is not kept any more, so nothing was compared."))
        return redirect("voices_compare", ref=ref)
    known = {
        "case": case,
        "there": there,
        "on": switch.is_on(who.organisation),
        "installed": switch.installed(),
        "made": compare.shown(case),
    }
    return render(request, "voices/compare.html", known)


def _page(request: HttpRequest, who: Membership, wrong: str = "") -> HttpResponse:
    mine = own.mine(who)
    known = {
        "on": switch.is_on(who.organisation),
        "installed": switch.installed(),
        "mine": mine,
        "agreed": consent(mine.version, mine.language) if mine else None,
        "compared": list(mine.comparisons.all()[:50]) if mine else [],
        "consent": consent(LATEST, readers_language()),
        "least": f"{LEAST_ENROLLED:g}",
        "wrong": wrong,
        "may_switch": can(who, Action.SETTINGS),
    }
    return render(request, "voices/mine.html", known, status=400 if wrong else 200)


def _said(why: str, seconds: float = 0.0) -> str:
    least = f"{LEAST_ENROLLED:g}"
    return {
        "off": _("Your organisation has not switched this on."),
        "no_consent": _("Nothing was kept: please read the text, write your name under it and tick the box, if you agree."),
        "no_model": _("Comparing voices is not installed on this desk, so nothing was kept."),
        "not_installed": _(
            "This desk cannot open recordings yet, so nothing was kept. Whoever looks after it can install that."
        ),
        "unreadable": _("We could not open this recording. An ordinary one from your phone works: M4A, MP3, WAV or OGG."),
        "too_short": _(
            "We heard %(seconds)s seconds of speech and need %(least)s. Please read the whole text, close to the microphone."
        )
        % {"seconds": int(seconds), "least": least},
    }.get(why, _("This took too long, so nothing was kept. Please try again with a shorter recording."))
