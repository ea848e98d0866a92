"""A worker: `weerbaar worker`. It takes work from its queues until it is told to stop.

On SQLite there is one (a lock on a file in the desk's folder), which knows that every other is dead and takes over their work at once;
on PostgreSQL there are as many as wanted, and a dead one is noticed by its silence (weerbaar.desk.work.reaper).
"""

import fcntl
import logging
import os
import secrets
import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module

from dbos import DBOS, DBOSConfig
from django.conf import settings

from weerbaar.desk import jobs
from weerbaar.desk.jobs import Queue
from weerbaar.desk.serialise import PlainJson
from weerbaar.desk.work import chores, reaper
from weerbaar.desk.work.connection import fresh
from weerbaar.desk.work.look import lookers, openers
from weerbaar.desk.work.watch import Watchers
from weerbaar.model.errors import Trouble

log = logging.getLogger(__name__)
POLL_SECONDS = {Queue.LOOK: 0.2, Queue.ANSWER: 0.2, Queue.CHORE: 1.0, Queue.MAILBOX: 0.5, Queue.PUSH: 1.0}
ANSWERS_AT_A_TIME = 8
MAILBOXES_AT_A_TIME = 6
MESSAGES_AT_A_TIME = 4
END_SECONDS = 20
LOCK_FILE = "worker.lock"


class AlreadyHere(Trouble):
    """Another worker works for this desk, and on SQLite there is one."""


def run(queues: Iterable[Queue] = tuple(Queue), stop: threading.Event | None = None, parent: int | None = None) -> None:
    """Work until `stop` is set, or the process `parent` is gone.

    Raises:
        AlreadyHere: on SQLite, while another worker runs.
    """
    stop = stop or threading.Event()
    with _alone() as alone, launched(queues) as name:
        watchers = Watchers(name)
        minute = ""
        try:
            if alone:
                reaper.bury(but=name)
            while True:
                minute = _beat(name, watchers, minute)
                if stop.wait(reaper.BEAT_SECONDS) or (parent is not None and os.getppid() != parent):
                    return
        finally:
            watchers.end()


@contextmanager
def launched(queues: Iterable[Queue] = tuple(Queue)) -> Iterator[str]:
    """DBOS at work in this process, taking from these queues; the name of this worker."""
    for module in settings.WEERBAAR_WORKFLOWS:
        import_module(module)  # the workflows register themselves

    wanted = [Queue(one).value for one in queues]
    name = f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(4)}"
    config: DBOSConfig = {
        "name": jobs.APPLICATION,
        "system_database_url": jobs.database_url(),
        "application_version": jobs.VERSION,
        "executor_id": name,
        "serializer": PlainJson(),
        "run_migrations": False,
        "log_level": "WARNING",
        "max_executor_threads": settings.WEERBAAR_DESK.looks + ANSWERS_AT_A_TIME + MAILBOXES_AT_A_TIME + MESSAGES_AT_A_TIME + 8,
    }
    DBOS(config=config)
    try:
        DBOS.listen_queues(wanted)
        DBOS.launch()
        reaper.beat(name)
        at_a_time = {
            Queue.LOOK: settings.WEERBAAR_DESK.looks,
            Queue.ANSWER: ANSWERS_AT_A_TIME,
            Queue.CHORE: 1,
            Queue.MAILBOX: MAILBOXES_AT_A_TIME,
            Queue.PUSH: MESSAGES_AT_A_TIME,
        }
        for queue in Queue:
            DBOS.register_queue(
                queue.value,
                worker_concurrency=at_a_time[queue],
                polling_interval_sec=POLL_SECONDS[queue],
                on_conflict="always_update",
            )
        yield name
    finally:
        DBOS.destroy(workflow_completion_timeout_sec=END_SECONDS)
        for pool in (lookers, openers):
            pool().close()
            pool.cache_clear()
        reaper.leave(name)


def _beat(name: str, watchers: Watchers, minute: str) -> str:
    """What a worker does besides work; the minute whose chores were asked for. A database that is away for a while ends nothing."""
    now = datetime.now(UTC)
    try:
        with fresh():
            reaper.beat(name)
            reaper.bury()
            watchers.tend()
            if f"{now:%H:%M}" != minute:
                chores.ask(now)
    except Exception:  # the edge of a worker: what failed is done at the next beat
        log.exception("beat failed")
        return minute
    return f"{now:%H:%M}"


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether this is the only worker there can be; held by a lock that ends with the process, however it ends."""
    if settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3":
        yield False
        return
    with (settings.WEERBAAR_HOME / LOCK_FILE).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyHere("worker_already_here", path=settings.WEERBAAR_HOME) from None
        yield True
