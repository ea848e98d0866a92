"""Telling people: there is an agreement to sign, it still waits, it is time to look at it again. By mail and on their devices.

A notice is written down first and sent by a chore, from a worker, where the organisation opened those doors. It says that something is there and
where, never what. Nobody is told more than four times about one version, and the list of who has not signed is a list of things to do.
"""

import logging
from datetime import datetime, timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from weerbaar.desk.accounts.models import Membership, Organisation
from weerbaar.desk.accounts.permissions import Action, Reach, reach
from weerbaar.desk.agreements import signing
from weerbaar.desk.agreements.models import Notice, Version
from weerbaar.desk.agreements.printed import printed
from weerbaar.desk.agreements.rules import latest
from weerbaar.desk.intake import doors
from weerbaar.desk.push.send import notify
from weerbaar.model.errors import BrokenSettings
from weerbaar.outside.smtp_out import Outcome

log = logging.getLogger(__name__)
EVERY = timedelta(days=7)
MOST_TIMES = 3
"""Reminders after the first notice."""
BEFORE_REVIEW = timedelta(days=14)
TRIED_FOR = timedelta(days=1)
MOST = 200
"""Notices sent by one run of the chore."""


def sweep() -> int:
    """Write down what is due and send what was not sent; how many went. A chore, each ten minutes."""
    now = timezone.now()
    for organisation in Organisation.objects.filter(agreements__isnull=False).distinct():
        version = latest(organisation)
        if version is not None:
            _due(organisation, version, now)
    return _send_all(now)


def says(kind: str) -> str:
    """What a notice says, in the language at hand."""
    return {
        Notice.Kind.SIGN: _("There is a new agreement about AI. Please read it and sign it."),
        Notice.Kind.REMIND: _("The agreement about AI still waits for you."),
        Notice.Kind.REVIEW: _("It is almost time to look at the agreement about AI again."),
        Notice.Kind.COPY: _("You signed the agreement about AI. Here is your copy."),
    }[Notice.Kind(kind)]


def copy(member: Membership, version: Version) -> None:
    """Ask for a copy of what somebody signed to be sent to them, once."""
    _tell(version, member, Notice.Kind.COPY, 0)


def _due(organisation: Organisation, version: Version, now: datetime) -> None:
    told: dict[int, list[datetime]] = {}
    for user, at in Notice.objects.filter(
        version__organisation=organisation, version__edition=version.edition, kind__in=(Notice.Kind.SIGN, Notice.Kind.REMIND)
    ).values_list("user_id", "made_at"):
        told.setdefault(user, []).append(at)
    for one in signing.standing(organisation, version):
        if one.member is None or one.signature is not None:
            continue
        times = told.get(one.member.user_id, [])
        if not times:
            _tell(version, one.member, Notice.Kind.SIGN, 0)
        elif len(times) <= MOST_TIMES and now - max(times) >= EVERY:
            _tell(version, one.member, Notice.Kind.REMIND, len(times))
    if version.review_on - BEFORE_REVIEW <= timezone.localdate(now):
        for member in Membership.objects.filter(organisation=organisation, user__is_active=True).select_related("user"):
            if reach(member, Action.AGREEMENT) is Reach.ALL:
                _tell(version, member, Notice.Kind.REVIEW, 0)


def _tell(version: Version, member: Membership, kind: Notice.Kind, number: int) -> None:
    Notice.objects.get_or_create(
        version=version, user=member.user, kind=kind, number=number, defaults={"made_at": timezone.now()}
    )


def _send_all(now: datetime) -> int:
    """What cannot go within a day is not sent any more: the page says it too."""
    done = 0
    waiting = Notice.objects.filter(sent_at=None, made_at__gte=now - TRIED_FOR).order_by("made_at", "pk")
    for notice in waiting.select_related("version__organisation", "user")[:MOST]:
        if not Notice.objects.filter(pk=notice.pk, sent_at=None).update(sent_at=now):
            continue  # another worker has it
        done += _send(notice)
    return done


def _send(notice: Notice) -> bool:
    organisation = notice.version.organisation
    place = reverse("agreement_make" if notice.kind == Notice.Kind.REVIEW else "agreement")
    with translation.override(notice.user.language):
        said, title = says(notice.kind), _("Weerbaar: the agreement about AI")
        is_copy = notice.kind == Notice.Kind.COPY
        copy = printed(notice.version, notice.user.language, to_sign=False) if is_copy else b""
    if not is_copy:
        notify(notice.user, title, said, place, f"agreement-{notice.pk}", organisation)
    text = f"{said}\n\n{urljoin(settings.WEERBAAR_DESK.public_url, place)}\n"
    sent = post(organisation, notice.user.email, title, text, copy)
    if sent is None:
        return False
    if sent is Outcome.TEMPORARY:
        Notice.objects.filter(pk=notice.pk).update(sent_at=None)
    log.info("notice of an agreement", extra={"facts": {"notice": notice.pk, "outcome": sent.value}})
    return sent is Outcome.SENT


def post(organisation: Organisation, to: str, title: str, text: str, pdf: bytes = b"") -> Outcome | None:
    """Send a mail by the organisation's own door; None where it opened none."""
    door = doors.outgoing(organisation)
    if door is None:
        return None
    message = EmailMessage(title, text, door.details.address, [to], headers={"Auto-Submitted": "auto-generated"})
    if pdf:
        message.attach("agreement.pdf", pdf, "application/pdf")
    try:
        sent = door.submission().send(message.message().as_bytes(), to, door.details.address)
    except BrokenSettings:
        return None
    return Outcome.SENT if sent.perhaps else sent.outcome
