"""The message as the team may look at it: made by a process that reads and nothing else, kept sealed with the case."""

import json
from dataclasses import asdict
from datetime import timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.models import Case, Purpose
from weerbaar.desk.cases.see import demand
from weerbaar.desk.trail import record
from weerbaar.desk.work.look import again
from weerbaar.desk.work.looker import Died, Lookers

ONCE = timedelta(hours=12)
"""Who opens a message again within this time is written down once."""


@cache
def viewer() -> Lookers:
    """The process that makes views, started when one is asked for."""
    return Lookers(1, settings.WEERBAAR_DESK.look_idle_seconds)


def view_of(case: Case, language: str) -> dict[str, Any] | None:
    """What weerbaar.report.safe_view made of a case, as plain values; None when it could not be read.

    Raises:
        Locked: the case was erased.
    """
    purpose = f"{Purpose.VIEW}-{language}"
    kept = case.blobs.filter(purpose=purpose).first()
    if kept is not None:
        return dict(json.loads(case.open(kept.sealed, purpose)))
    try:
        made = viewer().view(again(case, language))
    except Died:
        return None
    if made is None:
        return None
    seen = asdict(made)
    if case.band:
        case.keep(json.dumps(seen).encode(), purpose)
    return dict(json.loads(json.dumps(seen)))


@transaction.atomic
def opened(case: Case, member: Membership) -> None:
    """Write down that someone of the team looks at what was brought.

    Raises:
        Forbidden: this member may not read it.
    """
    demand(member, Action.READ, case)
    if case.events.filter(kind="read", actor=member.user, at__gt=timezone.now() - ONCE).exists():
        return
    case.happened("read", member.user)
    record("read", organisation=case.organisation_id, actor=member.user_id, about=case.name)
