"""The pages of the gateway: one's own keys and budget, a reason for what was found, and what is looked after by the team."""

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from weerbaar.desk.access.limits import TooOften
from weerbaar.desk.accounts.members import for_members
from weerbaar.desk.accounts.models import Membership, Role
from weerbaar.desk.accounts.permissions import Action, can
from weerbaar.desk.agreements import rules
from weerbaar.desk.agreements.agreement import Tool
from weerbaar.desk.agreements.words import cls as class_word
from weerbaar.desk.gateway import asks, budgets, keys, providers
from weerbaar.desk.gateway.forms import BUDGETS, BudgetForm, KeyForm, ProviderForm, ReasonForm, TeamKeyForm
from weerbaar.desk.gateway.models import Ask, Key, Provider
from weerbaar.gateway.limits import load
from weerbaar.gateway.port import Dialect
from weerbaar.model.leak import DataClass

MOST_SHOWN = 200
SCOPES = ("person", "team", "organisation")


@require_http_methods(["GET", "POST"])
@for_members
def ai(request: HttpRequest, who: Membership) -> HttpResponse:
    """One's own keys for AI, which models they open, and what was used of the budget."""
    return _make(request, who) if request.method == "POST" else _own(request, who, KeyForm())


@require_POST
@for_members
def ai_key_withdraw(request: HttpRequest, who: Membership, id: int) -> HttpResponse:
    """End a key now."""
    key = Key.objects.filter(pk=id, organisation_id=who.organisation_id).select_related("membership").first()
    if key is None or not (can(who, Action.GATEWAY, key) or can(who, Action.AI, key)):
        raise Http404
    keys.withdraw(key, who)
    messages.success(request, _("The key was withdrawn. Programs that used it can do so no more."))
    return redirect("ai" if key.reporter_id == who.user_id else "ai_gateway")


@require_http_methods(["GET", "POST"])
@for_members
def ai_ask(request: HttpRequest, who: Membership, ref: UUID) -> HttpResponse:
    """What was found, and the reason why it may leave; only for who used the key."""
    there = Ask.objects.filter(ref=ref, organisation_id=who.organisation_id)
    ask = there.select_related("organisation", "key__membership").first()
    if ask is None or not asks.mine(ask, who):
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            asks.give_reason(ask, who, form.cleaned_data["reason"])
        except asks.Closed:
            messages.info(request, _("This question was closed meanwhile. Ask your program again."))
        return redirect("ai_ask", ref=ask.ref)
    tool = next((one.name for one in rules.tools_of(who.organisation, who.role) if one.id == ask.tool), ask.tool)
    known = {
        "ask": ask,
        "tool": tool,
        "found": [(class_word(DataClass(name)), number) for name, number in ask.found.items() if name in set(DataClass)],
        "form": form,
        "open": ask.granted_at is None and ask.until > timezone.now(),
        "holds": ask.granted_at is not None and ask.until > timezone.now(),
    }
    return render(request, "gateway/ask.html", known, status=400 if form.errors else 200)


# --- for who looks after it


@require_http_methods(["GET", "POST"])
@for_members
def ai_gateway(request: HttpRequest, who: Membership) -> HttpResponse:
    """Providers, budgets, keys; POST connects a provider."""
    _door(who)
    if request.method != "POST":
        return _gateway(request, who)
    form = ProviderForm(request.POST, _tools(who))
    if not form.is_valid():
        return _gateway(request, who, provider_form=form)
    _save(who, None, form)
    messages.success(request, _("The provider is connected."))
    return redirect("ai_gateway")


@require_http_methods(["GET", "POST"])
@for_members
def ai_provider(request: HttpRequest, who: Membership, id: int) -> HttpResponse:
    """One provider; POST changes it."""
    provider = _provider(who, id)
    form = ProviderForm(request.POST if request.method == "POST" else None, _tools(who), provider)
    if request.method == "POST" and form.is_valid():
        _save(who, provider, form)
        messages.success(request, _("Saved."))
        return redirect("ai_gateway")
    return render(request, "gateway/provider.html", {"provider": provider, "form": form}, status=400 if form.errors else 200)


@require_POST
@for_members
def ai_provider_retire(request: HttpRequest, who: Membership, id: int) -> HttpResponse:
    """Disconnect a provider; its credential is forgotten."""
    providers.retire(_provider(who, id), who)
    messages.success(request, _("The provider was disconnected and its key forgotten."))
    return redirect("ai_gateway")


@require_POST
@for_members
def ai_budget(request: HttpRequest, who: Membership, scope: str) -> HttpResponse:
    """Set the limits of a person, a team or the organisation."""
    _door(who)
    if scope not in SCOPES:
        raise Http404
    form = BudgetForm(request.POST, scope, budgets.budget(who.organisation, scope))
    if not form.is_valid():
        return _gateway(request, who, budget_form=(scope, form))
    budgets.set_budget(who, scope, form.wanted())
    messages.success(request, _("Saved. It holds from the next request on."))
    return redirect("ai_gateway")


@require_POST
@for_members
def ai_team_key(request: HttpRequest, who: Membership) -> HttpResponse:
    """Make a key for programs of a team."""
    _door(who)
    made: HttpResponse = _make_for_team(request, who)
    return made


@reauthentication_required  # type: ignore[untyped-decorator]
def _make(request: HttpRequest, who: Membership) -> HttpResponse:
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _own(request, who, form, status=400)
    try:
        _key, secret = keys.make(who, form.cleaned_data["name"], form.cleaned_data["days"])
    except keys.TooMany:
        form.add_error(None, _("You have as many keys as one person may have. Withdraw one that is not used."))
        return _own(request, who, form, status=400)
    except TooOften:
        form.add_error(None, _("You made many keys of late. Please wait an hour."))
        return _own(request, who, form, status=429)
    return _own(request, who, KeyForm(), secret=secret)


@reauthentication_required  # type: ignore[untyped-decorator]
def _make_for_team(request: HttpRequest, who: Membership) -> HttpResponse:
    form = TeamKeyForm(request.POST, prefix="team")
    if not form.is_valid():
        return _gateway(request, who, team_form=form)
    said = form.cleaned_data
    try:
        _key, secret = keys.make_for_team(who, said["team"], Role(said["role"]), said["name"], said["days"])
    except TooOften:
        form.add_error(None, _("You made many keys of late. Please wait an hour."))
        return _gateway(request, who, team_form=form)
    return _gateway(request, who, secret=secret)


def _own(request: HttpRequest, who: Membership, form: KeyForm, *, status: int = 200, **more: object) -> HttpResponse:
    tools = {tool.id: tool for tool in rules.tools_of(who.organisation, who.role)}
    there = Provider.objects.filter(organisation=who.organisation, retired_at=None, tool__in=tools)
    models = [
        (name, tools[one.tool].name)
        for one in there
        for name in one.offers
        if not tools[one.tool].models or name in tools[one.tool].models
    ]
    used, limits = budgets.used(who.organisation, f"member:{who.pk}"), budgets.budget(who.organisation, "person")
    known = {
        "form": form,
        "keys": Key.objects.filter(membership=who)[:MOST_SHOWN],
        "models": models[:MOST_SHOWN],
        "address": load().public_url or f"http://{load().host}:{load().port}",
        "used": _used(used, limits),
        "looks_after": can(who, Action.GATEWAY),
        **more,
    }
    return render(request, "gateway/own.html", known, status=status)


def _used(used: budgets.Used, limits: budgets.Budget) -> list[tuple[object, int, int]]:
    """What was used of each kind, and its limit (0: none)."""
    numbers = {
        "requests_day": used.requests_day, "requests_month": used.requests_month, "tokens_day": used.tokens_day,
        "tokens_month": used.tokens_month, "energy_day": round(used.joules_day / budgets.JOULES),
        "energy_month": round(used.joules_month / budgets.JOULES),
    }  # fmt: skip
    return [(BUDGETS[name], number, getattr(limits, name)) for name, number in numbers.items()]


def _gateway(
    request: HttpRequest,
    who: Membership,
    *,
    provider_form: ProviderForm | None = None,
    team_form: TeamKeyForm | None = None,
    budget_form: tuple[str, BudgetForm] | None = None,
    secret: str = "",
) -> HttpResponse:
    tools = {tool.id: tool.name for tool in _tools(who)}
    given = dict([budget_form]) if budget_form else {}
    there = Key.objects.filter(organisation=who.organisation).exclude(membership=who).select_related("membership__user")
    known = {
        "providers": [
            (one, tools.get(one.tool, "")) for one in Provider.objects.filter(organisation=who.organisation, retired_at=None)
        ],
        "has_tools": bool(tools),
        "provider_form": provider_form or ProviderForm(None, _tools(who)),
        "team_form": team_form or TeamKeyForm(prefix="team"),
        "budgets": [
            (scope, given.get(scope) or BudgetForm(None, scope, budgets.budget(who.organisation, scope))) for scope in SCOPES
        ],
        "keys": there[:MOST_SHOWN],
        "secret": secret,
    }
    status = 400 if provider_form or team_form or budget_form else 200
    return render(request, "gateway/gateway.html", known, status=status)


def _tools(who: Membership) -> tuple[Tool, ...]:
    """Every tool of the agreement in force, whatever role it is for."""
    held = rules.in_force(who.organisation)
    return held.agreement.tools if held else ()


def _save(who: Membership, provider: Provider | None, form: ProviderForm) -> None:
    said = form.cleaned_data
    providers.save(
        who, provider, name=said["name"], tool=said["tool"], url=said["url"], dialects=[Dialect(one) for one in said["dialects"]],
        offers=said["offers"], credential=said["credential"] or (None if provider else ""), joules_per_token=said["joules_per_token"],
    )  # fmt: skip


def _provider(who: Membership, id: int) -> Provider:
    found = Provider.objects.filter(pk=id, organisation_id=who.organisation_id, retired_at=None).select_related("organisation")
    provider = found.first()
    if provider is None or not can(who, Action.GATEWAY, provider):
        raise Http404
    return provider


def _door(who: Membership) -> None:
    if not can(who, Action.GATEWAY):
        raise Http404
