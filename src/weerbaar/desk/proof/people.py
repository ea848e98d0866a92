"""The devices someone proves themselves with, and those of others: enrolling, revoking, inviting, agreeing to a new one."""

import base64
import binascii
import json
import secrets
import uuid
from collections.abc import Mapping
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from weerbaar.desk.accounts.members import for_members
from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action, Reach, can, reach
from weerbaar.desk.cases.see import Forbidden
from weerbaar.desk.language import readers_language
from weerbaar.desk.proof import devices, invite, keys
from weerbaar.desk.proof.devices import NotNow, Way
from weerbaar.desk.proof.here import INVITED
from weerbaar.desk.proof.models import Device, Invitation, Kind, Phone, Prover
from weerbaar.proof.words import heard, lists, spoken

MAKING, GUARDING = "proof making", "proof guarding"
MOST_SHOWN = 500


class InviteForm(forms.Form):
    """Whom to invite, and over what they were known before."""

    kind = forms.ChoiceField(widget=forms.RadioSelect, label=gettext_lazy("Who is it?"))
    name = forms.CharField(max_length=devices.LONGEST_NAME, label=gettext_lazy("Name"))
    channel = forms.ChoiceField(
        required=False,
        label=gettext_lazy("How the supplier is known to you"),
        help_text=gettext_lazy("Only what your ledger holds as confirmed."),
    )
    number = forms.CharField(
        required=False,
        max_length=invite.LONGEST_CHANNEL,
        label=gettext_lazy("Their number, for family"),
        help_text=gettext_lazy("One you have had for long, not one that someone gave you today."),
    )

    def __init__(self, member: Membership, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        enrols = reach(member, Action.ENROL) is Reach.ALL
        self.there = {f"{one.payee}/{one.fact}": one for one in invite.channels(member.organisation)} if enrols else {}
        kinds = [(Kind.FAMILY.value, _("Someone of my family"))]
        if self.there:
            kinds.insert(0, (Kind.SUPPLIER.value, _("A contact of a supplier")))
            known = [("", "-"), *((key, f"{one.name}: {one.value}") for key, one in self.there.items())]
            self.fields["channel"].choices = known  # type: ignore[attr-defined]
        else:
            del self.fields["channel"]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["kind"].initial = kinds[0][0]


@require_GET
@for_members
def proof_devices(request: HttpRequest, who: Membership) -> HttpResponse:
    """One's own devices."""
    me = devices.colleague(who)
    known = {
        "prover": me,
        "devices": devices.usable(me),
        "phones": me.phones.filter(revoked_at=None),
        "way": devices.way(me).value,
        "second_step": is_mfa_enabled(request.user),
        "renewal": me.renewals.filter(used_at=None).last(),
    }
    return render(request, "proof/devices.html", known)


@require_http_methods(["GET", "POST"])
@reauthentication_required  # type: ignore[untyped-decorator]
@for_members
def proof_add(request: HttpRequest, who: Membership) -> HttpResponse:
    """Enrol a device of one's own: signed in, with a second step, proved anew."""
    me = devices.colleague(who)
    if not is_mfa_enabled(request.user) or devices.way(me) in (Way.LOST, Way.FULL):
        return redirect("proof_devices")
    if request.method == "POST":
        wrong = _enrol(request, me)
        if not wrong:
            messages.success(request, _("This device can now say yes for you."))
            return redirect("proof_devices")
        return _add_page(request, me, wrong)
    return _add_page(request, me)


@require_POST
@for_members
def proof_revoke(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """End a device or a telephone now."""
    there: Device | Phone | None = (
        Device.objects.filter(ref=ref).select_related("prover").first()
        or Phone.objects.filter(ref=ref).select_related("prover").first()
    )
    if there is None or there.prover.organisation_id != who.organisation_id:
        raise Http404
    try:
        devices.revoke(there, who)
    except Forbidden:
        raise Http404 from None
    messages.success(request, _("It was revoked. It can no longer say yes."))
    return redirect("proof_devices" if there.prover.user_id == who.user_id else "proof_people")


@require_GET
@for_members
def proof_people(request: HttpRequest, who: Membership) -> HttpResponse:
    """Who can prove themselves here, for who looks after it; and one's own family."""
    return _people(request, who, InviteForm(who))


@require_POST
@for_members
def proof_invite(request: HttpRequest, who: Membership) -> HttpResponse:
    """Invite someone from outside; link and words are shown this once."""
    form = InviteForm(who, request.POST)
    if not form.is_valid():
        return _people(request, who, form, status=400)
    said = form.cleaned_data
    try:
        if said["kind"] == Kind.SUPPLIER:
            chosen = form.there.get(said.get("channel", ""))
            if chosen is None:
                raise NotNow
            issued = invite.supplier(who, said["name"], chosen)
        else:
            issued = invite.family(who, said["name"], said["number"])
    except NotNow:
        form.add_error(None, _("Say also how they were known to you before: a confirmed channel, or a number."))
        return _people(request, who, form, status=400)
    return _people(request, who, InviteForm(who), issued=issued)


@require_POST
@for_members
def proof_person_do(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """For one person: agree to a new device, invite anew, remove."""
    prover = Prover.objects.filter(ref=ref, organisation_id=who.organisation_id).select_related("organisation", "user").first()
    if prover is None or prover not in _looked_after(who):
        raise Http404
    do = request.POST.get("do", "")
    try:
        if do == "renew":
            done = devices.renew(prover, who)
            first = _("Noted. One more person has to agree, not you and not the one concerned.")
            messages.success(
                request,
                first if done.second is None else _("Agreed by two people. A new device can be enrolled within 24 hours."),
            )
        elif do == "again":
            return _people(request, who, InviteForm(who), issued=invite.again(prover, who))
        elif do == "remove":
            devices.remove(prover, who)
            messages.success(request, _("Removed. Their devices can no longer say yes."))
    except NotNow:
        messages.warning(request, _("That is not needed, not possible yet, or you agreed already."))
    except Forbidden:
        messages.warning(request, _("Somebody else has to do this."))
    return redirect("proof_people")


@require_http_methods(["GET", "POST"])
def proof_welcome(request: HttpRequest, secret: str) -> HttpResponse:
    """Who was invited says the three words, and enrols a device."""
    invitation = invite.of(secret)
    if invitation is None:
        return render(request, "proof/welcome.html", {"gone": True})
    if request.session.get(INVITED) == invitation.pk:
        return _enrol_invited(request, invitation)
    wrong = ""
    if request.method == "POST":
        if invite.tell(invitation, heard(request.POST.get("words", ""))):
            request.session[INVITED] = invitation.pk
            return redirect("proof_welcome", secret=secret)
        if invite.of(secret) is None:
            return render(request, "proof/welcome.html", {"gone": True}, status=400)
        wrong = _("These are not the words. Ask again over the telephone; after five tries the link ends.")
    known = {"invitation": invitation, "organisation": invitation.prover.organisation.name, "wrong": wrong}
    return render(request, "proof/welcome.html", known, status=400 if wrong else 200)


@require_GET
@for_members
def proof_phones(request: HttpRequest, who: Membership) -> HttpResponse:
    """The public keys of colleagues' telephones, for telephones that prove without a connection."""
    there = Phone.objects.filter(prover__organisation_id=who.organisation_id, revoked_at=None, prover__removed_at=None)
    told = [
        {
            "ref": str(one.ref), "name": one.prover.name, "phone": one.about["name"], "key": one.about["key"],
            "mine": one.prover.user_id == who.user_id, "since": one.enrolled_at.isoformat(timespec="seconds"),
        }
        for one in there.select_related("prover__organisation", "prover__user")[:MOST_SHOWN]
        if one.prover.user_id is not None and devices.is_member(one.prover)
    ]  # fmt: skip
    return JsonResponse({"phones": told, "words": lists()})


@require_POST
@for_members
def proof_phone_add(request: HttpRequest, who: Membership) -> HttpResponse:
    """Keep the public key of this telephone, for proof without a connection; only beside a device, and proved anew."""
    me = devices.colleague(who)
    devices_here = devices.usable(me)
    try:
        kept = request.session.pop(GUARDING, "")
        if not devices_here or not kept:
            raise NotNow
        guard = keys.signed(request, bytes.fromhex(kept), request.POST.get("guard", ""), devices_here)
        key = base64.b64decode(request.POST.get("key", "")[:200], validate=True)
        made = devices.add_phone(me, key, request.POST.get("name", ""), by=who.user)
    except (NotNow, keys.BadKey, ValueError, binascii.Error):
        return JsonResponse({"wrong": _("Your device did not confirm it. Please try again.")}, status=400)
    Device.objects.filter(pk=guard.device.pk).update(counter=guard.counter)
    return JsonResponse({"ref": str(made.ref)})


@require_GET
@for_members
def proof_phone(request: HttpRequest, who: Membership) -> HttpResponse:
    """Set up this telephone for proof without a connection."""
    there = devices.usable(devices.colleague(who))
    return render(request, "proof/phone.html", {"guard": _guard(request, there), "devices": there})


@require_GET
def proof_offline(request: HttpRequest) -> HttpResponse:
    """Proof without a connection: the telephone keeps this page, so nothing of a person stands on it."""
    page = render(request, "proof/offline.html", {"plain": True})
    return HttpResponse(page.content, headers={"Cache-Control": "no-cache"})


def _enrol_invited(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    prover = invitation.prover
    if request.method == "POST" and "credential" in request.POST:
        with transaction.atomic():
            wrong = "" if invite.use(invitation) else _("This link was used meanwhile.")
            wrong = wrong or _enrol(request, prover)
            if wrong:
                transaction.set_rollback(True)
        if not wrong:
            del request.session[INVITED]
            return render(
                request, "proof/welcome.html", {"done": True, "door": request.build_absolute_uri(reverse("proof_door"))}
            )
        return _add_page(request, prover, wrong)
    return _add_page(request, prover)


def _add_page(request: HttpRequest, prover: Prover, wrong: str = "") -> HttpResponse:
    there = devices.usable(prover)
    options, state = keys.to_make(request, prover, there)
    request.session[MAKING] = state
    guard = _guard(request, there) if devices.way(prover) is Way.BESIDE else ""
    known = {"prover": prover, "options": json.dumps(options), "guard": guard, "wrong": wrong}
    return render(request, "proof/add.html", known, status=400 if wrong else 200)


def _guard(request: HttpRequest, there: list[Device]) -> str:
    """What a device one has is to sign before another is added."""
    if not there:
        return ""
    challenge = secrets.token_bytes(32)
    request.session[GUARDING] = challenge.hex()
    return json.dumps(keys.to_sign(request, challenge, there))


def _enrol(request: HttpRequest, prover: Prover) -> str:
    """Take the key that a browser made; what is wrong, "" where nothing is."""
    state, guarding = request.session.pop(MAKING, None), request.session.pop(GUARDING, "")
    failed = _("Your device did not confirm it. Please try again.")
    if state is None:
        return failed
    try:
        guard = None
        if devices.way(prover) is Way.BESIDE:
            there = devices.usable(prover)
            guard = keys.signed(request, bytes.fromhex(guarding), request.POST.get("guard", ""), there)
        key, counter = keys.made(request, state, request.POST.get("credential", ""))
        devices.enrol(prover, key, counter, request.POST.get("name", ""), by=prover.user)
    except keys.BadKey:
        return failed
    except NotNow:
        return _("This device cannot be enrolled now: it is enrolled already, or two people have to agree first.")
    if guard is not None:
        Device.objects.filter(pk=guard.device.pk).update(counter=guard.counter)
    return ""


def _looked_after(who: Membership) -> list[Prover]:
    """Whom a member sees on the page of people: everyone for who looks after it or approves, else one's own family."""
    there = Prover.objects.filter(organisation_id=who.organisation_id, removed_at=None).select_related("organisation", "user")
    if reach(who, Action.ENROL) is Reach.ALL or reach(who, Action.APPROVE) is Reach.ALL:
        there = there.filter(Q(family_of=None) | Q(family_of_id=who.user_id) | Q(devices__isnull=False)).distinct()
    else:
        there = there.filter(family_of_id=who.user_id)
    return list(there[:MOST_SHOWN])


def _people(request: HttpRequest, who: Membership, form: InviteForm, *, issued: Any = None, status: int = 200) -> HttpResponse:
    if not can(who, Action.PROVE):
        raise PermissionDenied
    rows = []
    for one in _looked_after(who):
        how = devices.way(one)
        if one.kind == Kind.COLLEAGUE and how is Way.FIRST:
            continue
        begun = one.renewals.filter(used_at=None, second=None).last()
        rows.append(
            {
                "prover": one,
                "name": one.name,
                "of": "" if one.user_id else one.about.get("of", ""),
                "devices": devices.usable(one),
                "phones": list(one.phones.filter(revoked_at=None)),
                "lost": how is Way.LOST,
                "agreed": how is Way.RENEWED,
                "begun": begun.first.named if begun is not None and begun.first and how is Way.LOST else "",
                "may_renew": how is Way.LOST and devices.may_renew(who, one),
                "may_revoke": can(who, Action.ENROL, one) or one.reporter_id == who.user_id,
                "may_invite": one.kind != Kind.COLLEAGUE and how in (Way.FIRST, Way.RENEWED),
            }
        )
    known: dict[str, Any] = {"form": form, "rows": rows}
    if issued is not None:
        known["link"] = request.build_absolute_uri(reverse("proof_welcome", args=(issued.secret,)))
        known["words"] = list(zip(spoken(issued.words, readers_language()), issued.words, strict=True))
        known["channel"] = invite.channel_of(issued.invitation)
        known["invited"] = issued.invitation.prover.name
    return render(request, "proof/people.html", known, status=status)
