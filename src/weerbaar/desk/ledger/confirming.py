"""The pages of confirmations: the list, asking for one, the call with its script, the answer, approving, and what is done in an emergency."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from weerbaar.desk.accounts.models import LANGUAGES, Membership
from weerbaar.desk.accounts.permissions import Action, can
from weerbaar.desk.cases.feedback import facts_of
from weerbaar.desk.cases.models import Case
from weerbaar.desk.language import readers_language
from weerbaar.desk.ledger import confirm, evidence, rules, state, words, write
from weerbaar.desk.ledger.about import About, claiming
from weerbaar.desk.ledger.confirm import Outcome
from weerbaar.desk.ledger.doors import confirmation_of, may
from weerbaar.desk.ledger.models import OPEN, Confirmation, State, Step, Why
from weerbaar.desk.ledger.script import script
from weerbaar.desk.web.team.doors import tell
from weerbaar.ledger import numbers
from weerbaar.ledger.policy import Step as PolicyStep
from weerbaar.model.errors import Problem, Trouble
from weerbaar.model.ledger import Claim, How, Kind

PER_PAGE = 40
ASKABLE = (Kind.IBAN, Kind.PHONE, Kind.DOMAIN, Kind.ADDRESS, Kind.VAT)
TABS = ("open", "closed", "overridden")


@dataclass(frozen=True, slots=True)
class Row:
    """A confirmation in the list."""

    confirmation: Confirmation
    name: str
    value: str
    kind: str


@dataclass(frozen=True, slots=True)
class Line:
    """One step, as it is told."""

    at: datetime
    title: str
    text: str


@require_GET
@may(Action.LEDGER)
def confirmations(request: HttpRequest, who: Membership) -> HttpResponse:
    """What waits for a call or an approval, urgent ones first; what ended; what was overridden."""
    show = request.GET.get("show", "")
    show = show if show in TABS else "open"
    found = Confirmation.objects.filter(organisation_id=who.organisation_id).select_related("organisation", "asked_by")
    if show == "open":
        found = found.filter(state__in=OPEN)
    else:
        found = found.filter(state=State.OVERRIDDEN) if show == "overridden" else found.exclude(state__in=OPEN)
        found = found.order_by("-closed_at", "-pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    counts = {
        "open": _count(who, True),
        "overridden": Confirmation.objects.filter(organisation_id=who.organisation_id, state=State.OVERRIDDEN).count(),
    }
    known = {
        "page": page,
        "rows": [_row(one) for one in page],
        "show": show,
        "counts": counts,
        "tabs": [
            ("open", _("Going on"), counts["open"]),
            ("closed", _("Ended"), ""),
            ("overridden", _("Overridden"), counts["overridden"]),
        ],
        "query": f"show={show}&",
    }
    return render(request, "ledger/confirmations.html", known)


@require_http_methods(["GET", "POST"])
@may(Action.CONFIRM)
def confirm_open(request: HttpRequest, who: Membership) -> HttpResponse:
    """Ask for a confirmation: of an account of a payee, or of what a doubt says (`case`)."""
    case = _case(who, request.GET.get("case", "") or request.POST.get("case", ""))
    wrong = ""
    if request.method == "POST":
        try:
            made = _opened(request, who, case)
        except Trouble as trouble:
            wrong = trouble.said(readers_language())
        else:
            return redirect("confirmation", ref=made.ref)
    ledger = state.ledger_of(who.organisation)
    asked = request.POST if request.method == "POST" else request.GET
    payee = ledger.payee(asked.get("payee", "")[:40])
    found = facts_of(case) if case else {}
    accounts = found.get("account", [])[:10]
    kind = asked.get("kind", "")
    known = {
        "payee": payee,
        "name": asked.get("name", "")[:200] or (payee.name if payee else ""),
        "kind": kind if kind in ASKABLE else Kind.IBAN.value,
        "value": asked.get("value", "")[:254] or next(iter(accounts), ""),
        "amount": asked.get("amount", "")[:20],
        "note": asked.get("note", "")[:2000],
        "accounts": accounts,
        "came": _came_with(case),
        "case": case,
        "payees": sorted(ledger.payees, key=lambda one: one.name.casefold())[:2000],
        "kinds": [(one.value, words.kind(one)) for one in ASKABLE],
        "wrong": wrong,
    }
    return render(request, "ledger/confirm_open.html", known, status=400 if wrong else 200)


@require_GET
@may(Action.LEDGER)
def confirmation(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """One confirmation: what it is about, whom to call and what to say, what was said, who may go on."""
    found = confirmation_of(who, ref)
    about, ledger = About.of(found), state.ledger_of(who.organisation)
    told = confirm.last_call(found)
    payee = ledger.payee(about.payee) if about.payee else None
    first = found.steps.filter(kind=Step.Kind.OVERRIDE).select_related("by").last()
    spoken = request.GET.get("language", "")
    spoken = spoken if spoken in dict(LANGUAGES) else readers_language()
    approving = can(who, Action.APPROVE, found)
    known = {
        "one": found,
        "about": about,
        "payee": payee,
        "accounts": [fact for fact in payee.of(about.kind) if fact.value != about.value] if payee else (),
        "channels": rules.channels(found, about, ledger) if found.is_open else (),
        "script": script(found, about, who, readers_language()),
        "spoken": script(found, about, who, spoken) if spoken != get_language() else None,
        "spoken_in": spoken,
        "told": told,
        "files": [
            {"digest": one, "name": kept.name}
            for one in told.get("evidence", ())
            if (kept := evidence.find(who.organisation, one))
        ],
        "steps": list(_steps(found))[::-1],
        "may_call": found.state == State.OPEN and can(who, Action.CONFIRM, found),
        "may_override": found.is_open and about.kind is Kind.IBAN and can(who, Action.CONFIRM, found),
        "may_approve": found.state == State.CALLED and approving,
        "may_decline": found.is_open and approving,
        "may_cancel": found.is_open and (approving or found.asked_by_id == who.user_id) and can(who, Action.CONFIRM, found),
        "not_call": _said(confirm.may_do(found, PolicyStep.CALLED, who)) if found.state == State.OPEN else "",
        "not_approve": _said(confirm.may_do(found, PolicyStep.APPROVED, who)) if found.state == State.CALLED else "",
        "first": first,
        "may_second": first is not None and first.by_id != who.user_id and approving,
        "proven": confirm.is_proven(found),
        "ways": [(how.value, words.way(how)) for how in rules.policy_of(who.organisation).ways],
        "outcomes": _outcomes(),
        "late": found.is_open and found.expires_at <= timezone.now(),
    }
    return render(request, "ledger/confirmation.html", known)


@require_POST
@may(Action.CONFIRM)
def confirm_call(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """Write down what was told."""
    found = confirmation_of(who, ref)
    how, form = request.POST.get("how", ""), request.POST
    files = {one.name or "": one.read(evidence.MOST_BYTES + 1) for one in request.FILES.getlist("file")[: evidence.MOST_FILES]}
    channel = form.get("elsewhere" if how == How.TWO_PEOPLE else "channel", "")[:254]
    tell(
        request,
        lambda: confirm.record_call(
            found, who, outcome=form.get("outcome", ""), how=How(how) if how in set(How) else How.CALL_BACK, channel=channel,
            source=form.get("source", ""), spoke_with=form.get("spoke_with", ""), note=form.get("note", ""), files=files,
        ),
        _("Written down."),
    )  # fmt: skip
    return redirect("confirmation", ref=ref)


@require_POST
@may(Action.CONFIRM)
def confirm_end(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """Approve, decline, withdraw or override."""
    found, do, why = confirmation_of(who, ref), request.POST.get("do", ""), request.POST.get("why", "")
    seen = request.POST.get("seen", "")
    if do == "approve":
        replaces, number = (
            request.POST.get("replaces") == "1",
            int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 18 else 0,
        )
        tell(
            request,
            lambda: confirm.approve(found, who, seen=number, replaces=replaces),
            _("Approved. It stands in the ledger."),
        )
    elif do == "decline":
        tell(request, lambda: confirm.decline(found, who, why), _("Declined. Nothing changes in the ledger."))
    elif do == "cancel":
        tell(request, lambda: confirm.cancel(found, who, why), _("Withdrawn."))
    elif do == "override":
        tell(request, lambda: confirm.override(found, who, why), _("Written down. It takes a second person, and is reported."))
    return redirect("confirmation", ref=ref)


def _opened(request: HttpRequest, who: Membership, case: Case | None) -> Confirmation:
    form, organisation = request.POST, who.organisation
    kind = Kind(form["kind"]) if form.get("kind") in ASKABLE else Kind.IBAN
    ledger = state.ledger_of(organisation)
    payee = ledger.payee(form.get("payee", "")[:40])
    value = write.normal(kind, form.get("value", ""), payee.country if payee else "")
    name = payee.name if payee else " ".join(form.get("name", "").split())[:200]
    claim = Claim(
        name=name,
        amount=numbers.amount(form.get("amount", "").replace(",", ".")),
        currency="EUR" if form.get("amount") else "",
        where="by hand",
    )
    claim = claiming(claim, kind, value)
    came = [*_came_with(case), *(word.strip() for word in form.get("came", "")[:2000].replace(",", "\n").splitlines())]
    return confirm.open_(
        organisation, who, claim, kind=kind, why=Why.DOUBT if case else Why.HAND, payee=payee.id if payee else "", case=case,
        came_with=came, since=case.received_at.date() if case else None, urgent=form.get("urgent") == "1",
        needs_proof=form.get("needs_proof") == "1", note=form.get("note", ""),
    )  # fmt: skip


def _case(who: Membership, written: str) -> Case | None:
    if not written:
        return None
    try:
        ref = uuid.UUID(written)
    except ValueError:
        raise Http404 from None
    found = Case.objects.filter(ref=ref, organisation_id=who.organisation_id).select_related("organisation").first()
    if found is None or not can(who, Action.READ, found):
        raise Http404
    return found


def _came_with(case: Case | None) -> list[str]:
    """Numbers, addresses and domains that stand in a doubt: none of them is a way to ask whether it is true."""
    if case is None:
        return []
    found = facts_of(case)
    return [*found.get("phone", ()), *found.get("sender", ()), *found.get("host", ())][: confirm.MOST_CHANNELS]


def _count(who: Membership, going_on: bool) -> int:
    return Confirmation.objects.filter(organisation_id=who.organisation_id, state__in=OPEN).count() if going_on else 0


def _row(one: Confirmation) -> Row:
    about = About.of(one)
    return Row(one, about.claim.name, about.value, about.kind)


def _steps(found: Confirmation) -> Iterator[Line]:
    for step in found.steps.select_related("by", "confirmation__organisation"):
        said = step.said
        told = [step.by.called if step.by else ""]
        if said.get("outcome"):
            told.append(dict(_outcomes()).get(said["outcome"], ""))
        if said.get("how"):
            told.append(words.how(said["how"]))
        told += [str(said[name]) for name in ("channel", "spoke_with", "source", "note") if said.get(name)]
        yield Line(step.at, step.get_kind_display(), " · ".join(filter(None, told)))


def _outcomes() -> list[tuple[str, str]]:
    return [
        (Outcome.CONFIRMED, _("They say it is theirs")),
        (Outcome.DENIED, _("They know nothing of it")),
        (Outcome.NO_ANSWER, _("Nobody answered")),
    ]


def _said(id: str) -> str:
    return Problem(id, {}).said(readers_language()) if id else ""
