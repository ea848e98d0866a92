"""What templates of the team can say: `{% load team %}`."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.translation import gettext as _

from weerbaar.advise.sentences import general, spoken
from weerbaar.desk.accounts.middleware import member
from weerbaar.desk.accounts.permissions import Action, Reach, reach
from weerbaar.desk.cases.models import Proposal
from weerbaar.desk.language import readers_language
from weerbaar.desk.web.team.setting_up import DONE
from weerbaar.likeness.campaign import Reason
from weerbaar.model.verdict import Band
from weerbaar.report.account import percent as as_percent
from weerbaar.report.defang import unlinked

SHOWN = 60
register = template.Library()


@register.simple_tag(takes_context=True)
def may(context: Mapping[str, Any], action: str) -> bool:
    """Whether the reader may do this to everything of their organisation: `{% may "DECIDE" as decides %}`."""
    request = context.get("request")
    who = member(request) if isinstance(request, HttpRequest) else None
    return who is not None and reach(who, Action[action]) is Reach.ALL


@register.simple_tag(takes_context=True)
def to_do(context: Mapping[str, Any]) -> Mapping[str, int]:
    """What waits besides doubts: `proposals`, and `setup` while the first run is not done."""
    request = context.get("request")
    who = member(request) if isinstance(request, HttpRequest) else None
    if who is None:
        return {}
    proposals = Proposal.objects.filter(organisation_id=who.organisation_id, state=Proposal.State.OPEN)[:99].count()
    return {"proposals": proposals, "setup": int(not who.organisation.settings.get(DONE))}


@register.filter
def get(table: Mapping[str, Any], name: str) -> Any:
    """A value of a table."""
    return table.get(name, "")


@register.simple_tag
def band_word(value: str) -> str:
    """A band in the reader's language."""
    return general(spoken(readers_language()))["band"][Band(value).name.lower()] if value else ""


@register.simple_tag
def percent(probability: float) -> str:
    """A probability as people write it."""
    return as_percent(probability, readers_language())


@register.simple_tag
def likeness(reason: Reason) -> str:
    """What two doubts share, in words; an account, a host or an address is shown with its dots broken, a fingerprint is not."""
    named = {
        "account": _("account"),
        "phone": _("telephone number"),
        "page": _("page"),
        "host": _("web address"),
        "own_host": _("web address"),
        "domain": _("domain"),
        "sender": _("sender"),
        "sender_domain": _("sender's domain"),
        "reply_to": _("reply address"),
        "signer": _("who signed it"),
        "message_id": _("mail system"),
        "subject": _("the same subject"),
        "wording": _("the same words"),
        "words": _("words alike"),
        "attachment": _("the same file"),
        "picture": _("the same picture"),
        "copy": _("a picture that looks the same"),
        "recording": _("the same recording"),
        "picture_host": _("where pictures come from"),
    }
    word = str(named.get(reason.kind, reason.kind))
    if reason.kind in ("subject", "wording", "attachment", "picture", "copy", "recording"):
        return word
    return f"{word} {unlinked(reason.value[:SHOWN])}"
