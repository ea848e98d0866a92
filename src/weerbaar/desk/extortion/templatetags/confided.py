"""What templates can say of confidences: `{% load confided %}`."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.http import HttpRequest

from weerbaar.desk.accounts.middleware import member
from weerbaar.desk.extortion import confide

register = template.Library()


@register.simple_tag(takes_context=True)
def confided(context: Mapping[str, Any]) -> int:
    """How many confidences wait to be read by the reader."""
    request = context.get("request")
    who = member(request) if isinstance(request, HttpRequest) else None
    return confide.waiting(who) if who is not None else 0
