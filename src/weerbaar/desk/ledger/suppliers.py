"""For those who are paid: a page and a letter that say how account numbers are changed here. The page is off until somebody opens it."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from weerbaar.desk.accounts.models import LANGUAGES, Membership, Organisation
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.see import demand
from weerbaar.desk.language import readers_language
from weerbaar.desk.ledger.doors import may
from weerbaar.desk.trail import record

PAGE = "suppliers_page"
"""In the settings of an organisation: {"on": true, "contact": "..."}; it is public, and stands in clear."""
LONGEST = 200


@require_GET
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """How this organisation changes account numbers, for everyone who has the address."""
    organisation = Organisation.objects.filter(slug=slug).first()
    if organisation is None or not organisation.settings.get(PAGE, {}).get("on"):
        raise Http404
    return render(request, "ledger/suppliers.html", _told(organisation))


@require_http_methods(["GET", "POST"])
@may(Action.LEDGER)
def letter(request: HttpRequest, who: Membership) -> HttpResponse:
    """The letter, in the language of who gets it, to be printed; POST opens or closes the page."""
    organisation = who.organisation
    if request.method == "POST":
        demand(who, Action.PAYMENT_POLICY)
        with transaction.atomic():
            kept = Organisation.locked(organisation.pk)
            on, contact = request.POST.get("on") == "1", " ".join(request.POST.get("contact", "").split())[:LONGEST]
            kept.keep(PAGE, {"on": on, "contact": contact})
            record("suppliers' page opened" if on else "suppliers' page closed", organisation=kept.pk, actor=who.user_id)
        messages.success(request, _("Saved."))
        return redirect("suppliers_letter")
    asked, to = request.GET.get("language", ""), " ".join(request.GET.get("to", "").split())[:LONGEST]
    language = asked if asked in dict(LANGUAGES) else readers_language()
    open_ = organisation.settings.get(PAGE, {}).get("on")
    with translation.override(language):
        day = formats.date_format(timezone.localdate(), "j F Y" if language == "en" else "DATE_FORMAT")
        text = render_to_string("ledger/letter_text.html", {**_told(organisation), "to": to, "today": day})
    known = {
        "letter": text,
        "written_in": language,
        "to": to,
        "page": request.build_absolute_uri(reverse("suppliers_page", args=(organisation.slug,))) if open_ else "",
        "contact": organisation.settings.get(PAGE, {}).get("contact", ""),
    }
    return render(request, "ledger/letter.html", known)


def _told(organisation: Organisation) -> dict[str, object]:
    return {"firm": organisation.name, "contact": organisation.settings.get(PAGE, {}).get("contact", "")}
