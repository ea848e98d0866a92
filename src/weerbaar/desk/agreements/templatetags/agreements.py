"""What templates of the agreement can say: `{% load agreements %}`."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template
from django.http import HttpRequest

from weerbaar.desk.accounts.middleware import member
from weerbaar.desk.agreements import signing, words

register = template.Library()


@register.filter
def day(value: date | None) -> str:
    """A day as people write it."""
    return words.day(value)


@register.simple_tag(takes_context=True)
def to_sign(context: Mapping[str, Any]) -> bool:
    """Whether an agreement waits for the reader's signature."""
    request = context.get("request")
    who = member(request) if isinstance(request, HttpRequest) else None
    return who is not None and signing.waits_for(who)
