"""What is done now and then for confirmations: remind, end those whose time is over, tell who is to be told. Safe to run twice."""

from datetime import timedelta

from django.utils import timezone

from weerbaar.desk.ledger import notices
from weerbaar.desk.ledger.confirm import expire, remind
from weerbaar.desk.ledger.models import OPEN, Confirmation, Import

MOST = 1000
KEPT = timedelta(days=7)


def sweep() -> None:
    """End and remind, then send every notice. A chore, each five minutes."""
    now = timezone.now()
    waiting = Confirmation.objects.filter(state__in=OPEN)
    for one in waiting.filter(expires_at__lte=now)[:MOST]:
        expire(one)
    for one in waiting.filter(remind_at__lte=now, expires_at__gt=now)[:MOST]:
        remind(one)
    notices.send()


def tidy() -> int:
    """Files that were looked at and not taken in within a week go; how many. A chore, each night."""
    over = Import.objects.filter(state__in=(Import.State.SHOWN, Import.State.LEFT), at__lt=timezone.now() - KEPT)
    gone, _kinds = over.delete()
    return gone
