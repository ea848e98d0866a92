"""What the gateway kept and need not keep any more: a chore."""

import logging
from datetime import timedelta

from django.utils import timezone

from weerbaar.desk.accounts.models import Organisation
from weerbaar.desk.agreements import rules
from weerbaar.desk.gateway.asks import KEPT
from weerbaar.desk.gateway.models import Ask, Conversation, Tally, Use
from weerbaar.desk.vault import Locked

log = logging.getLogger(__name__)
TALLIES = timedelta(days=62)
"""This month and the one before."""
USE_DAYS = 180
FEWEST_DAYS = 30
"""The database keeps them so long (migrations/0002_uses_stay.py)."""
MARGIN = timedelta(minutes=1)


def tidy() -> int:
    """Remove conversations that ended, questions and uses past their time, tallies no budget needs; how many rows."""
    now = timezone.now()
    done = Conversation.objects.filter(until__lt=now).delete()[0]
    done += Ask.objects.filter(granted_at=None, until__lt=now).delete()[0]
    done += Ask.objects.filter(until__lt=now - KEPT).delete()[0]
    done += Tally.objects.filter(day__lt=(now - TALLIES).date()).delete()[0]
    for organisation in Organisation.objects.order_by("pk"):
        kept = timedelta(days=max(FEWEST_DAYS, _use_days(organisation))) + MARGIN
        done += Use.objects.filter(organisation=organisation, at__lt=now - kept).delete()[0]
    if done:
        log.info("gateway tidied", extra={"facts": {"rows": done}})
    return done


def _use_days(organisation: Organisation) -> int:
    try:
        held = rules.in_force(organisation)
    except Locked:
        return USE_DAYS
    return held.agreement.use_days if held else USE_DAYS
