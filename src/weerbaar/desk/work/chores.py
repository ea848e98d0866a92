"""What is done now and then: WEERBAAR_CHORES names each, when (cron), and the function, which takes nothing.

A chore is asked for once for each minute it is due in, by whichever worker is first; its id makes that the others do not repeat it.
"""

import logging
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from weerbaar.desk.jobs import Queue, enqueue

log = logging.getLogger(__name__)


def due(at: datetime) -> list[str]:
    """The chores of this minute (cron with five fields, in UTC: numbers, lists, ranges, steps and stars)."""
    return [name for name, (cron, _) in settings.WEERBAAR_CHORES.items() if matches(cron, at)]


def ask(at: datetime) -> None:
    """Ask for the chores of this minute."""
    for name in due(at):
        enqueue("do_chore", f"chore-{name}-{at:%Y-%m-%dT%H:%M}", name, queue=Queue.CHORE)


def do(name: str) -> str:
    """Do one; "done", or "gone" where a later release has it no more."""
    chore = settings.WEERBAAR_CHORES.get(name)
    if chore is None:
        return "gone"
    import_string(chore[1])()
    return "done"


def matches(cron: str, at: datetime) -> bool:
    """Whether a moment falls in the minute that a cron line names."""
    fields = cron.split()
    if len(fields) != 5:
        raise ValueError(f"{cron!r} is no cron line of five fields")
    now = (at.minute, at.hour, at.day, at.month, at.isoweekday() % 7)
    return all(_in(field, value) for field, value in zip(fields, now, strict=True))


def _in(field: str, value: int) -> bool:
    for part in field.split(","):
        span, _, step = part.partition("/")
        low, _, high = span.partition("-")
        start = 0 if low == "*" else int(low)
        end = 10_000 if low == "*" or (step and not high) else int(high or low)
        if start <= value <= end and (value - start) % int(step or 1) == 0:
            return True
    return False
