"""Five questions about a recording that nobody here listened to, or about a call; what is answered is looked at like any other text."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from weerbaar.desk.accounts.members import for_members
from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action, can
from weerbaar.desk.cases.decide import NotNow
from weerbaar.desk.cases.gist import may_tell, tell_gist
from weerbaar.desk.cases.models import Case
from weerbaar.desk.language import readers_language
from weerbaar.model.gist import LONGEST, Gist, Knew, Pressed
from weerbaar.unpack.gist import sentences

LONGEST_LINE = 300


class SaidForm(forms.Form):
    """The five questions. What can be ticked under the third is judged word for word."""

    who = forms.CharField(
        required=False,
        max_length=LONGEST_LINE,
        label=gettext_lazy("1. Who spoke, and how did it reach you?"),
        help_text=gettext_lazy("The name they gave, and the number, the app or the account it came from."),
    )
    asked = forms.CharField(
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        label=gettext_lazy("2. What did they want you to do?"),
        help_text=gettext_lazy("In your own words, as near as you can to how it was said."),
    )
    pressed = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("3. Was any of this said, in these or other words?"),
    )
    named = forms.CharField(
        required=False,
        max_length=LONGEST_LINE,
        label=gettext_lazy("4. Which amount, account number, code or address was named?"),
        help_text=gettext_lazy("A secret code of your own does not belong here."),
    )
    knew = forms.ChoiceField(
        required=False,
        widget=forms.RadioSelect,
        label=gettext_lazy("5. Did you know the voice, or ask another way?"),
        help_text=gettext_lazy("A voice can be imitated, so this alone decides nothing."),
    )

    def __init__(self, language: str, data: Any = None) -> None:
        super().__init__(data)
        self.language = language
        said = sentences(language)
        self.fields["pressed"].choices = [(one.value, said[one]) for one in Pressed]  # type: ignore[attr-defined]
        self.fields["knew"].choices = [  # type: ignore[attr-defined]
            (Knew.NO.value, _("I did not know the voice")),
            (Knew.ALIKE.value, _("It sounded like someone I know")),
            (Knew.CHECKED.value, _("I asked that person another way, and it was really them")),
        ]

    def gist(self) -> Gist:
        """What was told, once the form is valid."""
        told = self.cleaned_data
        knew = Knew(told["knew"]) if told["knew"] else None
        pressed = tuple(Pressed(one) for one in told["pressed"])
        return Gist(self.language, told["asked"], told["who"], pressed, told["named"], knew)


@require_http_methods(["GET", "POST"])
@for_members
def doubt_said(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """The questions about a doubt of one's own; answered, the doubt is looked at again."""
    case = Case.objects.filter(ref=ref, organisation_id=who.organisation_id).first()
    if case is None or not can(who, Action.BRING, case):
        raise Http404
    form = SaidForm(readers_language(), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            tell_gist(case, who, form.gist())
        except NotNow as trouble:
            messages.error(request, trouble.said(readers_language()))
        else:
            messages.success(request, _("Thank you. We look at it again, with what you told."))
        return redirect("doubt", ref=ref)
    wrong = request.method == "POST"
    return render(request, "said.html", {"form": form, "case": case, "may": may_tell(case)}, status=400 if wrong else 200)
