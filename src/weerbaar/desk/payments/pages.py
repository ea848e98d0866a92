"""The pages of the gate: check a payment file, see what goes and what is held, have an account confirmed, check again."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from weerbaar.desk.access.limits import take
from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action, can
from weerbaar.desk.cases.see import demand
from weerbaar.desk.download import download
from weerbaar.desk.language import readers_language
from weerbaar.desk.ledger import confirm as confirmations
from weerbaar.desk.ledger.models import Why
from weerbaar.desk.payments import check, folders, payees, report, sign, words
from weerbaar.desk.payments.answers import MOST_BYTES
from weerbaar.desk.payments.models import Answered, Line, Release, Run, Service, Signer, Way
from weerbaar.desk.payments.place import place
from weerbaar.desk.trail import record
from weerbaar.desk.web.team.doors import may, tell
from weerbaar.ledger.numbers import grouped
from weerbaar.model.errors import Trouble
from weerbaar.model.ledger import Claim
from weerbaar.outside import payee
from weerbaar.settings import load

RUNS_A_PAGE, LINES_A_PAGE = 20, 100
CLAIMED = ("name", "iban", "bic", "amount", "currency", "reference")
"""What of a line goes into the confirmation of its account."""
MIB = 1024 * 1024


@require_http_methods(["GET", "POST"])
@may(Action.LEDGER)
def gate(request: HttpRequest, who: Membership) -> HttpResponse:
    """Check a file; the files that were checked, the latest first."""
    if request.method == "POST":
        demand(who, Action.RELEASE)
        return _checked(request, who)
    return _page(request, who)


@require_GET
@may(Action.LEDGER)
def run(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """One file: what it comes to, then every line, those that are held first."""
    found = run_of(who, ref)
    lines = found.lines.select_related("organisation")
    page = Paginator(lines.order_by(F("round").asc(nulls_first=True), "number"), LINES_A_PAGE).get_page(request.GET.get("page"))
    known = {
        "run": found,
        "name": found.name,
        "refused": words.refused(*found.refused) if found.state == Run.State.REFUSED else "",
        "sums": report.sums(lines.iterator(500)),
        "page": page,
        "rows": [report.row(line) for line in page],
        "releases": found.releases.select_related("by"),
        "asks": payees.door(who.organisation) is not None,
        "limit": words.LIMIT,
        "releases_it": can(who, Action.RELEASE, found),
        "confirms": can(who, Action.CONFIRM, found),
    }
    return render(request, "payments/run.html", known)


@require_POST
@may(Action.RELEASE)
def again(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """Judge anew what is held."""
    found = run_of(who, ref)
    try:
        made = check.again(found, who, folders.released_folder(who.organisation) if found.way == Way.FOLDER else None)
    except Trouble as trouble:
        messages.error(request, trouble.said(readers_language()))
    else:
        if made is None:
            messages.info(request, _("Nothing changed: what is held stays held."))
        else:
            _placed(request, made)
            n = made.lines
            messages.success(request, ngettext("%(n)d more payment goes.", "%(n)d more payments go.", n) % {"n": n})
    return redirect("gate_run", ref=ref)


@require_POST
@may(Action.RELEASE)
def aside(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """What is held is no longer wanted."""
    found = run_of(who, ref)
    tell(request, lambda: check.set_aside(found, who), _("Set aside. What is held stays held."))
    return redirect("gate_run", ref=ref)


@require_GET
@may(Action.RELEASE)
def released(request: HttpRequest, who: Membership, ref: uuid.UUID, round: int) -> HttpResponse:
    """The released file of a round, as it was decided."""
    made = _release(who, ref, round)
    _noted(made.run, who, "released payments taken", round)
    return download(made.data, check.file_name(made.run, round), "application/xml")


@require_GET
@may(Action.RELEASE)
def signature(request: HttpRequest, who: Membership, ref: uuid.UUID, round: int) -> HttpResponse:
    """The signature over the released file of a round."""
    made = _release(who, ref, round)
    if not made.signature:
        raise Http404
    return download(bytes(made.signature), f"{check.file_name(made.run, round)}.sig", "application/octet-stream")


@require_GET
@may(Action.RELEASE)
def held(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """The file of what is held now."""
    found = run_of(who, ref)
    data = found.waiting
    if not data:
        raise Http404
    _noted(found, who, "held payments taken", found.rounds)
    return download(data, check.file_name(found, found.rounds, "-held.xml"), "application/xml")


@require_POST
@may(Action.CONFIRM)
def confirm(request: HttpRequest, who: Membership, ref: uuid.UUID, number: int) -> HttpResponse:
    """Have the account of a line confirmed."""
    told = _line(who, ref, number).told
    try:
        made = open_confirmation(who, told)
    except Trouble as trouble:
        messages.error(request, trouble.said(readers_language()))
        return redirect("gate_run", ref=ref)
    return redirect("confirmation", ref=made.ref)


@require_POST
@may(Action.RELEASE)
def ask(request: HttpRequest, who: Membership, ref: uuid.UUID, number: int) -> HttpResponse:
    """Ask the bank whether the name of a line goes with its account."""
    told = _line(who, ref, number).told
    take("payee by account", str(who.user_id))
    try:
        answer = payees.ask(who, told["name"], told["iban"])
    except Trouble as trouble:
        messages.error(request, trouble.said(readers_language()))
    else:
        messages.info(request, f"{words.BANK[answer.result.value]} {words.LIMIT}")
    return redirect("gate_run", ref=ref)


@require_http_methods(["GET", "POST"])
@may(Action.LEDGER)
def answers(request: HttpRequest, who: Membership) -> HttpResponse:
    """What banks answered about payees; taking in a file of answers."""
    if request.method == "POST":
        demand(who, Action.RELEASE)
        _answers_taken(request, who)
        return redirect("gate_answers")
    rows = Answered.objects.filter(organisation_id=who.organisation_id).select_related("organisation")
    page = Paginator(rows, LINES_A_PAGE).get_page(request.GET.get("page"))
    told = [
        {**one.told, "account": grouped(one.told["iban"]), "said": words.BANK[one.told["result"]], "at": one.at, "service": one.service}
        for one in page
    ]  # fmt: skip
    known = {"page": page, "rows": told, "limit": words.LIMIT, "releases_it": can(who, Action.RELEASE)}
    return render(request, "payments/answers.html", known)


@require_http_methods(["GET", "POST"])
@may(Action.PAYMENT_POLICY)
def doors(request: HttpRequest, who: Membership) -> HttpResponse:
    """The folder, the signature, the service of a bank: each shut until someone opens it here."""
    if request.method == "POST":
        _door(request, who)
        return redirect("gate_doors")
    service = Service.objects.filter(organisation_id=who.organisation_id).select_related("organisation").first()
    known = {
        "folder": folders.base(who.organisation),
        "on": folders.is_on(who.organisation),
        "signers": Signer.objects.filter(organisation_id=who.organisation_id),
        "service": service.details.get("url") if service else "",
        "trust": service.details.get("trust") if service else "",
        "limit": words.LIMIT,
    }
    return render(request, "payments/doors.html", known)


@require_GET
@may(Action.LEDGER)
def key(request: HttpRequest, who: Membership) -> HttpResponse:
    """The public key that verifies what is released."""
    pem = sign.pem(who.organisation)
    if not pem:
        raise Http404
    return download(pem, "weerbaar-payments.pem", "application/x-pem-file")


def run_of(who: Membership, ref: uuid.UUID) -> Run:
    """The file with this name, of this member's organisation."""
    found = Run.objects.filter(ref=ref, organisation_id=who.organisation_id).select_related("organisation", "by").first()
    if found is None or not can(who, Action.LEDGER, found):
        raise Http404
    return found


def open_confirmation(who: Membership, told: dict[str, Any]) -> Any:
    """Ask for the account of a line to be confirmed.

    Raises:
        Forbidden: this member may not.
        NotNow: the line says nothing that could be confirmed.
    """
    claim = Claim(**{name: told[name] for name in CLAIMED})
    return confirmations.open_(who.organisation, who, claim, why=Why.GATE, payee=told["payee"])


def _checked(request: HttpRequest, who: Membership) -> HttpResponse:
    file = request.FILES.get("file")
    if file is None or not file.size:
        return _page(request, who, wrong=_("Choose a payment file first."), status=400)
    take("upload by account", str(who.user_id))
    before = Run.objects.filter(organisation_id=who.organisation_id).count()
    try:
        made = check.check(who.organisation, file.read(), name=file.name or _("payments"), way=Way.PAGE, member=who)
    except Trouble as trouble:
        return _page(request, who, wrong=trouble.said(readers_language()), status=400)
    if Run.objects.filter(organisation_id=who.organisation_id).count() == before:
        messages.info(request, _("This file was checked before. Here is what became of it; nothing was released again."))
    return redirect("gate_run", ref=made.ref)


def _page(request: HttpRequest, who: Membership, wrong: str = "", status: int = 200) -> HttpResponse:
    counted = Run.objects.filter(organisation_id=who.organisation_id).annotate(
        goes=Count("lines", filter=Q(lines__round__isnull=False)), waits=Count("lines", filter=Q(lines__round=None))
    )
    page = Paginator(counted.order_by("-at", "-pk").select_related("organisation", "by"), RUNS_A_PAGE).get_page(
        request.GET.get("page")
    )
    known = {
        "page": page, "wrong": wrong, "most": load().max_bytes // MIB, "releases_it": can(who, Action.RELEASE),
        "rules": can(who, Action.PAYMENT_POLICY),
    }  # fmt: skip
    return render(request, "payments/gate.html", known, status=status)


def _answers_taken(request: HttpRequest, who: Membership) -> None:
    file = request.FILES.get("file")
    if file is None or not file.size or file.size > MOST_BYTES:
        messages.error(request, _("Choose a file with answers first, of at most 5 MB."))
        return
    try:
        new, unread = payees.take_in(who, file.name or "answers", file.read())
    except Trouble as trouble:
        messages.error(request, trouble.said(readers_language()))
        return
    messages.success(request, ngettext("%(n)d answer was new.", "%(n)d answers were new.", new) % {"n": new})
    if unread:
        rows = ", ".join(str(one) for one in unread[:20])
        messages.warning(request, _("These rows could not be read: %(rows)s.") % {"rows": rows})


def _door(request: HttpRequest, who: Membership) -> None:
    said = {name: request.POST.get(name, "").strip()[:500] for name in payees.FIELDS}
    does = {
        "folder on": (lambda: folders.switch(who, True), _("The folder is watched from now on.")),
        "folder off": (lambda: folders.switch(who, False), _("The folder is no longer watched.")),
        "new key": (lambda: sign.new_signer(who.organisation, who.user_id), _("What is released from now on is signed.")),
        "connect": (
            lambda: payees.connect(who, payee.Service(**said)),
            _("The door is open. The bank is asked when someone clicks."),
        ),
        "shut": (lambda: payees.disconnect(who), _("The door is shut.")),
    }.get(request.POST.get("do", ""))
    if does is not None:
        tell(request, *does)


def _placed(request: HttpRequest, made: Release) -> None:
    """Bring a release to its folder; where that fails it is tried again by the watcher."""
    try:
        place(made)
    except Trouble as trouble:
        messages.warning(request, trouble.said(readers_language()))


def _release(who: Membership, ref: uuid.UUID, round: int) -> Release:
    found = run_of(who, ref).releases.filter(round=round).select_related("run__organisation", "organisation").first()
    if found is None:
        raise Http404
    return found


def _line(who: Membership, ref: uuid.UUID, number: int) -> Line:
    """A line that is held."""
    found = run_of(who, ref).lines.filter(number=number, round=None).select_related("organisation").first()
    if found is None:
        raise Http404
    return found


def _noted(found: Run, who: Membership, action: str, round: int) -> None:
    record(action, organisation=found.organisation_id, actor=who.user_id, about=str(found), facts={"round": round})
