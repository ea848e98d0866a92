"""The pages on which people make keys for programs and withdraw them."""

from collections.abc import Mapping
from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from weerbaar.desk.access.limits import TooOften
from weerbaar.desk.accounts.members import for_members
from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action, Reach, can, reach
from weerbaar.desk.api.keys import DAYS, TooMany, make, withdraw
from weerbaar.desk.api.models import Key
from weerbaar.desk.api.scopes import Scope, open_to

MOST_SHOWN = 200
TOLD = {
    Scope.BRING: gettext_lazy("Bring doubts"),
    Scope.ANSWERS: gettext_lazy("Read the answers to what you brought, and see one differently"),
    Scope.CASES: gettext_lazy("List cases, without their content"),
    Scope.CONTENT: gettext_lazy("Read and search what was brought"),
    Scope.DECIDE: gettext_lazy("Write notes and decide"),
    Scope.STANDING: gettext_lazy("See how it stands"),
    Scope.PROTECT: gettext_lazy("Look for the same message in connected mailboxes"),
    Scope.PAYMENTS: gettext_lazy("Check payment files and take what the ledger lets go"),
    Scope.LEDGER: gettext_lazy("Read the ledger and what became of payments"),
    Scope.PASTE: gettext_lazy("Check texts before they go into a chatbot"),
}


class KeyForm(forms.Form):
    """What a key is for, what it opens, how long."""

    name = forms.CharField(max_length=80, label=gettext_lazy("What is it for"))
    scopes = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, label=gettext_lazy("What it may do"))
    days = forms.TypedChoiceField(coerce=int, initial=90, label=gettext_lazy("How long it can be used"))

    def __init__(self, data: Mapping[str, Any] | None, member: Membership) -> None:
        super().__init__(data)
        self.fields["scopes"].choices = [(scope.value, TOLD[scope]) for scope in open_to(member)]  # type: ignore[attr-defined]
        spans = [(days, ngettext_lazy("%d day", "%d days", days) % days) for days in DAYS]
        self.fields["days"].choices = spans  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@for_members
def keys(request: HttpRequest, who: Membership) -> HttpResponse:
    """Keys of one's own, making one; and those of others for whoever looks after them."""
    return _make(request, who) if request.method == "POST" else _page(request, who, KeyForm(None, who))


@require_POST
@for_members
def key_withdraw(request: HttpRequest, who: Membership, id: int) -> HttpResponse:
    """End a key now."""
    key = Key.objects.filter(pk=id, organisation_id=who.organisation_id).select_related("membership").first()
    if key is None or not can(who, Action.TOKENS, key):
        raise Http404
    withdraw(key, who)
    messages.success(request, _("The key was withdrawn. Programs that used it can do so no more."))
    return redirect("keys")


@reauthentication_required  # type: ignore[untyped-decorator]
def _make(request: HttpRequest, who: Membership) -> HttpResponse:
    form = KeyForm(request.POST, who)
    if not form.is_valid():
        return _page(request, who, form, status=400)
    try:
        made, secret = make(
            who, form.cleaned_data["name"], [Scope(one) for one in form.cleaned_data["scopes"]], form.cleaned_data["days"]
        )
    except TooMany:
        form.add_error(None, _("You have as many keys as one person may have. Withdraw one that is not used."))
        return _page(request, who, form, status=400)
    except TooOften:
        form.add_error(None, _("You made many keys of late. Please wait an hour."))
        return _page(request, who, form, status=429)
    return _page(request, who, KeyForm(None, who), made=made, secret=secret)


def _page(request: HttpRequest, who: Membership, form: KeyForm, *, status: int = 200, **more: object) -> HttpResponse:
    there = Key.objects.filter(organisation_id=who.organisation_id).select_related("membership__user")
    others = there.exclude(membership=who)[:MOST_SHOWN] if reach(who, Action.TOKENS) is Reach.ALL else []
    known = {"form": form, "own": _shown(there.filter(membership=who)[:MOST_SHOWN]), "others": _shown(others), **more}
    return render(request, "keys.html", known, status=status)


def _shown(keys: object) -> list[tuple[Key, str]]:
    """Each key with what it may do, in words."""
    return [(key, ", ".join(str(TOLD[Scope(one)]) for one in key.scopes if one in set(Scope))) for key in keys]  # type: ignore[attr-defined]
