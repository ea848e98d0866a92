"""`{% load governance %}`."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def who(actor: int | None, names: Mapping[int, str]) -> str:
    """Who did it: an address, a number for whoever left, nothing for the desk itself."""
    return "" if actor is None else names.get(actor, f"user:{actor}")
