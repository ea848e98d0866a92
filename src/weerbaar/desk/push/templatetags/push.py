"""{% load push %}: the part of the account page about messages."""

from typing import Any

from django import template
from django.template.context import Context

from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action, can
from weerbaar.desk.push import door, own
from weerbaar.desk.push.models import Browser

register = template.Library()


@register.inclusion_tag("push/section.html", takes_context=True)
def push_section(context: Context, member: Membership) -> dict[str, Any]:
    """Whether messages can come to this browser, and to which they come."""
    is_open = door.is_open(member.organisation)
    browsers = Browser.objects.filter(membership=member).select_related("membership__organisation")
    return {
        "open": is_open,
        "may": can(member, Action.SETTINGS),
        "key": door.signature(member.organisation).public if is_open else "",
        "browsers": [
            {"ref": one.ref, "agent": one.told["agent"], "since": one.since, "mark": own.fingerprint(one.told["endpoint"])}
            for one in browsers
        ],
        "csrf_token": context.get("csrf_token", ""),
    }
