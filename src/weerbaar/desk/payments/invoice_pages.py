"""The pages of purchase invoices: bring one, see whether it agrees with the ledger, have its account confirmed."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from weerbaar.desk.access.limits import take
from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action, can
from weerbaar.desk.cases.see import demand
from weerbaar.desk.language import readers_language
from weerbaar.desk.ledger import confirm as confirmations
from weerbaar.desk.ledger.models import Why
from weerbaar.desk.payments import invoices as room
from weerbaar.desk.payments import words
from weerbaar.desk.payments.models import Invoice, Way
from weerbaar.desk.web.team.doors import may
from weerbaar.ledger.numbers import grouped
from weerbaar.model.errors import Trouble
from weerbaar.settings import load

A_PAGE = 50
MIB = 1024 * 1024


@require_http_methods(["GET", "POST"])
@may(Action.LEDGER)
def invoices(request: HttpRequest, who: Membership) -> HttpResponse:
    """Bring one; those that were brought, the latest first."""
    wrong = ""
    if request.method == "POST":
        demand(who, Action.RELEASE)
        file = request.FILES.get("file")
        if file is None or not file.size:
            wrong = _("Choose an invoice first.")
        else:
            take("upload by account", str(who.user_id))
            try:
                made = room.take_in(who.organisation, file.read(), name=file.name or _("invoice"), way=Way.PAGE, member=who)
                room.read(made)
                return redirect("invoice", ref=made.ref)
            except Trouble as trouble:
                wrong = trouble.said(readers_language())
    rows = Invoice.objects.filter(organisation_id=who.organisation_id).select_related("organisation", "by")
    known = {
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")), "wrong": wrong, "most": load().max_bytes // MIB,
        "releases_it": can(who, Action.RELEASE),
    }  # fmt: skip
    return render(request, "payments/invoices.html", known, status=400 if wrong else 200)


@require_GET
@may(Action.LEDGER)
def invoice(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """What one says about who is to be paid, beside the ledger."""
    made = _of(who, ref)
    rows = [
        {
            **one,
            "account": grouped(one["iban"]),
            "sum": words.amount(one["amount"], one["currency"]),
            "said": words.beside(one),
            "fine": one["standing"] == "same",
            "number": number,
        }
        for number, one in enumerate(made.claims)
    ]
    known = {"invoice": made, "name": made.name, "rows": rows, "confirms": can(who, Action.CONFIRM, made)}
    return render(request, "payments/invoice.html", known)


@require_POST
@may(Action.CONFIRM)
def confirm(request: HttpRequest, who: Membership, ref: uuid.UUID, number: int) -> HttpResponse:
    """Have the account of an invoice confirmed; the numbers and addresses on it are refused as ways to call back."""
    claims = _of(who, ref).claims
    if number >= len(claims):
        raise Http404
    kept = claims[number]
    try:
        made = confirmations.open_(
            who.organisation, who, room.claim_of(kept), why=Why.GATE, payee=kept["payee"],
            came_with=tuple(filter(None, (kept["phone"], kept["address"], kept["domain"]))),
        )  # fmt: skip
    except Trouble as trouble:
        messages.error(request, trouble.said(readers_language()))
        return redirect("invoice", ref=ref)
    return redirect("confirmation", ref=made.ref)


def _of(who: Membership, ref: uuid.UUID) -> Invoice:
    found = Invoice.objects.filter(ref=ref, organisation_id=who.organisation_id).select_related("organisation", "by").first()
    if found is None or not can(who, Action.LEDGER, found):
        raise Http404
    return found
