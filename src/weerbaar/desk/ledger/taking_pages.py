"""The pages on which files are taken in: choosing them, seeing what they would do, taking in, leaving, undoing."""

import uuid

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from weerbaar.desk.accounts.known import known
from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action, can
from weerbaar.desk.cases.see import demand
from weerbaar.desk.language import readers_language
from weerbaar.desk.ledger import taking
from weerbaar.desk.ledger.doors import may
from weerbaar.desk.ledger.models import Import
from weerbaar.desk.web.team.doors import tell
from weerbaar.model.errors import Trouble
from weerbaar.settings import load

SHOWN = 30
PER_PAGE = 100


@require_http_methods(["GET", "POST"])
@may(Action.LEDGER)
def imports(request: HttpRequest, who: Membership) -> HttpResponse:
    """What was taken in before; POST reads files, or the suppliers of the organisation file, and shows what they say."""
    wrong = ""
    if request.method == "POST":
        demand(who, Action.CONFIRM)
        try:
            made = _looked(request, who)
        except Trouble as trouble:
            wrong = trouble.said(readers_language())
        else:
            return redirect("ledger_import", ref=made.ref)
    suppliers = len(known(who.organisation).suppliers) if can(who, Action.CONFIRM) else 0
    before = Import.objects.filter(organisation_id=who.organisation_id).select_related("by")[:SHOWN]
    known_ = {"before": before, "suppliers": suppliers, "wrong": wrong, "writes": can(who, Action.CONFIRM)}
    return render(request, "ledger/imports.html", known_, status=400 if wrong else 200)


@require_http_methods(["GET", "POST"])
@may(Action.LEDGER)
def one_import(request: HttpRequest, who: Membership, ref: uuid.UUID) -> HttpResponse:
    """What files say, row by row; POST takes it in, leaves it, undoes it, or asks for a confirmation of what differs."""
    made = Import.objects.filter(ref=ref, organisation_id=who.organisation_id).select_related("organisation", "by").first()
    if made is None:
        raise Http404
    if request.method == "POST":
        return _done(request, who, made)
    rows = [(number, row) for number, row in enumerate(taking.rows_of(made))]
    what = request.GET.get("what", "")
    what = what if what in taking.WHAT else ""
    page = Paginator([one for one in rows if not what or one[1].what == what], PER_PAGE).get_page(request.GET.get("page"))
    titles = {taking.NEW: _("New"), taking.ADDS: _("Something more"), taking.DIFFERS: _("Differs"), taking.SAME: _("The same")}
    shown = {
        "made": made,
        "page": page,
        "what": what,
        "titles": titles,
        "tabs": [(name, title, made.counts.get(name, 0)) for name, title in titles.items()],
        "query": f"what={what}&" if what else "",
        "writes": can(who, Action.CONFIRM, made),
        "takes": made.counts.get(taking.NEW, 0) + made.counts.get(taking.ADDS, 0),
    }
    return render(request, "ledger/import.html", shown)


def _looked(request: HttpRequest, who: Membership) -> Import:
    if request.POST.get("do") == "suppliers":
        return taking.look_at_description(who)
    most = load().max_bytes
    files = [(one.name or "", one.read(most + 1)) for one in request.FILES.getlist("file")[: taking.MOST_FILES + 1]]
    if any(len(data) > most for _name, data in files):
        raise taking.NotTaken("import_too_large", name="", detail="")
    return taking.look(who, files)


def _done(request: HttpRequest, who: Membership, made: Import) -> HttpResponse:
    demand(who, Action.CONFIRM, made)
    do, number = request.POST.get("do", ""), request.POST.get("row", "")
    if do == "confirm":
        at = int(number) if number.isascii() and number.isdecimal() and len(number) < 9 else -1
        try:
            return redirect("confirmation", ref=taking.confirm_row(made, who, at).ref)
        except Trouble as trouble:
            return _refused(request, made, trouble)
    if do == "take":
        done: list[int] = []
        tell(request, lambda: done.append(taking.take(made, who)), _("Taken in, as not confirmed."))
        return redirect("payees") if done else redirect("ledger_import", ref=made.ref)
    if do == "leave":
        tell(request, lambda: taking.leave(made, who), _("Nothing was taken in."))
        return redirect("ledger_imports")
    if do == "undo":
        tell(request, lambda: taking.undo(made, who), _("Undone. What was confirmed since stays."))
    return redirect("ledger_import", ref=made.ref)


def _refused(request: HttpRequest, made: Import, trouble: Trouble) -> HttpResponse:
    def fail() -> None:
        raise trouble

    tell(request, fail, "")
    return redirect("ledger_import", ref=made.ref)
