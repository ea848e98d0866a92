"""Nothing stays behind: work of workers that died goes back to its queue, and cases and answers nobody works on are asked for again."""

import logging
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from dbos import DBOS, WorkflowStatusString
from django.db.models.functions import Now

from weerbaar.desk import jobs
from weerbaar.desk.cases.models import Answer, Case, State
from weerbaar.desk.cases.receive import look_later
from weerbaar.desk.cases.tell import send_later
from weerbaar.desk.work.models import Worker

log = logging.getLogger(__name__)
BEAT_SECONDS = 3.0
DEAD_SECONDS = 15.0
"""A worker not heard of for so long is dead, by the clock of the database. One that was only cut off finds its work done by another;
steps that ran twice see what was done."""
MOST = 500
KEPT = timedelta(days=3)
AT_WORK = {WorkflowStatusString.ENQUEUED.value, WorkflowStatusString.PENDING.value, WorkflowStatusString.DELAYED.value}
ENDED = [WorkflowStatusString.SUCCESS.value, WorkflowStatusString.ERROR.value, WorkflowStatusString.CANCELLED.value]


def beat(name: str) -> None:
    """Say that this worker lives."""
    Worker.objects.update_or_create(name=name, defaults={"seen_at": Now()})


def leave(name: str) -> None:
    """Say that this worker ends: what it leaves undone is taken over at once."""
    Worker.objects.filter(name=name).update(seen_at=Now() - timedelta(days=1))


def bury(but: str = "") -> list[str]:
    """Put the work of dead workers back into its queues; their names.

    With `but`, every other worker is dead: it is known to be alone. Two that bury the same one do it once: DBOS checks whose work it is.
    """
    workers = (
        Worker.objects.exclude(name=but) if but else Worker.objects.filter(seen_at__lt=Now() - timedelta(seconds=DEAD_SECONDS))
    )
    dead = list(workers.values_list("name", flat=True))
    if dead:
        handles = DBOS._recover_pending_workflows(dead)
        workers.filter(name__in=dead).delete()
        log.warning("workers gone", extra={"facts": {"workers": len(dead), "taken_over": len(handles)}})
    return dead


def sweep() -> int:
    """Ask again for the look at every case, and the sending of every answer, that nobody will come to; how many there were.

    No clock decides: what is asked for twice is done once.
    """
    cases = {
        f"look-{case.pk}": case for case in Case.objects.filter(state__in=(State.RECEIVED, State.LOOKING)).order_by("pk")[:MOST]
    }
    known = _known(cases)
    idle = [id for id in cases if known.get(id) not in AT_WORK]
    if ended := [id for id in idle if id in known]:
        jobs.client().delete_workflows(ended)
    for id in idle:
        look_later(cases[id])
    return len(idle) + _sweep_answers()


def _sweep_answers() -> int:
    """Attempts to send an answer are numbered: the first number that nobody asked for is next, unless one before is still at work."""
    waiting = (Answer.Sending.WAITING, Answer.Sending.SENDING)
    answers = {
        answer: [f"answer-{answer.pk}-{number}" for number in range(answer.attempts + 2)]
        for answer in Answer.objects.filter(sending__in=waiting).order_by("pk")[:MOST]
    }
    known = _known(id for ids in answers.values() for id in ids)
    idle = {answer: ids for answer, ids in answers.items() if not any(known.get(id) in AT_WORK for id in ids)}
    for answer, ids in idle.items():
        send_later(answer, next((number for number, id in enumerate(ids) if id not in known), len(ids)))
    return len(idle)


def forget() -> int:
    """Remove the notes of work that ended days ago; how many. Cases and answers themselves say what was done."""
    before = (datetime.now(UTC) - KEPT).isoformat()
    ended = jobs.client().list_workflows(status=ENDED, completed_before=before, limit=MOST, load_input=False, load_output=False)
    jobs.client().delete_workflows([one.workflow_id for one in ended])
    return len(ended)


def _known(ids: Iterable[str]) -> dict[str, str]:
    """Id -> status of the work that was asked for."""
    wanted = list(ids)
    found = jobs.client().list_workflows(workflow_ids=wanted, load_input=False, load_output=False) if wanted else []
    return {one.workflow_id: one.status for one in found}
