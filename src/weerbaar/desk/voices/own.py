"""One's own voice: enrolled by oneself alone, with consent; withdrawn at once; deleted when its time is over."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from weerbaar.desk.accounts.models import Membership, User
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.receive import fits
from weerbaar.desk.cases.see import Forbidden, demand
from weerbaar.desk.trail import Facts, record, stamp
from weerbaar.desk.voices import hearing, switch
from weerbaar.desk.voices.consent import LATEST, consent
from weerbaar.desk.voices.hearing import Enrolled, Recording
from weerbaar.desk.voices.models import Voiceprint
from weerbaar.settings import load
from weerbaar.unpack.guard import Guarded

LONGEST_NAME = 200


class NotEnrolled(Exception):
    """Nothing was kept; `why` as in hearing.Enrolled, or off, no_consent, failed."""

    def __init__(self, why: str, seconds: float = 0.0) -> None:
        super().__init__(why)
        self.why = why
        self.seconds = seconds


def mine(member: Membership) -> Voiceprint | None:
    """A member's own voice, while it is kept."""
    there = Voiceprint.objects.filter(membership=member, until__gt=timezone.now())
    return there.select_related("membership__organisation", "membership__user").first()


def enrol(member: Membership, data: bytes, *, name: str, version: int, language: str) -> Voiceprint:
    """Keep what this member's voice is known by; the recording is not kept. `name` is written under the consent of this version.

    It takes the place of one that was enrolled before.

    Raises:
        Forbidden: this member may not.
        TooLarge: more than the setting `max_bytes`.
        NotEnrolled: it is switched off, not agreed to as it reads now, or nothing could be made of the recording.
    """
    demand(member, Action.VOICE)
    if not switch.is_on(member.organisation):
        raise NotEnrolled("off")
    if version != LATEST or not name.strip():
        raise NotEnrolled("no_consent")
    fits(data)
    made = _heard(data)
    if made.why:
        raise NotEnrolled(made.why, made.seconds)
    now, agreed = timezone.now(), consent(version, language)
    about = {"name": name.strip()[:LONGEST_NAME], "templates": made.templates, "seconds": round(made.seconds, 1)}
    with transaction.atomic():
        kept, _ = Voiceprint.objects.update_or_create(
            membership=member,
            defaults={
                "version": version,
                "language": agreed.language,
                "given_at": now,
                "until": now + timedelta(days=agreed.days),
                "sealed": member.organisation.seal(about, f"voiceprint {member.pk}"),
            },
        )
        kept.comparisons.all().delete()
        facts: Facts = {"version": version, "language": agreed.language}
        record("voice enrolled", organisation=member.organisation_id, actor=member.user_id, about=str(kept), facts=facts)
    return kept


def _heard(data: bytes) -> Enrolled:
    settings = load()
    with Guarded(hearing.enrol, settings=settings) as guard:
        outcome = guard.run(Recording("", data, settings))
    return outcome.result or Enrolled(why="failed")


@transaction.atomic
def withdraw(voiceprint: Voiceprint, member: Membership) -> None:
    """Delete a voice of one's own, and every comparison with it.

    Raises:
        Forbidden: it is not theirs.
    """
    demand(member, Action.VOICE, voiceprint)
    if voiceprint.membership_id != member.pk:
        raise Forbidden("not theirs")
    record("voice withdrawn", organisation=member.organisation_id, actor=member.user_id, about=str(voiceprint))
    voiceprint.delete()


@transaction.atomic
def tidy() -> None:
    """Delete every voice whose time is over. A chore."""
    for one in Voiceprint.objects.filter(until__lte=timezone.now()).select_related("membership"):
        record("voice ended", organisation=one.organisation_id, about=str(one))
        one.delete()


def held(user: User, organisation: int) -> dict[str, Any] | None:
    """What is kept of somebody's voice, for a copy of their data; None when nothing is."""
    there = Voiceprint.objects.filter(membership__user=user, membership__organisation=organisation)
    one = there.select_related("membership__organisation").first()
    if one is None:
        return None
    return {
        "agreed_to": consent(one.version, one.language).agree,
        "signed": one.about["name"],
        "since": stamp(one.given_at),
        "until": stamp(one.until),
        "numbers": one.about["templates"],
        "compared": [stamp(each.at) for each in one.comparisons.all()],
    }
