"""Add-ins for mail programs: a button beside a message that brings it here as it is, and shows the answer.

Both send the raw message to the interface for programs (`POST /api/v1/doubts/bytes`) with a key that opens `bring` and `answers` and
nothing else. Thunderbird and its kin: a MailExtension made for this desk, nothing leaves but the message, to here. Outlook: a manifest
(Office Add-ins, schema 1.1 with overrides 1.0 and 1.1) for a pane that stands here; Outlook itself demands that a pane loads Office.js
from Microsoft, so it is there only where the setting `outlook` says so.
"""

import uuid
from importlib.resources import files

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET, require_POST

from weerbaar.desk import webextension
from weerbaar.desk.access.limits import TooOften
from weerbaar.desk.accounts.members import for_members
from weerbaar.desk.accounts.models import LANGUAGES, Membership
from weerbaar.desk.api.keys import TooMany, make
from weerbaar.desk.api.scopes import Scope
from weerbaar.desk.download import download
from weerbaar.desk.headers import POLICY
from weerbaar.desk.webextension import archive, base

SCOPES = (Scope.BRING, Scope.ANSWERS)
KEY_DAYS = 365
OFFICE = "https://appsforoffice.microsoft.com"
OUTLOOK = (
    "https://outlook.office.com https://outlook.office365.com https://outlook.cloud.microsoft https://*.officeapps.live.com"
)
"""Where Outlook on the web and the new Outlook show a pane in a frame; classic Outlook shows it in a window of its own."""
PANE_POLICY = POLICY.replace("script-src 'self'", f"script-src 'self' {OFFICE}").replace(
    "frame-ancestors 'none'", f"frame-ancestors 'self' {OUTLOOK}"
)
LOCALES = {"nl": "nl-NL", "fr": "fr-FR", "de": "de-DE", "en": "en-US"}


@require_GET
@for_members
def addins(request: HttpRequest, who: Membership) -> HttpResponse:
    """What there is for which mail program, and how it is set up."""
    return render(request, "addins/addins.html", {"outlook": settings.WEERBAAR_DESK.outlook})


@require_GET
def thunderbird(request: HttpRequest) -> HttpResponse:
    """The MailExtension for this desk, as a file to install."""
    return download(archive(extension(base(request))), "weerbaar.xpi", "application/x-xpinstall")


@require_GET
def outlook_manifest(request: HttpRequest) -> HttpResponse:
    """The manifest that an administrator gives to Outlook."""
    _only_where_wanted()
    place = base(request)
    known = {
        "id": uuid.uuid5(uuid.NAMESPACE_URL, place),
        "base": place,
        "pane": place + reverse("outlook_pane"),
        "version": "1.0.0.0",
        "said": {LOCALES[code]: _said(code) for code, _name in LANGUAGES},
        "first": _said("en"),
    }
    made = render_to_string("addins/outlook.xml", known, request)
    return download(made, "weerbaar-outlook.xml", "text/xml; charset=utf-8")


@require_GET
@xframe_options_exempt
def outlook_pane(request: HttpRequest) -> HttpResponse:
    """What Outlook shows beside a message. It knows nobody: the key is kept in the pane."""
    _only_where_wanted()
    response = render(request, "addins/pane.html", {"plain": True, "office": OFFICE})
    response.headers["Content-Security-Policy"] = PANE_POLICY
    return response


@require_GET
@login_required
def outlook_allow(request: HttpRequest) -> HttpResponse:
    """The window in which someone signs in and lets the pane act for them; opened by the pane."""
    _only_where_wanted()
    response = render(request, "addins/allow.html", {"plain": True, "office": OFFICE})
    response.headers["Content-Security-Policy"] = PANE_POLICY
    return response


@require_POST
@for_members
def outlook_key(request: HttpRequest, who: Membership) -> HttpResponse:
    """Makes the key and gives it to the pane, once; whoever signed in long ago proves again that it is them."""
    _only_where_wanted()
    response: HttpResponse = _key_for_pane(request, who)
    return response


@reauthentication_required  # type: ignore[untyped-decorator]
def _key_for_pane(request: HttpRequest, who: Membership) -> HttpResponse:
    try:
        _key, secret = make(who, _("Outlook add-in"), SCOPES, KEY_DAYS)
    except (TooMany, TooOften):
        return redirect("keys")
    response = render(request, "addins/allow.html", {"plain": True, "office": OFFICE, "secret": secret})
    response.headers["Content-Security-Policy"] = PANE_POLICY
    return response


def extension(place: str) -> dict[str, bytes]:
    """The files of the MailExtension for the desk at this address."""
    return webextension.extension(files("weerbaar.desk.addins").joinpath("thunderbird"), place)


def _said(language: str) -> dict[str, str]:
    with translation.override(language):
        return {
            "name": "Weerbaar",
            "about": _("Bring a message you doubt and get an answer you can act on."),
            "button": _("Do you doubt this?"),
            "tip": _("Bring this message to the desk of your organisation."),
        }


def _only_where_wanted() -> None:
    if not settings.WEERBAAR_DESK.outlook:
        raise Http404
