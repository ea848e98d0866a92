"""Something was found that may leave once the person says why: asking, and giving the reason.

A reason holds for `HOLDS` and for exactly the values it was given for: the same values again, or fewer of them, pass; one more asks anew.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from weerbaar.desk import vault
from weerbaar.desk.accounts.models import Membership
from weerbaar.desk.accounts.permissions import Action
from weerbaar.desk.cases.see import Forbidden
from weerbaar.desk.gateway.models import Ask, Key, counts
from weerbaar.desk.trail import Facts, record
from weerbaar.model.leak import DataClass

HOLDS = timedelta(minutes=15)
OPEN = timedelta(hours=8)
"""How long a question waits for its reason: a working day."""
MOST_OPEN = 50
LONGEST_REASON = 1000
KEPT = timedelta(days=180)


class Closed(Exception):
    """This question waits no more: it was answered, or it is too old."""


@transaction.atomic
def asked(key: Key, tool: str, found: Mapping[DataClass, int], prints: Iterable[str], now: datetime | None = None) -> Ask:
    """The question about these values: one whose reason holds, one that waits, or a new one."""
    now = now or timezone.now()
    marks = sorted(f"{vault.token(key.organisation.search_key, 'ai print', one):x}" for one in set(prints))
    waiting = None
    for ask in Ask.objects.filter(key=key, tool=tool, until__gt=now).select_related("organisation", "key"):
        if ask.granted_at is not None and set(marks) <= set(ask.prints):
            return ask
        if ask.granted_at is None and ask.prints == marks:
            waiting = ask
    if waiting is not None:
        return waiting
    # A program that asks about something else each time cannot fill the table: the oldest question gives way.
    stale = Ask.objects.filter(key=key, granted_at=None).order_by("-asked_at").values_list("pk", flat=True)[MOST_OPEN - 1 :]
    Ask.objects.filter(pk__in=list(stale)).delete()
    kept = counts({str(cls): number for cls, number in found.items()})
    made = Ask.objects.create(
        organisation=key.organisation, key=key, tool=tool, found=kept, prints=marks, asked_at=now, until=now + OPEN
    )
    record("ai asked", organisation=key.organisation_id, actor=made.reporter_id, about=str(made), facts=_facts(made))
    return made


@transaction.atomic
def give_reason(ask: Ask, member: Membership, reason: str, now: datetime | None = None) -> Ask:
    """Let the values of a question leave for a quarter of an hour, for a reason, which is kept sealed.

    Raises:
        Forbidden: it is not theirs, or there is no reason.
        Closed: it waits no more.
    """
    now = now or timezone.now()
    if not mine(ask, member) or not reason.strip():
        raise Forbidden(Action.AI.value)
    ask = Ask.objects.select_for_update(of=("self",)).select_related("organisation", "key").get(pk=ask.pk)
    if ask.granted_at is not None or ask.until <= now:
        raise Closed
    ask.sealed_reason = ask.organisation.seal(reason.strip()[:LONGEST_REASON], f"ask {ask.ref}")
    ask.granted_at, ask.until = now, now + HOLDS
    ask.save(update_fields=("sealed_reason", "granted_at", "until"))
    record("ai reason given", organisation=ask.organisation_id, actor=member.user_id, about=str(ask), facts=_facts(ask))
    return ask


def mine(ask: Ask, member: Membership) -> bool:
    """Whether a question is this member's to answer: nobody else's, not even of who looks after the gateway."""
    return ask.organisation_id == member.organisation_id and ask.reporter_id == member.user_id


def _facts(ask: Ask) -> Facts:
    return {"tool": ask.tool, **ask.found}
