"""The first run: the link that `weerbaar desk` prints makes its visitor administrator, then a list of what is still to be done."""

import json
import tomllib

from django.contrib.auth import login
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from weerbaar.desk.accounts import zones
from weerbaar.desk.accounts.known import known
from weerbaar.desk.accounts.models import LANGUAGES, Invitation, Membership, Organisation, User
from weerbaar.desk.accounts.people import accept, admit, found
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.feedback import describe
from weerbaar.desk.language import readers_language
from weerbaar.desk.trail import record
from weerbaar.desk.web.team.doors import may, tell
from weerbaar.desk.web.team.people_list import ADDRESS
from weerbaar.model.errors import Trouble

DONE = "set_up"
DOORS = ("desk", "receiver")
"""Uses of a mail server (weerbaar.desk.intake) by which doubts come in."""
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, secret: str) -> HttpResponse:
    """An invitation: who you are, and with the first link of a desk, which organisation this is."""
    invitation = Invitation.of(secret)
    if invitation is None:
        return render(request, "team/welcome_gone.html", status=410)
    known = {
        "invitation": invitation,
        "founds": invitation.organisation is None,
        "languages": LANGUAGES,
        "rules": password_validators_help_texts(),
    }
    if request.method != "POST":
        return render(
            request, "team/welcome.html", {**known, "said": {"languages": [readers_language()], "email": invitation.email}}
        )
    said = {name: request.POST.get(name, "").strip()[:254] for name in ("name", "email", "organisation", "domains")}
    said["email"] = (invitation.email or said["email"]).lower()
    languages = [code for code, _name in LANGUAGES if code in request.POST.getlist("languages")]
    wrong = _wrong(said, invitation, languages)
    if not wrong:
        try:
            with transaction.atomic():
                member = _let_in(invitation, said, languages, request.POST.get("password", ""))
        except ValidationError as trouble:
            wrong = " ".join(trouble.messages)
        except Trouble as trouble:
            wrong = trouble.said(readers_language())
        else:
            login(request, member.user, backend=BACKEND)
            return redirect("team_setup" if invitation.organisation is None else "bring")
    return render(request, "team/welcome.html", {**known, "said": {**said, "languages": languages}, "wrong": wrong}, status=400)


@require_GET
@may(Action.SETTINGS)
def setup(request: HttpRequest, who: Membership) -> HttpResponse:
    """What is still to be done, in order; each step can be done later."""
    facts = known(who.organisation)
    people = Membership.objects.filter(organisation_id=who.organisation_id).count()
    return render(
        request,
        "team/setup.html",
        {
            "facts": facts,
            "people": people,
            "organisation": who.organisation,
            "mailbox": who.organisation.doors.filter(use__in=DOORS, removed_at=None).exists(),
        },
    )


@require_POST
@may(Action.SETTINGS)
def setup_done(request: HttpRequest, who: Membership) -> HttpResponse:
    """Put the list away."""
    _keep_setting(who, DONE, True)
    return redirect("team_inbox")


@require_http_methods(["GET", "POST"])
@may(Action.SETTINGS)
def organisation(request: HttpRequest, who: Membership) -> HttpResponse:
    """Name, languages, domains and time zone. Domains stand in the organisation file, which is otherwise left as it is."""
    facts, shown = (
        known(who.organisation),
        {"languages": LANGUAGES, "zones": zones.names(), "usual": zones.usual(who.organisation)},
    )
    if request.method != "POST":
        said = {
            "name": who.organisation.name,
            "languages": who.organisation.languages,
            "domains": ", ".join(facts.domains),
            "time_zone": who.organisation.settings.get(zones.SETTING, ""),
        }
        return render(request, "team/organisation.html", {"said": said, **shown})
    name, domains = request.POST.get("name", "").strip()[:200], request.POST.get("domains", "")[:2000]
    languages = [code for code, _name in LANGUAGES if code in request.POST.getlist("languages")]
    zone = request.POST.get("time_zone", "")
    zone = zone if zone in zones.names() else ""
    done = bool(name and languages) and tell(request, lambda: _keep(who, name, languages, domains, zone), _("Kept."))
    if done:
        return redirect("team_organisation")
    said = {"name": name, "languages": languages, "domains": domains, "time_zone": zone}
    wrong = "" if name and languages else _("Give a name and at least one language.")
    return render(request, "team/organisation.html", {**shown, "said": said, "wrong": wrong}, status=400)


def _wrong(said: dict[str, str], invitation: Invitation, languages: list[str]) -> str:
    if not said["name"] or not ADDRESS.fullmatch(said["email"]):
        return _("Write your name and your mail address.")
    if invitation.organisation is None and (not said["organisation"] or not languages):
        return _("Give the organisation a name and at least one language.")
    if User.objects.filter(email=said["email"]).exists():
        return _("There is an account with this address already. Sign in with it, or ask for an invitation to another one.")
    return ""


def _let_in(invitation: Invitation, said: dict[str, str], languages: list[str], password: str) -> Membership:
    """
    Raises:
        ValidationError: the password is too easy to guess.
        BrokenOrganisation: a domain is none.
    """
    user = admit(said["email"], said["name"], readers_language(), password)
    if invitation.organisation is not None:
        return accept(invitation, user, invitation.organisation)
    member = found(invitation, user, said["organisation"], languages)
    description = f"name = {json.dumps(said['organisation'], ensure_ascii=False)}\nlanguages = {json.dumps(languages)}\n"
    describe(member.organisation, member, with_domains(description, said["domains"]))
    return member


def with_domains(description: str, written: str) -> str:
    """The organisation file with these domains (separated by commas or spaces), everything else as it was."""
    domains = [one for one in written.replace(",", " ").split() if one]
    lines = description.split("\n")
    top = next((number for number, line in enumerate(lines) if line.lstrip().startswith("[")), len(lines))
    if tomllib.loads(description).get("domains", []) == domains:
        return description
    single = [
        number
        for number, line in enumerate(lines[:top])
        if line.replace(" ", "").startswith("domains=[") and line.rstrip().endswith("]")
    ]
    line = f"domains = {json.dumps(domains, ensure_ascii=False)}"
    if single:
        lines[single[0]] = line
    else:
        lines.insert(0, line)
    return "\n".join(lines)


@transaction.atomic
def _keep(who: Membership, name: str, languages: list[str], domains: str, zone: str) -> None:
    describe(who.organisation, who, with_domains(Organisation.objects.get(pk=who.organisation_id).description, domains))
    Organisation.objects.filter(pk=who.organisation_id).update(name=name, languages=languages)
    record("settings changed", organisation=who.organisation_id, actor=who.user_id, facts={"languages": " ".join(languages)})
    if zone != who.organisation.settings.get(zones.SETTING, ""):
        _keep_setting(who, zones.SETTING, zone)


@transaction.atomic
def _keep_setting(who: Membership, name: str, value: bool | str) -> None:
    Organisation.locked(who.organisation_id).keep(name, value)
    record("settings changed", organisation=who.organisation_id, actor=who.user_id, facts={"setting": name})
