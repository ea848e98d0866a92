"""`{% load governance %}`."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.http import HttpRequest

from weerbaar.desk.accounts.middleware import member
from weerbaar.desk.governance import state

register = template.Library()


@register.filter
def who(actor: int | None, names: Mapping[int, str]) -> str:
    """Who did it: an address, a number for whoever left, nothing for the desk itself."""
    return "" if actor is None else names.get(actor, f"user:{actor}")


@register.simple_tag(takes_context=True)
def hindrances(context: Mapping[str, Any]) -> list[str]:
    """What keeps the desk of the reader's organisation from its work now, in sentences."""
    request = context.get("request")
    who = member(request) if isinstance(request, HttpRequest) else None
    return list(state.hindrances(who.organisation)) if who else []
