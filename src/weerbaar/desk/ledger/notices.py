"""Telling colleagues that a confirmation waits for them: by mail and on their devices, where the organisation opened those doors.

A notice is written down with what it tells of; a chore sends it, from a worker. It says that something waits and where, never what.
"""

import logging
from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action, Reach, reach
from weerbaar.desk.intake import doors
from weerbaar.desk.ledger.models import Confirmation, Notice
from weerbaar.desk.push.send import notify
from weerbaar.model.errors import BrokenSettings
from weerbaar.outside.smtp_out import Outcome

log = logging.getLogger(__name__)
MOST = 200
"""Notices sent by one run of the chore."""
TRIED_FOR = timedelta(days=1)
MOST_PEOPLE = 20


def ask(confirmation: Confirmation, kind: Notice.Kind, action: Action, but: Membership | None = None) -> None:
    """Tell everyone of the organisation who may do this, except who just acted."""
    members = Membership.objects.filter(organisation_id=confirmation.organisation_id, user__is_active=True).select_related(
        "user"
    )
    able = [one.user_id for one in members.order_by("since", "pk") if reach(one, action) is Reach.ALL]
    for user in [one for one in able if but is None or one != but.user_id][:MOST_PEOPLE]:
        tell(confirmation, kind, user)


def tell(confirmation: Confirmation, kind: Notice.Kind, user: int) -> None:
    """Tell one colleague."""
    Notice.objects.create(confirmation=confirmation, kind=kind, user_id=user)


def send() -> int:
    """Send what was not sent yet; how many went. What cannot go within a day is no news any more (the list on the page remains)."""
    done = 0
    waiting = Notice.objects.filter(sent_at=None, made_at__gte=timezone.now() - TRIED_FOR).order_by("made_at", "pk")
    for notice in waiting.select_related("confirmation__organisation", "user")[:MOST]:
        if not Notice.objects.filter(pk=notice.pk, sent_at=None).update(sent_at=timezone.now()):
            continue  # another worker has it
        if _send(notice):
            done += 1
    return done


def says(kind: str) -> str:
    """What a notice says, in the language at hand."""
    return {
        Notice.Kind.CALL: _("An account is to be confirmed by a call."),
        Notice.Kind.APPROVE: _("A confirmation waits for your approval."),
        Notice.Kind.REMIND: _("A confirmation still waits for somebody."),
        Notice.Kind.OVERRIDDEN: _("Two colleagues let a payment go without confirmation. Please look at it."),
        Notice.Kind.CLOSED: _("A confirmation that you know of has ended."),
    }[Notice.Kind(kind)]


def _send(notice: Notice) -> bool:
    organisation, place = notice.confirmation.organisation, reverse("confirmation", args=(notice.confirmation.ref,))
    with translation.override(notice.user.language):
        said, title = says(notice.kind), _("Weerbaar: a confirmation")
    notify(notice.user, title, said, place, f"ledger-notice-{notice.pk}", organisation)
    door = doors.outgoing(organisation)
    if door is None:
        return False
    message = EmailMessage(
        title, f"{said}\n\n{urljoin(settings.WEERBAAR_DESK.public_url, place)}\n", door.details.address, [notice.user.email],
        headers={"Auto-Submitted": "auto-generated"},
    )  # fmt: skip
    try:
        sent = door.submission().send(message.message().as_bytes(), notice.user.email, door.details.address)
    except BrokenSettings:
        return False
    if sent.outcome is Outcome.TEMPORARY and not sent.perhaps:
        Notice.objects.filter(pk=notice.pk).update(sent_at=None)
    log.info("notice of a confirmation", extra={"facts": {"notice": notice.pk, "outcome": sent.outcome.value}})
    return sent.outcome is Outcome.SENT
