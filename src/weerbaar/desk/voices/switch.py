"""Whether an organisation keeps voices. Off until an administrator writes down why it may; switched off, every voice is deleted."""

from pathlib import Path

from django.db import transaction

from weerbaar.desk.accounts.models import Membership, Organisation
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.see import demand
from weerbaar.desk.trail import record
from weerbaar.desk.voices.models import Assessment, Voiceprint
from weerbaar.settings import load

SWITCH = "voices"
LONGEST = 4000


def is_on(organisation: Organisation) -> bool:
    """Whether people of this organisation may enrol their voice."""
    return bool(organisation.settings.get(SWITCH))


def installed() -> bool:
    """Whether there is something to compare voices with (setting `speaker_model`)."""
    named = load().speaker_model
    return bool(named) and Path(named).is_file()


def assessment(organisation: Organisation) -> Assessment | None:
    """The data-protection record that holds."""
    return Assessment.objects.filter(organisation=organisation).select_related("organisation", "by").last()


@transaction.atomic
def switch_on(member: Membership, who: str, why: str, told: str) -> Assessment:
    """Let people enrol, with the data-protection record it rests on: who advised, why it is needed, how people were told.

    Raises:
        Forbidden: this member does not look after the organisation.
        ValueError: one of the three is empty.
    """
    demand(member, Action.SETTINGS)
    said = {"who": who.strip()[:LONGEST], "why": why.strip()[:LONGEST], "told": told.strip()[:LONGEST]}
    if not all(said.values()):
        raise ValueError("the record has gaps")
    organisation = _set(member, on=True)
    sealed = organisation.seal(said, "voice assessment")
    made = Assessment.objects.create(organisation=organisation, by=member.user, sealed=sealed)
    record("voices switched on", organisation=organisation.pk, actor=member.user_id, about=str(made))
    return made


@transaction.atomic
def switch_off(member: Membership) -> int:
    """Stop, and delete every voice of the organisation; how many there were.

    Raises:
        Forbidden: this member does not look after the organisation.
    """
    demand(member, Action.SETTINGS)
    organisation = _set(member, on=False)
    there = Voiceprint.objects.filter(membership__organisation=organisation)
    count = there.count()
    there.delete()
    record("voices switched off", organisation=organisation.pk, actor=member.user_id, facts={"deleted": count})
    return count


def _set(member: Membership, *, on: bool) -> Organisation:
    organisation = Organisation.locked(member.organisation_id)
    organisation.keep(SWITCH, on)
    member.organisation.settings = organisation.settings
    return organisation
