"""The register of AI tools, for everybody to read; to take along as CSV and TOML."""

import csv
import io

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.agreements import words
from weerbaar.desk.agreements.agreement import Agreement, Tool
from weerbaar.desk.agreements.doors import reads
from weerbaar.desk.agreements.page import phrases
from weerbaar.desk.agreements.people import harmless
from weerbaar.desk.agreements.rules import in_force, latest
from weerbaar.desk.agreements.written import tools_toml
from weerbaar.desk.download import download
from weerbaar.leak.policy import STRICTNESS


@require_GET
@reads
def ai_tools(request: HttpRequest, who: Membership) -> HttpResponse:
    """Every tool, with what the register has to know of it."""
    agreement = _agreement(who)
    tools = [
        {
            "name": tool.name,
            "mine": tool.is_for(who.role),
            "facts": told(tool),
            "data": [
                (words.decision(decision), "; ".join(named))
                for decision in STRICTNESS
                if (named := phrases(agreement, tool)[decision])
            ],
        }
        for tool in agreement.tools
    ]
    return render(request, "agreements/register.html", {"tools": tools})


@require_GET
@reads
def ai_tools_csv(request: HttpRequest, who: Membership) -> HttpResponse:
    """The register as CSV, in the language of the reader."""
    agreement = _agreement(who)
    out = io.StringIO()
    table = csv.writer(out)
    heads = [name for name, _value in told(Tool("", ""))]
    table.writerow((_("Tool"), *heads, *(words.decision(decision) for decision in STRICTNESS)))
    for tool in agreement.tools:
        data = phrases(agreement, tool)
        row = [tool.name, *(value for _name, value in told(tool)), *("; ".join(data[decision]) for decision in STRICTNESS)]
        table.writerow([harmless(cell) for cell in row])
    return download("\ufeff" + out.getvalue(), f"ai-tools-{timezone.localdate()}.csv", "text/csv; charset=utf-8")


@require_GET
@reads
def ai_tools_toml(request: HttpRequest, who: Membership) -> HttpResponse:
    """The register as the agreement has it."""
    return download(tools_toml(_agreement(who)), f"ai-tools-{timezone.localdate()}.toml", "application/toml; charset=utf-8")


def told(tool: Tool) -> list[tuple[str, str]]:
    """What the register has of a tool, each with its name."""
    return [
        (_("For what"), words.for_what(tool)),
        (_("For whom"), words.for_whom(tool)),
        (_("Provider"), tool.provider),
        (_("Place"), words.place(tool.place)),
        (_("Legal basis"), words.basis(tool.basis)),
        (_("AI Act"), words.risk(tool.risk)),
        (_("Contract"), tool.contract),
        (_("Date of the contract"), tool.contract_on.isoformat() if tool.contract_on else ""),
        (_("Models"), ", ".join(tool.models)),
        (_("Web addresses"), ", ".join(tool.hosts)),
    ]


def _agreement(who: Membership) -> Agreement:
    """The one that holds, else the one that will; without any, one without tools."""
    version = in_force(who.organisation) or latest(who.organisation)
    return version.agreement if version else Agreement()
