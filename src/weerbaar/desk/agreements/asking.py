"""The questionnaire: one screen for each theme, kept as one goes, with a way back; then published. Works without script."""

from collections.abc import Callable
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.agreements import law, making, words
from weerbaar.desk.agreements.agreement import MOST_TOOLS
from weerbaar.desk.agreements.differences import differences
from weerbaar.desk.agreements.doors import makes
from weerbaar.desk.agreements.forms import FORMS, ToolForm
from weerbaar.desk.agreements.kinds import KINDS, begun, named
from weerbaar.desk.agreements.making import THEMES
from weerbaar.desk.agreements.page import page
from weerbaar.desk.agreements.rules import latest
from weerbaar.desk.agreements.written import MOST_BYTES, BrokenAgreement
from weerbaar.desk.language import readers_language

LAW_OF = {"output": ("label",), "watch": ("watch", "feelings"), "tools": ("register",)}
"""Theme -> what the law says of it."""


@require_http_methods(["GET"])
@makes
def agreement_make(request: HttpRequest, who: Membership) -> HttpResponse:
    """How far the questionnaire is, what would change, and the page as it would be."""
    organisation = who.organisation
    draft, version, seen = making.draft_of(organisation), latest(organisation), making.seen(organisation)
    missing = draft.missing()
    themes = [{"id": one, "name": words.theme(one), "seen": one in seen, "missing": one in missing} for one in THEMES]
    left = [one for one in themes if not one["seen"] or one["missing"]]
    known = {
        "themes": themes,
        "next": left[0]["id"] if left else None,
        "ready": not left and (version is None or version.agreement != draft),
        "version": version,
        "changes": differences(version.agreement, draft, register=True) if version else [],
        "again": version is None or making.is_signed_again(version.agreement, draft),
        "page": page(draft, organisation.name, readers_language()),
        "can_undo": making.can_undo(organisation),
        "minutes": -(-len(left) * 10 // len(THEMES)),
    }
    return render(request, "agreements/make.html", known)


@require_http_methods(["GET", "POST"])
@makes
def agreement_theme(request: HttpRequest, who: Membership, theme: str) -> HttpResponse:
    """A screen: POST keeps it and goes on to the next."""
    if theme not in THEMES:
        raise Http404
    if theme == "tools":
        return _tools(request, who)
    draft = making.draft_of(who.organisation)
    form = FORMS[theme](draft, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        making.change(who, form.answered(), theme)
        return redirect(_after(theme))
    status = 400 if form.is_bound else 200
    return render(
        request, f"agreements/{'data' if theme == 'data' else 'theme'}.html", _around(who, theme, form=form), status=status
    )


@require_http_methods(["GET", "POST"])
@makes
def agreement_tool(request: HttpRequest, who: Membership, id: str) -> HttpResponse:
    """One tool of the register; POST keeps it, or takes it out."""
    draft = making.draft_of(who.organisation)
    tool = draft.tool(id)
    if tool is None:
        raise Http404
    if request.POST.get("do") == "remove":
        making.change(who, replace(draft, tools=tuple(one for one in draft.tools if one != tool)), "tools")
        messages.success(request, _("It is taken out. You can still go back one step."))
        return redirect("agreement_theme", theme="tools")
    form = ToolForm(draft, tool, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        making.change(who, form.answered(), "tools")
        return redirect("agreement_theme", theme="tools")
    known = _around(who, "tools", form=form, tool=tool)
    return render(request, "agreements/tool.html", known, status=400 if form.is_bound else 200)


@require_POST
@makes
def agreement_undo(request: HttpRequest, who: Membership) -> HttpResponse:
    """Go back one change."""
    if making.undo(who):
        messages.success(request, _("You are one step back."))
    else:
        messages.info(request, _("There is nothing to go back to."))
    return redirect("agreement_make")


@require_POST
@makes
def agreement_publish(request: HttpRequest, who: Membership) -> HttpResponse:
    """The draft becomes the agreement; everybody hears of it."""
    try:
        version = making.publish(who)
    except making.NotNow as trouble:
        said = _("Something is still missing: %(what)s.") % {"what": words.listed(map(words.theme, trouble.missing))}
        messages.error(request, said if trouble.missing else _("Nothing changed since the last version."))
        return redirect("agreement_make")
    if version.edition == version.number:
        said = _("Version %(number)d is published. Everybody is asked to sign.")
    else:
        said = _("Version %(number)d is published. What people signed still holds.")
    messages.success(request, said % {"number": version.number})
    return redirect("agreement_people")


@require_POST
@makes
def agreement_import(request: HttpRequest, who: Membership) -> HttpResponse:
    """Take in an `agreement.toml` as the draft."""
    file = request.FILES.get("file")
    data = file.read(MOST_BYTES + 1) if file else b""
    try:
        making.take_in(who, data.decode("utf-8"))
    except BrokenAgreement as trouble:
        place = trouble.field or _("the file as a whole")
        messages.error(request, _("This file is no agreement. Look at: %(place)s. Nothing was changed.") % {"place": place})
    except UnicodeDecodeError:
        messages.error(request, _("This file is no agreement. Look at: %(place)s. Nothing was changed.") % {"place": "UTF-8"})
    else:
        messages.success(request, _("Taken in. Look through it, then publish it."))
    return redirect("agreement_make")


def _tools(request: HttpRequest, who: Membership) -> HttpResponse:
    draft = making.draft_of(who.organisation)
    kind = request.POST.get("kind", "")
    if request.method == "POST" and kind in KINDS:
        if len(draft.tools) >= MOST_TOOLS:
            messages.error(request, _("The register is full."))
            return redirect("agreement_theme", theme="tools")
        tool = begun(kind, draft)
        making.change(who, replace(draft, tools=(*draft.tools, tool)), "tools")
        return redirect("agreement_tool", id=tool.id)
    if request.method == "POST":
        making.change(who, draft, "tools")
        return redirect(_after("tools"))
    tools = [{"id": one.id, "name": one.name, "what": words.for_what(one), "whom": words.for_whom(one)} for one in draft.tools]
    known = _around(who, "tools", tools=tools, kinds=[{"id": one, "name": named(one)} for one in KINDS])
    return render(request, "agreements/tools.html", known)


def _after(theme: str) -> str:
    """The address of the next screen; after the last one the overview."""
    at = THEMES.index(theme) + 1
    return reverse("agreement_theme", args=(THEMES[at],)) if at < len(THEMES) else reverse("agreement_make")


def _around(who: Membership, theme: str, **more: object) -> dict[str, object]:
    at = THEMES.index(theme)
    told: Callable[[str], str] = words.theme
    return {
        "theme": theme,
        "name": told(theme),
        "number": at + 1,
        "of": len(THEMES),
        "back": reverse("agreement_theme", args=(THEMES[at - 1],)) if at else reverse("agreement_make"),
        "notes": [note for about in LAW_OF.get(theme, ()) for note in law.notes(who.organisation, about)],
        **more,
    }
