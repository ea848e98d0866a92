"""What is over is removed: counts of tries, sign-ins that ended, invitations nobody used."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from weerbaar.desk.access.models import Tally
from weerbaar.desk.accounts.models import Invitation

KEPT = timedelta(days=30)
"""How long an invitation that was not used stays, so that its visitor can be told that it ended."""


def tidy() -> None:
    """A chore (WEERBAAR_CHORES), done every hour."""
    now = timezone.now()
    Tally.objects.filter(until__lt=now).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    Invitation.objects.filter(used_at=None, until__lt=now - KEPT).delete()
