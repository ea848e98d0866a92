"""The pages for everybody: the agreement, its versions, and signing it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.agreements import notices, signing
from weerbaar.desk.agreements.differences import differences
from weerbaar.desk.agreements.doors import language_of, reads
from weerbaar.desk.agreements.models import Signature, Version
from weerbaar.desk.agreements.printed import printed, shown
from weerbaar.desk.agreements.rules import latest
from weerbaar.desk.agreements.written import clean
from weerbaar.desk.download import download
from weerbaar.desk.language import readers_language
from weerbaar.desk.trail import record

MOST_VERSIONS = 100


@require_GET
@reads
def agreement(request: HttpRequest, who: Membership) -> HttpResponse:
    """The agreement in the language of the reader, who to ask first; what changed since they signed."""
    version = latest(who.organisation)
    if version is None:
        return render(request, "agreements/none.html")
    known = {
        "version": version,
        "page": shown(version, readers_language()),
        "signature": signing.signature_of(who.user_id, version),
        "changes": _changes(who, version),
        "begun": version.holds_on(timezone.localdate()),
    }
    return render(request, "agreements/agreement.html", known)


@require_http_methods(["GET", "POST"])
@reads
def agreement_sign(request: HttpRequest, who: Membership) -> HttpResponse:
    """Sign in two steps: the name, then yes once more."""
    version = latest(who.organisation)
    if version is None or signing.signature_of(who.user_id, version) is not None:
        return redirect("agreement")
    name = clean(request.POST.get("name", who.user.get_full_name()))
    known = {"version": version, "name": name, "changes": _changes(who, version), "today": timezone.localdate()}
    if request.method != "POST":
        return render(request, "agreements/sign.html", known)
    wrong = {
        "name": not name,
        "read": request.POST.get("read") != "1",
        "number": request.POST.get("number") != str(version.number),
    }
    if any(wrong.values()):
        return render(request, "agreements/sign.html", {**known, "wrong": wrong}, status=400)
    if request.POST.get("yes") != "1":
        return render(request, "agreements/sign_again.html", known)
    try:
        signing.sign(who, version.number, name)
    except signing.NotSigned:
        messages.error(request, _("There is a newer agreement. Please read it first."))
        return redirect("agreement")
    notices.copy(who, version)
    messages.success(request, _("Signed. Thank you. You can always find it here."))
    return redirect("agreement")


@require_GET
@reads
def agreement_pdf(request: HttpRequest, who: Membership) -> HttpResponse:
    """The agreement to print or to keep; `?language=` gives it in another one, `?number=` an earlier version."""
    number = request.GET.get("number", "")
    if not number and latest(who.organisation) is None:
        return redirect("agreement")
    version, language = _version(who, number), language_of(request)
    with translation.override(language):
        data = printed(version, language)
    return download(data, f"agreement-{version.number}-{language}.pdf", "application/pdf", inline=True)


@require_GET
@reads
def agreement_toml(request: HttpRequest, who: Membership) -> HttpResponse:
    """The agreement as its source file."""
    number = request.GET.get("number", "")
    if not number and latest(who.organisation) is None:
        return redirect("agreement")
    version = _version(who, number)
    record("agreement exported", organisation=who.organisation_id, actor=who.user_id, about=str(version))
    return download(version.toml, "agreement.toml", "application/toml; charset=utf-8")


@require_GET
@reads
def agreement_versions(request: HttpRequest, who: Membership) -> HttpResponse:
    """Every version, and what each changed."""
    versions = list(
        Version.objects.filter(organisation=who.organisation).select_related("organisation").order_by("-number")[:MOST_VERSIONS]
    )
    older: list[Version | None] = [*versions[1:], None]
    told = [
        {
            "version": one,
            "changes": differences(before.agreement, one.agreement, register=True) if before else [],
            "first": one.number == 1,
            "again": before is None or one.edition != before.edition,
        }
        for one, before in zip(versions, older, strict=False)
    ]
    return render(request, "agreements/versions.html", {"versions": told})


@require_GET
@reads
def agreement_version(request: HttpRequest, who: Membership, number: int) -> HttpResponse:
    """A version as it was."""
    version = _version(who, str(number))
    known = {"version": version, "page": shown(version, readers_language()), "old": latest(who.organisation) != version}
    return render(request, "agreements/version.html", known)


def _version(who: Membership, number: str) -> Version:
    """The version with this number ("": the last)."""
    if not number:
        found = latest(who.organisation)
    elif number.isascii() and number.isdecimal() and len(number) < 9:
        found = Version.objects.filter(organisation=who.organisation, number=int(number)).select_related("organisation").first()
    else:
        found = None
    if found is None:
        raise Http404
    return found


def _changes(who: Membership, version: Version) -> list[str]:
    """What is different from what this member signed before; nothing when they never did, or signed this."""
    before: Signature | None = signing.last_signed(who.user_id, who.organisation)
    if before is None or before.version.edition == version.edition:
        return []
    return differences(before.version.agreement, version.agreement)
