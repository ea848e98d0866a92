"""Tell one person in confidence. Only the two of them read it; the writer erases it at any moment, and it ends by itself.

The trail says that something was told, answered or erased, without saying by whom or to whom: that somebody is threatened is theirs to tell.
"""

import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from weerbaar.desk.accounts.models import Membership, Role
from weerbaar.desk.accounts.permissions import ALLOWED, Action, Reach, reach
from weerbaar.desk.cases.see import Forbidden, demand
from weerbaar.desk.extortion.models import Confidence, Words
from weerbaar.desk.push.send import notify
from weerbaar.desk.trail import record, stamp

KEPT = timedelta(days=90)
"""After the last word."""
LONGEST = 4000
MOST_WORDS = 200
HELPERS = tuple(role for role in Role if ALLOWED[role].get(Action.READ) is Reach.ALL)


class NotTold(Exception):
    """There are no words, or nobody to tell it to."""


def people(member: Membership) -> list[Membership]:
    """Whom this member can tell: everyone who may read what is brought, except themselves."""
    there = Membership.objects.filter(organisation_id=member.organisation_id, role__in=HELPERS, user__is_active=True)
    there = there.exclude(pk=member.pk).select_related("user", "organisation")
    return sorted(there, key=lambda one: one.user.called.casefold())


@transaction.atomic
def tell(member: Membership, handler: Membership | None, text: str) -> Confidence:
    """Tell somebody, who hears that there is something to read.

    Raises:
        Forbidden: this member may not.
        NotTold: no words, or that person is none who can be told.
    """
    demand(member, Action.CONFIDE)
    if handler is None or handler not in people(member) or not text.strip():
        raise NotTold
    made = Confidence(author=member, handler=handler)
    made.keep([_words("author", text)])
    made.save()
    record("told in confidence", organisation=member.organisation_id, about=str(made))
    _notify(made, handler)
    return made


@transaction.atomic
def answer(confidence: Confidence, member: Membership, text: str) -> None:
    """One of the two writes more.

    Raises:
        Forbidden: this member is neither.
        NotTold: no words, or too many by now.
    """
    by = _side(confidence, member)
    confidence = (
        Confidence.objects.select_for_update(of=("self",))
        .select_related("author__organisation", "handler__user")
        .get(pk=confidence.pk)
    )
    if not text.strip() or len(confidence.words) >= MOST_WORDS:
        raise NotTold
    confidence.keep([*confidence.words, _words(by, text)])
    confidence.latest_at, confidence.unread = timezone.now(), by == "author"
    confidence.save()
    record("answered in confidence", organisation=member.organisation_id, about=str(confidence))
    other = confidence.handler if by == "author" else confidence.author
    if other is not None:
        _notify(confidence, other)


@transaction.atomic
def erase(confidence: Confidence, member: Membership) -> None:
    """Erase all of it.

    Raises:
        Forbidden: it is not theirs.
    """
    demand(member, Action.CONFIDE, confidence)
    record("confidence erased", organisation=member.organisation_id, about=str(confidence))
    confidence.delete()


def one(member: Membership, ref: uuid.UUID) -> Confidence | None:
    """What this member told or was told, by its name in an address."""
    return between(member).filter(ref=ref).first()


def between(member: Membership) -> QuerySet[Confidence]:
    """What this member told, and what they were told while they may still read what is brought; the latest first."""
    mine = Q(author=member)
    if reach(member, Action.READ) is Reach.ALL:
        mine |= Q(handler=member)
    there = Confidence.objects.filter(mine, author__organisation_id=member.organisation_id)
    return there.select_related("author__user", "author__organisation", "handler__user")


def seen(confidence: Confidence, member: Membership) -> None:
    """Note that the handler opened it."""
    if confidence.handler_id == member.pk and confidence.unread:
        Confidence.objects.filter(pk=confidence.pk).update(unread=False)


def waiting(member: Membership) -> int:
    """How many wait to be read by this member."""
    return Confidence.objects.filter(handler=member, unread=True).count()


@transaction.atomic
def tidy() -> None:
    """Erase what ended long enough ago. A chore."""
    for old in Confidence.objects.filter(latest_at__lt=timezone.now() - KEPT).select_related("author"):
        record("confidence erased", organisation=old.organisation_id, about=str(old))
        old.delete()


def _side(confidence: Confidence, member: Membership) -> str:
    if confidence.author_id == member.pk:
        demand(member, Action.CONFIDE, confidence)
        return "author"
    if confidence.handler_id == member.pk and reach(member, Action.READ) is Reach.ALL:
        return "handler"
    raise Forbidden(Action.CONFIDE.value)


def _words(by: str, text: str) -> Words:
    sound = text.strip()[:LONGEST].encode("utf-8", "replace").decode().replace("\0", "")
    return {"by": by, "at": stamp(timezone.now()), "text": sound}


def _notify(confidence: Confidence, to: Membership) -> None:
    with translation.override(to.user.language):
        place = reverse("threat_one", kwargs={"ref": confidence.ref})
        tag = f"confidence-{confidence.pk}-{len(confidence.words)}"
        notify(to.user, _("Weerbaar"), _("There is something for you to read."), place, tag, to.organisation)
