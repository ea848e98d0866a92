"""The page of own words: which lists there are, as counts; bringing one, replacing it, forgetting it."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.gateway.words import lists
from weerbaar.desk.gateway.words.models import Kind, WordList
from weerbaar.desk.language import readers_language
from weerbaar.desk.web.team.doors import may, tell
from weerbaar.leak.names import Refusal
from weerbaar.model.errors import Trouble
from weerbaar.settings import load

MOST_SHOWN = 50
WHY = {
    Refusal.EMPTY: gettext_lazy("It is empty."),
    Refusal.SHORT: gettext_lazy("Too short: it would be seen everywhere."),
    Refusal.LITTLE_WORDS: gettext_lazy("Only small words, such as an article."),
    Refusal.TOO_MANY: gettext_lazy("There are too many names in the list."),
    Refusal.TOO_SHORT_A_TEXT: gettext_lazy("Too little text could be read in it."),
    Refusal.EVERYDAY: gettext_lazy(
        "An everyday word: it counts with a capital, beside its legal form or a word such as customer or project."
    ),
}


class NamesForm(forms.Form):
    """A list of names in a file."""

    kind = forms.ChoiceField(
        choices=[choice for choice in Kind.choices if choice[0] != Kind.DOCUMENTS], label=gettext_lazy("What is in it")
    )
    name = forms.CharField(
        max_length=lists.LONGEST_NAME,
        label=gettext_lazy("What you call the list"),
        help_text=gettext_lazy("Bring a list under the same name again, and it replaces the old one."),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A table (CSV) with a column for the name, or a text file with a name on each line."),
    )


class DocumentsForm(forms.Form):
    """Documents that are to stay inside."""

    name = forms.CharField(max_length=lists.LONGEST_NAME, label=gettext_lazy("What you call these documents"))


@require_http_methods(["GET", "POST"])
@may(Action.GATEWAY)
def own_words(request: HttpRequest, who: Membership) -> HttpResponse:
    """The lists as counts; POST learns one, and says what was refused. What was brought is not kept."""
    if request.method != "POST":
        return _page(request, who)
    do = request.POST.get("do", "")
    form: forms.Form | None = None
    if do == "names":
        form = NamesForm(request.POST, request.FILES)
    elif do == "documents":
        form = DocumentsForm(request.POST)
    if form is not None and not form.is_valid():
        return (
            _page(request, who, status=400, names_form=form)
            if do == "names"
            else _page(request, who, status=400, documents_form=form)
        )
    try:
        return _page(request, who, result=_learn(request, who, do, form))
    except Trouble as trouble:
        return _page(request, who, wrong=trouble.said(readers_language()), status=400)


@require_POST
@may(Action.GATEWAY)
def own_words_forget(request: HttpRequest, who: Membership, ref: UUID) -> HttpResponse:
    """Forget a list."""
    made = WordList.objects.filter(ref=ref, organisation_id=who.organisation_id).first()
    if made is None:
        raise Http404
    tell(request, lambda: lists.forget(made, who), _("The list was forgotten."))
    return redirect("own_words")


def _learn(request: HttpRequest, who: Membership, do: str, form: forms.Form | None) -> lists.Result:
    if do == "ledger" or form is None:
        return lists.learn_ledger(who)
    most = load().max_bytes
    if do == "names":
        return lists.learn_file(
            who, Kind(form.cleaned_data["kind"]), form.cleaned_data["name"], form.cleaned_data["file"].read(most + 1)
        )
    files = [(one.name or "", one.read(most + 1)) for one in request.FILES.getlist("files")[: lists.MOST_FILES + 1]]
    return lists.learn_documents(who, form.cleaned_data["name"], files)


def _page(
    request: HttpRequest, who: Membership, status: int = 200, result: lists.Result | None = None, **more: Any
) -> HttpResponse:
    known = {
        "lists": WordList.objects.filter(organisation_id=who.organisation_id).select_related("organisation"),
        "names_form": NamesForm(),
        "documents_form": DocumentsForm(auto_id="documents_%s"),
        "most": lists.MOST_FILES,
        "made": result.made if result else None,
        "refused": [(name, WHY[why]) for name, why in result.refused[:MOST_SHOWN]] if result else [],
        "further": max(0, len(result.refused) - MOST_SHOWN) if result else 0,
        "ledger": lists.FROM_LEDGER,
        **more,
    }
    return render(request, "own_words/words.html", known, status=status)
