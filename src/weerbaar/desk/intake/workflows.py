"""The workflows of mailboxes: siblings set aside or put back, and what already came in. See weerbaar.desk.work.workflows."""

from dbos import DBOS

from weerbaar.desk.intake import scan as scans
from weerbaar.desk.intake import siblings as siblings_of
from weerbaar.desk.work.connection import fresh
from weerbaar.desk.work.workflows import MOST_RECOVERIES


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
