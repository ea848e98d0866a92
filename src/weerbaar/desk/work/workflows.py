"""The workflows: what a worker begins, it or another finishes. Names and order of steps change only with `jobs.VERSION`.

A step may run twice when its process dies before the end is written down; each therefore sees by itself what was done already.
"""

from dbos import DBOS

from weerbaar.desk.work import chores, look, sending
from weerbaar.desk.work.connection import fresh

MOST_RECOVERIES = 20
"""Dispatches after deaths of workers before DBOS itself puts work aside; a case goes to a person long before (look.MOST_ATTEMPTS)."""


@DBOS.step(name="look", retries_allowed=True, max_attempts=look.MOST_ATTEMPTS + 2, interval_seconds=0.5, backoff_rate=3.0)
def look_step(case: int) -> str:
    with fresh():
        return look.look_at_case(case)


@DBOS.workflow(name="look_at_case", max_recovery_attempts=MOST_RECOVERIES)
def look_at_case(case: int) -> str:
    """Received -> looking -> answered, or needs a person. The answer is sent by work of its own."""
    return look_step(case)


@DBOS.step(name="send", retries_allowed=True, max_attempts=4, interval_seconds=0.5, backoff_rate=3.0)
def send_step(answer: int, attempt: int) -> str:
    with fresh():
        return sending.send_answer(answer, attempt)


@DBOS.workflow(name="send_answer", max_recovery_attempts=MOST_RECOVERIES)
def send_answer(answer: int, attempt: int) -> str:
    """One attempt to send an answer; a further one is work of its own, asked for with a delay."""
    return send_step(answer, attempt)


@DBOS.step(name="chore")
def chore_step(name: str) -> str:
    with fresh():
        return chores.do(name)


@DBOS.workflow(name="do_chore", max_recovery_attempts=MOST_RECOVERIES)
def do_chore(name: str) -> str:
    """What is done now and then (WEERBAAR_CHORES); one that fails is done at its next time."""
    return chore_step(name)
