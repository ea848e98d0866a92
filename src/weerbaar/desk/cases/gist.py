"""Who brought a recording tells what was said in it, and it is looked at once more."""

import json

from django.db import transaction

from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.decide import NotNow
from weerbaar.desk.cases.models import WAITS, Blob, Case, Purpose, State
from weerbaar.desk.cases.receive import look_later
from weerbaar.desk.cases.see import demand
from weerbaar.desk.trail import record
from weerbaar.model.gist import Gist

MOST = 10
"""Times one doubt can be told about; each is a look."""
TOLD = "told what was said"


@transaction.atomic
def tell_gist(case: Case, member: Membership, gist: Gist) -> Case:
    """Keep what was told, sealed with the key of its case, in place of what was told before; a look follows.

    Raises:
        Forbidden: this member did not bring this case.
        NotNow: it is being looked at, somebody decided about it, it was erased, or it was told about too often.
    """
    demand(member, Action.BRING, case)
    case = Case.objects.select_for_update().get(pk=case.pk)
    told = case.events.filter(kind=TOLD).count()
    if not may_tell(case) or told >= MOST:
        raise NotNow("not_tellable")
    case.keep(json.dumps(gist.as_json()).encode(), Purpose.GIST)
    case.state, case.attempts, case.band, case.probability = State.RECEIVED, 0, "", None
    case.save(update_fields=("state", "attempts", "band", "probability"))
    case.happened(TOLD, member.user)
    record(TOLD, organisation=case.organisation_id, actor=member.user_id, about=case.name)
    look_later(case, again=told + 1)
    return case


def may_tell(case: Case) -> bool:
    """Whether something can still be told: it was looked at, and nobody decided about it."""
    return case.state in WAITS and bool(case.band) and not case.decided_band


def gist_of(case: Case) -> Gist | None:
    """What was told about a case, if anything.

    Raises:
        Locked: the case was erased.
    """
    try:
        return Gist.of_json(json.loads(case.blob(Purpose.GIST)))
    except Blob.DoesNotExist:
        return None
