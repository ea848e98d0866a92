"""What templates can say of voices: `{% load voices %}`."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action, can
from weerbaar.desk.voices import switch
from weerbaar.desk.voices.hearing import LEAST_HEARD, Compared

register = template.Library()


@register.simple_tag
def voices_kept(member: Membership | None) -> bool:
    """Whether the organisation of a member keeps voices."""
    return member is not None and switch.is_on(member.organisation)


@register.simple_tag
def voices_shown(member: Membership | None) -> bool:
    """Whether a member finds the page: where voices are kept, and who could switch that on."""
    return voices_kept(member) or can(member, Action.SETTINGS)


@register.simple_tag
def heard(found: Compared) -> str:
    """What was heard: "12 seconds, telephone"."""
    lines = {
        "full": _("good line"),
        "messenger": _("like a messenger"),
        "telephone": _("like a telephone"),
    }
    seconds = max(1, round(found.seconds))
    told = ngettext("%d second of speech", "%d seconds of speech", seconds) % seconds
    return f"{told}, {lines[found.channel]}" if found.channel in lines else told


@register.simple_tag
def why_not(why: str) -> str:
    """Why nothing can be said of a recording."""
    return {
        "no_model": _("Comparing voices is not installed on this desk."),
        "not_installed": _("This desk cannot open recordings."),
        "unreadable": _("This recording cannot be opened."),
        "too_short": _("There are less than %(least)s seconds of speech.") % {"least": f"{LEAST_HEARD:g}"},
        "other_line": _("Their voice was enrolled over a worse line than this."),
        "unsteady": _("There are several voices, or there is too much noise."),
    }.get(why, _("It was not compared."))
