"""What is over is removed: counts of tries, sign-ins that ended, invitations nobody used, recovery codes in another form than hashes."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from weerbaar.desk.access.models import Tally
from weerbaar.desk.accounts.codes import harden
from weerbaar.desk.accounts.models import Invitation

SHOWN_WITHIN = timedelta(hours=1)
"""How long recovery codes wait to be shown; who has not seen them by then makes new ones."""
MOST = 50
"""Sets of codes hashed in one go: each takes a second."""
KEPT = timedelta(days=30)
"""How long an invitation that was not used stays, so that its visitor can be told that it ended."""


def tidy() -> None:
    """A chore (WEERBAAR_CHORES), done every hour."""
    now = timezone.now()
    Tally.objects.filter(until__lt=now).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    Invitation.objects.filter(used_at=None, until__lt=now - KEPT).delete()
    codes = Authenticator.objects.filter(type=Authenticator.Type.RECOVERY_CODES, created_at__lt=now - SHOWN_WITHIN)
    for id in codes.filter(data__has_key="seed").values_list("pk", flat=True)[:MOST]:
        harden(id)
