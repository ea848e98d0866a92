"""Kinds of AI tools to begin a line of the register with. They name no maker and promise nothing about one: where it works, on which legal basis
and in which class of the AI Act has to be found out for each tool.
"""

from django.utils.text import slugify
from django.utils.translation import gettext as _

from weerbaar.desk.agreements.agreement import Agreement, Place, Purpose, Tool

KINDS: dict[str, tuple[tuple[Purpose, ...], Place]] = {
    "chat": ((Purpose.WRITE, Purpose.SUMMARISE, Purpose.IDEAS), Place.UNKNOWN),
    "office": ((Purpose.WRITE, Purpose.SUMMARISE, Purpose.FIGURES), Place.UNKNOWN),
    "own": ((Purpose.WRITE, Purpose.SUMMARISE, Purpose.TRANSLATE), Place.OWN),
    "translate": ((Purpose.TRANSLATE,), Place.UNKNOWN),
    "code": ((Purpose.CODE,), Place.UNKNOWN),
    "meetings": ((Purpose.MEETINGS,), Place.UNKNOWN),
    "pictures": ((Purpose.PICTURES,), Place.UNKNOWN),
    "other": ((), Place.UNKNOWN),
}


def named(kind: str) -> str:
    """What a kind of tool is called."""
    return {
        "chat": _("Chat assistant"),
        "office": _("Assistant in office programs"),
        "own": _("Model on our own machine"),
        "translate": _("Translator"),
        "code": _("Assistant for programs"),
        "meetings": _("Notes of meetings"),
        "pictures": _("Pictures"),
        "other": _("Another tool"),
    }[kind]


def begun(kind: str, agreement: Agreement) -> Tool:
    """A tool of a kind, with an id that the agreement does not have yet."""
    purposes, place = KINDS[kind]
    name = named(kind)
    base = slugify(name)[:34].strip("-") or "tool"
    taken = {tool.id for tool in agreement.tools}
    id = next(one for one in (base, *(f"{base}-{number}" for number in range(2, 200))) if one not in taken)
    return Tool(id, name, purposes=purposes, place=place)
