"""What people fill in about the gateway: keys, providers, budgets, a reason."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from weerbaar.desk.accounts.models import Role
from weerbaar.desk.agreements.agreement import Tool
from weerbaar.desk.gateway.asks import LONGEST_REASON
from weerbaar.desk.gateway.budgets import MOST, Budget
from weerbaar.desk.gateway.keys import DAYS
from weerbaar.desk.gateway.models import Provider
from weerbaar.desk.gateway.providers import LONGEST_CREDENTIAL, MODEL, MOST_MODELS
from weerbaar.gateway.port import Dialect
from weerbaar.gateway.upstream import allowed

TYPICAL_JOULES = 2.0
"""What a form proposes for the energy of a token: the median text prompt of Gemini took 0.24 Wh = 864 J (Google, arXiv:2508.15734, 2025), taken
here to be of 430 tokens in and out, which Google does not say. Other models may take ten times less or more."""
DIALECTS = {Dialect.OPENAI: "OpenAI", Dialect.ANTHROPIC: "Anthropic", Dialect.OLLAMA: "Ollama"}
BUDGETS = {
    "requests_day": gettext_lazy("Requests a day"),
    "requests_month": gettext_lazy("Requests a month"),
    "tokens_day": gettext_lazy("Tokens a day"),
    "tokens_month": gettext_lazy("Tokens a month"),
    "energy_day": gettext_lazy("Watt-hours a day"),
    "energy_month": gettext_lazy("Watt-hours a month"),
}


class KeyForm(forms.Form):
    """A key of one's own."""

    name = forms.CharField(max_length=80, label=gettext_lazy("What is it for"))
    days = forms.TypedChoiceField(coerce=int, initial=90, label=gettext_lazy("How long it can be used"))

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        spans = [(days, ngettext("%d day", "%d days", days) % days) for days in DAYS]
        self.fields["days"].choices = spans  # type: ignore[attr-defined]


class TeamKeyForm(KeyForm):
    """A key that programs of a team share."""

    team = forms.CharField(max_length=80, label=gettext_lazy("Team"))
    role = forms.ChoiceField(
        choices=Role.choices,
        label=gettext_lazy("Role"),
        help_text=gettext_lazy("It may use what the agreement allows this role."),
    )
    field_order = ["team", "role", "name", "days"]


class ProviderForm(forms.Form):
    """Where the models of a tool are."""

    name = forms.CharField(max_length=80, label=gettext_lazy("Name"))
    tool = forms.ChoiceField(label=gettext_lazy("Tool of the agreement"))
    url = forms.CharField(
        max_length=500,
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("Without /v1 at its end. https, or http for a model on this machine."),
    )
    dialects = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        choices=[(one.value, name) for one, name in DIALECTS.items()],
        label=gettext_lazy("It speaks like"),
    )
    offers = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        label=gettext_lazy("Models"),
        help_text=gettext_lazy("One a line. Where people use another name: their name = the name of the provider."),
    )
    credential = forms.CharField(
        required=False,
        max_length=LONGEST_CREDENTIAL,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        label=gettext_lazy("Key of the provider"),
        help_text=gettext_lazy("It is sealed and never shown again. Leave it empty to keep the one there is."),
    )
    joules_per_token = forms.FloatField(
        min_value=0,
        max_value=10_000,
        initial=TYPICAL_JOULES,
        label=gettext_lazy("Joules a token (an estimate)"),
        help_text=gettext_lazy(
            "2 follows from a figure that Google published for its median prompt. Your model may differ by ten times."
        ),
    )

    def __init__(self, data: Mapping[str, Any] | None, tools: tuple[Tool, ...], provider: Provider | None = None) -> None:
        initial = {}
        if provider is not None:
            initial = {name: getattr(provider, name) for name in ("name", "tool", "url", "dialects", "joules_per_token")}
            initial["offers"] = "\n".join(
                shown if shown == real else f"{shown} = {real}" for shown, real in provider.offers.items()
            )
        super().__init__(data, initial=initial, prefix="provider")
        self.fields["tool"].choices = [(tool.id, tool.name) for tool in tools]  # type: ignore[attr-defined]

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"]).strip().rstrip("/")
        if not allowed(url):
            raise forms.ValidationError(
                _("This address cannot be used. It begins with https://, or with http:// for this machine.")
            )
        return url

    def clean_offers(self) -> dict[str, str]:
        offers: dict[str, str] = {}
        for line in str(self.cleaned_data["offers"]).splitlines():
            if line.strip():
                shown, _sign, real = (part.strip() for part in line.partition("="))
                offers[shown] = real or shown
        if not 0 < len(offers) <= MOST_MODELS or not all(MODEL.fullmatch(one) for pair in offers.items() for one in pair):
            raise forms.ValidationError(_("Write one model a line: letters, digits and . _ - : / only."))
        return offers

    def clean_credential(self) -> str:
        credential = str(self.cleaned_data["credential"]).strip()
        if not credential.isascii() or not (credential.isprintable() or not credential):
            raise forms.ValidationError(_("This is no key: it holds signs that keys do not have."))
        return credential


class BudgetForm(forms.Form):
    """Limits of a scope; empty or 0 is no limit."""

    def __init__(self, data: Mapping[str, Any] | None, scope: str, budget: Budget) -> None:
        super().__init__(data, prefix=scope)
        for one in fields(Budget):
            self.fields[one.name] = forms.IntegerField(
                required=False, min_value=0, max_value=MOST, label=BUDGETS[one.name], initial=getattr(budget, one.name) or None
            )

    def wanted(self) -> dict[str, int]:
        """The limits, once they are valid."""
        return {name: int(value or 0) for name, value in self.cleaned_data.items()}


class ReasonForm(forms.Form):
    """Why something may leave."""

    reason = forms.CharField(
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=gettext_lazy("Why is it needed"),
        help_text=gettext_lazy("One sentence is enough. It is kept sealed with the desk; the AI does not get it."),
    )
