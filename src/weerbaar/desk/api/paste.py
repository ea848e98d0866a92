"""The check before a text goes into a chatbot, for programs: the extension for browsers is one."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field

from weerbaar.desk.access.limits import take
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.api.caller import Caller, caller
from weerbaar.desk.api.problems import problem
from weerbaar.desk.api.shapes import Language, Sent
from weerbaar.desk.language import readers_language
from weerbaar.desk.paste import check
from weerbaar.model.leak import DataClass, Decision

router = Router(tags=["before a chatbot"])
Text = Annotated[str, Field(min_length=1, max_length=check.MOST)]


class ToCheck(Sent):
    """A text that somebody is about to give to a chatbot."""

    text: Text
    tool: Annotated[str, Field(max_length=120, description="Its id in the register of the agreement, where it is known.")] = ""
    host: Annotated[str, Field(max_length=253, description="The host of the page, where the tool is not known.")] = ""
    language: Annotated[Language | None, Field(description="Of the placeholders and texts; else as Accept-Language says.")] = (
        None
    )


class Seen(Schema):
    """One thing that should not leave as it is, wherever it stands in the text."""

    label: str
    value: str
    kind: DataClass
    name: str
    why: str
    instead: str
    reason: Literal["checksum", "context", "list", "whole", "form"]
    decision: Decision
    count: int


class Checked(Schema):
    """`safe` is the text to paste; empty where a part could not be looked at. `kept` puts an answer back together, for eight hours."""

    decision: Decision
    clean: Annotated[bool, Field(description="Nothing needs to stay inside: the text may go as it is.")]
    complete: Annotated[bool, Field(description="Everything was looked at.")]
    found: list[Seen]
    safe: str
    kept: str
    orders: Annotated[int, Field(description="Words in it that try to give a model orders.")]
    hidden: Annotated[bool, Field(description="It holds text that no eye can see.")]


class ToRestore(Sent):
    """The answer of a chatbot to a text that was checked."""

    kept: Annotated[str, Field(max_length=check.MOST_KEPT)]
    text: Text
    language: Language | None = None


class Restored(Schema):
    """The answer with everything in its place; `left_out` counts what was dangerous in it."""

    text: str
    left_out: dict[str, int]


class Allowed(Schema):
    """A chatbot that the agreement allows to the holder of this key."""

    id: str
    name: str
    hosts: list[str]


@router.post("/paste/checks", response=Checked, summary="Check a text before it goes into a chatbot")
def check_text(request: HttpRequest, sent: ToCheck) -> Any:
    """Scope `paste`. Nothing of the text is kept."""
    here = _here(request)
    tool = sent.tool or _tool_at(here, sent.host)
    looked = check.look(sent.text, here.member, sent.language or readers_language(), tool)
    return {
        "decision": looked.ruling.decision,
        "clean": looked.complete and not looked.found and not looked.hidden,
        "complete": looked.complete,
        "found": [
            {
                **{name: getattr(one, name) for name in ("label", "value", "reason", "decision", "count")},
                "kind": one.cls,
                "name": one.words.one,
                "why": one.words.why,
                "instead": one.words.instead,
            }
            for one in looked.found
        ],
        "safe": looked.masked if looked.complete else "",
        "kept": looked.kept,
        "orders": looked.orders,
        "hidden": looked.hidden,
    }


@router.post("/paste/answers", response=Restored, summary="Put an answer back together")
def restore(request: HttpRequest, sent: ToRestore) -> Any:
    """Scope `paste`. Only the member whose text it was can do so."""
    here = _here(request)
    try:
        text, left_out = check.restore(sent.kept, sent.text, here.member, sent.language or readers_language())
    except check.Expired:
        return problem(
            409, "expired", _("This list is too old or not yours, so nothing can be put back. Check the text again.")
        )
    return {"text": text, "left_out": left_out}


@router.get("/paste/tools", response=list[Allowed], summary="The chatbots you may use")
def tools(request: HttpRequest) -> Any:
    """Scope `paste`. By the agreement in force, for the role of who holds this key."""
    here = caller(request)
    here.demand(Action.AI)
    return [{"id": tool.id, "name": tool.name, "hosts": list(tool.hosts)} for tool in check.tools(here.member)]


def _here(request: HttpRequest) -> Caller:
    here = caller(request)
    here.demand(Action.AI)
    take("paste by account", str(here.member.user_id))
    return here


def _tool_at(here: Caller, host: str) -> str:
    """The tool whose page this is; an unknown page is judged by what the agreement says of every text."""
    return next((tool.id for tool in check.tools(here.member) if host and host.lower() in tool.hosts), "")
