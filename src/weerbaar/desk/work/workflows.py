"""The workflows: what a worker begins, it or another finishes. Names and order of steps change only with `jobs.VERSION`.

A step may run twice when its process dies before the end is written down; each therefore sees by itself what was done already.
"""

from dbos import DBOS

from weerbaar.desk.cases import siblings as siblings_of
from weerbaar.desk.intake import scan as scans
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


@DBOS.step(name="mailbox", retries_allowed=True, max_attempts=4, interval_seconds=1.0, backoff_rate=3.0)
def siblings_step(quarantine: int, door: int, round: int) -> str:
    with fresh():
        return siblings_of.attend(quarantine, door, round)


@DBOS.step(name="mailbox given up", retries_allowed=True, max_attempts=4, interval_seconds=0.5, backoff_rate=3.0)
def given_up_step(quarantine: int, door: int, round: int) -> None:
    with fresh():
        siblings_of.give_up(quarantine, door, round)


@DBOS.workflow(name="siblings", max_recovery_attempts=MOST_RECOVERIES)
def siblings(quarantine: int, door: int, round: int) -> str:
    """Look for siblings in one mailbox, move them aside or put them back; a mailbox out of reach keeps nobody waiting."""
    try:
        return siblings_step(quarantine, door, round)
    except Exception:  # whatever it was, the step was tried often enough; the report says what was wrong
        given_up_step(quarantine, door, round)
        return "given up"


@DBOS.step(name="scan", retries_allowed=True, max_attempts=4, interval_seconds=1.0, backoff_rate=3.0)
def scan_step(scanned: int) -> str:
    with fresh():
        return scans.attend(scanned)


@DBOS.step(name="scan given up", retries_allowed=True, max_attempts=4, interval_seconds=0.5, backoff_rate=3.0)
def scan_given_up_step(scanned: int) -> None:
    with fresh():
        scans.give_up(scanned)


@DBOS.workflow(name="scan", max_recovery_attempts=MOST_RECOVERIES)
def scan(scanned: int) -> str:
    """Count in one mailbox, or look at its next messages; what comes after is work of its own."""
    try:
        return scan_step(scanned)
    except Exception:  # as for siblings
        scan_given_up_step(scanned)
        return "given up"


@DBOS.step(name="chore")
def chore_step(name: str) -> str:
    with fresh():
        return chores.do(name)


@DBOS.workflow(name="do_chore", max_recovery_attempts=MOST_RECOVERIES)
def do_chore(name: str) -> str:
    """What is done now and then (WEERBAAR_CHORES); one that fails is done at its next time."""
    return chore_step(name)
