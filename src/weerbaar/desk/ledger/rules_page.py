"""The page of the rules for payments: what a change needs, who may do which, how long it may take. Each change is an entry of the ledger."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from weerbaar.desk.accounts.models import Membership, Role
from weerbaar.desk.accounts.permissions import ALLOWED, Action
from weerbaar.desk.ledger import words
from weerbaar.desk.ledger.doors import may
from weerbaar.desk.ledger.rules import policy_of
from weerbaar.desk.ledger.state import append, entries_of
from weerbaar.desk.trail import record
from weerbaar.ledger import numbers
from weerbaar.ledger.chain import Act
from weerbaar.ledger.policy import LIMITS, WAYS, Policy, Step, problems, to_table

AMOUNTS = ("second_approval_from", "proof_from")
CHOICES = ("mail_counts", "close_names", "overrides")
WHO = {Step.CALLED: Action.CONFIRM, Step.APPROVED: Action.APPROVE}
"""The steps for which roles are chosen, and what a role must be able to do for it to be offered."""


@require_http_methods(["GET", "POST"])
@may(Action.PAYMENT_POLICY)
def payment_rules(request: HttpRequest, who: Membership) -> HttpResponse:
    """The rules in force; POST sets others."""
    kept = policy_of(who.organisation)
    if request.method != "POST":
        return _page(request, who, kept, ())
    wanted, wrong = _asked(request, kept)
    wrong = wrong or problems(wanted)
    if wrong:
        return _page(request, who, wanted, wrong, status=400)
    with transaction.atomic():
        append(who.organisation, who, [(Act.POLICY_SET, {"policy": to_table(wanted)})])
        record("payment rules changed", organisation=who.organisation_id, actor=who.user_id)
    messages.success(request, _("Saved. It holds for what is asked from now on, and for what is still open."))
    return redirect("payment_rules")


def _asked(request: HttpRequest, kept: Policy) -> tuple[Policy, tuple[str, ...]]:
    """The policy a form asks for, and the fields of it that make no sense."""
    form = request.POST
    wrong: list[str] = []
    values: dict[str, Any] = {name: form.get(name) == "1" for name in CHOICES}
    for name in AMOUNTS:
        written = form.get(name, "").strip().replace(",", ".")
        values[name] = numbers.amount(written)
        if written and not values[name]:
            wrong.append(name)
    for name in LIMITS:
        written = form.get(name, "").strip()
        values[name] = int(written) if written.isascii() and written.isdecimal() and len(written) < 6 else 0
    values["ways"] = tuple(way for way in WAYS if way.value in form.getlist("ways"))
    roles = {step.value: tuple(role for role in form.getlist(step.value) if role in _able(step)) for step in WHO}
    wrong += [step for step, able in roles.items() if not able]
    return replace(kept, **values, roles={**kept.roles, **roles}), tuple(wrong)


def _able(step: Step) -> tuple[str, ...]:
    return tuple(role.value for role in Role if WHO[step] in ALLOWED[role])


def _page(request: HttpRequest, who: Membership, shown: Policy, wrong: tuple[str, ...], status: int = 200) -> HttpResponse:
    roles = {
        step.value: [
            {"value": role, "name": Role(role).label, "on": role in shown.roles.get(step.value, _able(step))}
            for role in _able(step)
        ]
        for step in WHO
    }
    entries = [one for one in entries_of(who.organisation) if one.act is Act.POLICY_SET]
    known = {
        "policy": shown,
        "roles": roles,
        "ways": [{"value": way.value, "name": words.way(way), "on": way in shown.ways} for way in WAYS],
        "limits": LIMITS,
        "wrong": wrong,
        "last": entries[-1] if entries else None,
    }
    return render(request, "ledger/rules.html", known, status=status)
