"""Is it the voice of X? The recordings of a case beside a voice that X enrolled.

Only a difference says something, and it says something to the person who decides: it is shown beside the case and changes no verdict by itself. That two
voices are alike lowers nothing: a clone is made to be alike.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.models import Case, State
from weerbaar.desk.cases.see import demand
from weerbaar.desk.trail import record
from weerbaar.desk.voices import hearing, switch
from weerbaar.desk.voices.hearing import Compared, Recording
from weerbaar.desk.voices.models import Comparison, Voiceprint
from weerbaar.model.item import Way
from weerbaar.settings import load
from weerbaar.unpack.guard import Guarded


class NotCompared(Exception):
    """Nothing was compared: it is switched off, the case was erased, or that voice is not kept."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A comparison as the team reads it. `found` is None where the recordings could not be read in the time there is."""

    called: str
    by: str
    at: datetime
    found: tuple[Compared, ...] | None


def enrolled(member: Membership) -> QuerySet[Voiceprint]:
    """The voices that can be compared with."""
    there = Voiceprint.objects.filter(membership__organisation_id=member.organisation_id, until__gt=timezone.now())
    return there.select_related("membership__user", "membership__organisation").order_by("membership__user__email")


def compare(case: Case, voiceprint: Voiceprint, member: Membership) -> Comparison:
    """Compare, and keep what was found with the case.

    Raises:
        Forbidden: this member may not.
        NotCompared: it is switched off, the case was erased, or the voice is not kept any more.
    """
    demand(member, Action.COMPARE, case)
    demand(member, Action.COMPARE, voiceprint)
    if not switch.is_on(member.organisation) or case.state == State.ERASED or voiceprint.until <= timezone.now():
        raise NotCompared
    settings = load()
    templates = {line: tuple(numbers) for line, numbers in voiceprint.about["templates"].items()}
    with Guarded(hearing.compare, settings=settings) as guard:
        outcome = guard.run(Recording(case.about.name, case.original(), settings, Way(case.way), templates))
    found = None if outcome.result is None else [asdict(one) for one in outcome.result]
    with transaction.atomic():
        if not Voiceprint.objects.select_for_update().filter(pk=voiceprint.pk, sealed=voiceprint.sealed).exists():
            raise NotCompared  # withdrawn meanwhile
        sealed = case.seal(json.dumps(found).encode(), "voice comparison")
        made = Comparison.objects.create(case=case, voiceprint=voiceprint, by=member.user, sealed=sealed)
        case.happened("voice compared", member.user)
        facts = {"voice": str(voiceprint)}
        record("voice compared", organisation=case.organisation_id, actor=member.user_id, about=case.name, facts=facts)
    return made


def shown(case: Case) -> list[Shown]:
    """The comparisons of a case, the latest first."""
    made = case.voice_comparisons.select_related("voiceprint__membership__user", "by")
    return [
        Shown(one.voiceprint.membership.user.called, one.by.called if one.by else "", one.at, _opened(case, one))
        for one in made
    ]


def _opened(case: Case, comparison: Comparison) -> tuple[Compared, ...] | None:
    found = json.loads(case.open(comparison.sealed, "voice comparison"))
    return None if found is None else tuple(Compared(**one) for one in found)


__all__ = ["Compared", "NotCompared", "Shown", "compare", "enrolled", "shown"]
