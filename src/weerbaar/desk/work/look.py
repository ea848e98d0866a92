"""The look at a case: open what was brought, look at it in a process of its own, seal what was seen, write down the answer.

May run twice: what was done once is seen by the state of the case. Each run is counted before anything is opened, so that what takes
its process with it three times ends with a person.
"""

import base64
import json
import logging
from dataclasses import replace
from datetime import date
from functools import cache

from django.conf import settings as django_settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from weerbaar.desk.accounts.known import known
from weerbaar.desk.accounts.models import Organisation
from weerbaar.desk.cases.campaigns import join
from weerbaar.desk.cases.gist import gist_of
from weerbaar.desk.cases.index import index
from weerbaar.desk.cases.models import Answer, Case, Purpose, State
from weerbaar.desk.cases.priority import asks
from weerbaar.desk.cases.tell import about, is_trusted, tell
from weerbaar.desk.trail import record
from weerbaar.desk.vault import Locked
from weerbaar.desk.work.looker import Lookers
from weerbaar.desk.work.looking import Seen, Task, unseen
from weerbaar.model.dns import Told
from weerbaar.model.finding import NotLooked, Reason
from weerbaar.model.item import Item, Way
from weerbaar.model.organisation import Organisation as Known
from weerbaar.model.verdict import Band
from weerbaar.settings import load

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 3


@cache
def lookers() -> Lookers:
    """The processes that look, shared by everything this worker does."""
    desk = django_settings.WEERBAAR_DESK
    return Lookers(desk.looks, desk.look_idle_seconds)


@cache
def openers() -> Lookers:
    """The process that opens what mailboxes hold: its own, so that no mail waits for a look before it is acknowledged."""
    return Lookers(1, django_settings.WEERBAAR_DESK.look_idle_seconds)


def look_at_case(case: int) -> str:
    """Look at a case and write down its first answer; the state it then has.

    Raises:
        Died: the process that looked is gone; to be tried again.
    """
    found = _begin(case)
    if found.state != State.LOOKING:
        return found.state
    try:
        task = _task(found)
    except Locked:
        return _hand_over(case, "locked")
    if found.attempts > MOST_ATTEMPTS:
        return _finish(case, unseen(task, NotLooked("worker", Reason.FAILED)), failed=True)
    return _finish(case, lookers().look(_with_dns(task)))


@transaction.atomic
def _begin(id: int) -> Case:
    """The case, counted as tried once more, if it still waits for its look."""
    case = Case.objects.select_for_update().get(pk=id)
    if case.state not in (State.RECEIVED, State.LOOKING):
        return case
    case.state, case.attempts = State.LOOKING, case.attempts + 1
    case.save(update_fields=("state", "attempts"))
    return case


def not_looked(case: Case, why: NotLooked) -> str:
    """Answer honestly that nothing could be looked at, where an inlet knows that already; the state of the case."""
    begun = _begin(case.pk)
    return _finish(begun.pk, unseen(_task(begun), why), failed=True) if begun.state == State.LOOKING else begun.state


def _task(case: Case) -> Task:
    return Task(
        item=Item(case.about.name, case.original(), Way(case.way), gist=gist_of(case)),
        organisation=_knows(case.organisation),
        language=case.language,
        settings=load(),
        today=date.today(),
        about=about(case),
        trusted=is_trusted(case),
    )


def _knows(organisation: Organisation) -> Known:
    """What an organisation knows, with its ledger."""
    return replace(known(organisation), ledger=import_string(django_settings.WEERBAAR_LEDGER)(organisation))


def again(case: Case, language: str) -> Task:
    """The task of looking at a case once more as its record says, in the language of who looks.

    Raises:
        Locked: the case was erased.
    """
    return replace(_task(case), language=language, record=case.record())


def _with_dns(task: Task) -> Task:
    """The task with what DNS told, where that door is open: asked here, since what reads the item has no net."""
    if not task.settings.door_dns:
        return task
    from weerbaar.outside.dns import Resolver
    from weerbaar.outside.senders import tell as ask

    wanted = lookers().wishes(task)
    if wanted is None:
        return task
    told: Told = ask(wanted, Resolver(task.settings))
    return replace(task, item=replace(task.item, told=told))


@transaction.atomic
def _finish(id: int, seen: Seen, *, failed: bool = False) -> str:
    """Seal what was seen and write down the answer, unless another run did; the state of the case."""
    case = Case.objects.select_for_update().select_related("organisation").get(pk=id)
    if case.state != State.LOOKING:
        return case.state
    band = Band(seen.record["band"])
    case.keep(json.dumps(seen.record).encode(), Purpose.RECORD)
    case.keep(json.dumps({"traces": seen.traces, **_facts(seen)}).encode(), Purpose.TRACES)
    if seen.sheets:
        case.keep(json.dumps([base64.b64encode(one).decode() for one in seen.sheets]).encode(), Purpose.SHEETS)
    index(case, seen.found)
    tell(case, seen.answer, band, Answer.Kind.FOLLOW_UP if case.answers.exists() else Answer.Kind.FIRST)
    wanted = case.contested_at is not None  # who brought it asked for a person at once
    case.state = State.NEEDS_PERSON if failed or wanted or band is Band.CANNOT_JUDGE else State.ANSWERED
    case.band, case.probability, case.answered_at = band.value, seen.record["probability"], timezone.now()
    case.cpu_seconds = seen.record["cpu_seconds"]
    case.asks = asks(seen.record["findings"])
    case.keep_about(replace(case.about, title=seen.title if case.way in (Way.FILE, Way.MAILBOX) else ""))
    case.save(update_fields=("state", "band", "probability", "answered_at", "cpu_seconds", "asks", "sealed_about"))
    join(case)
    case.happened("gave up" if failed else "answered", band=band.value, seconds=seen.record["seconds"])
    record("answered", organisation=case.organisation_id, about=case.name, facts={"band": band.value, "failed": failed})
    log.info(
        "case answered", extra={"facts": {"case": case.pk, "band": band.value, "failed": failed, "attempts": case.attempts}}
    )
    return case.state


def _facts(seen: Seen) -> dict[str, tuple[str, ...]]:
    """What stands in it besides words and keys: senders, hosts, accounts, numbers."""
    return {kind: found for kind, found in seen.found.items() if kind not in ("word", "shape")}


@transaction.atomic
def _hand_over(id: int, why: str) -> str:
    """A case that cannot even be opened goes to a person, without answer."""
    case = Case.objects.select_for_update().get(pk=id)
    case.state = State.NEEDS_PERSON
    case.save(update_fields=("state",))
    case.happened("not opened", why=why)
    return case.state
