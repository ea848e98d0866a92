"""What has to be watched all the time (a mailbox, a receiver), each by one worker of all: WEERBAAR_WATCHERS.

A watcher is a function that works until the event it is given is set. The worker that holds its lease runs it in a thread; when that
worker dies the lease ends and another takes over, so for a moment two may run: what a watcher takes in goes through `cases.receive`,
which takes nothing in twice.
"""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.module_loading import import_string

from weerbaar.desk.work.connection import fresh
from weerbaar.desk.work.models import Lease

log = logging.getLogger(__name__)
LEASE_SECONDS = 20.0
END_SECONDS = 10.0


@transaction.atomic
def take(name: str, holder: str) -> bool:
    """Take or keep the lease of a name; False while another worker holds it."""
    Lease.objects.get_or_create(name=name, defaults={"holder": holder})
    free = Q(holder=holder) | Q(until__lt=Now())
    until = Now() + timedelta(seconds=LEASE_SECONDS)
    return Lease.objects.filter(free, name=name).update(holder=holder, until=until) == 1


def give_up(holder: str) -> None:
    """End every lease of a worker."""
    Lease.objects.filter(holder=holder).update(until=Now() - timedelta(days=1))


class Watchers:
    """The watchers this worker runs: `tend` is called at every beat."""

    def __init__(self, holder: str) -> None:
        self._holder = holder
        self._running: dict[str, tuple[threading.Thread, threading.Event]] = {}

    def tend(self) -> None:
        """Keep our leases, take free ones, start what is ours and stands still, stop what is no longer ours."""
        for name, path in settings.WEERBAAR_WATCHERS.items():
            thread, stop = self._running.get(name, (None, None))
            if not take(name, self._holder):
                if stop is not None:
                    stop.set()
            elif thread is None or not thread.is_alive():
                self._running[name] = _started(name, import_string(path))

    def end(self) -> None:
        """Stop them all and give their leases up."""
        for _, stop in self._running.values():
            stop.set()
        for thread, _ in self._running.values():
            thread.join(END_SECONDS)
        give_up(self._holder)


def _started(name: str, watcher: Callable[[threading.Event], None]) -> tuple[threading.Thread, threading.Event]:
    stop = threading.Event()

    def run() -> None:
        try:
            with fresh():
                watcher(stop)
        except Exception:  # the edge of a watcher: it is started again at the next beat
            log.exception("watcher ended", extra={"facts": {"watcher": name}})

    thread = threading.Thread(target=run, name=f"watcher {name}", daemon=True)
    thread.start()
    return thread, stop
