"""Durable work is asked for here, by name, and done by a worker (weerbaar.desk.work), maybe later, maybe on another machine.

Work has a fixed id: asked for twice it is done once. It is asked for when the transaction at hand is committed; if the process dies
between the two, `weerbaar.desk.work.reaper.sweep` asks again.
"""

from enum import StrEnum
from functools import cache

from dbos import DBOSClient, EnqueueOptions
from django.conf import settings
from django.db import transaction

from weerbaar.desk import secrets
from weerbaar.desk.database import work_url
from weerbaar.desk.serialise import PlainJson

APPLICATION = "weerbaar"
VERSION = "1"
"""Rises only when a workflow changes so that one begun before cannot go on; a worker takes only work of its own version."""


class Queue(StrEnum):
    """What work waits in; `weerbaar worker --queues` names those a worker takes from."""

    LOOK = "look"
    ANSWER = "answer"
    CHORE = "chore"
    MAILBOX = "mailbox"
    PUSH = "push"


def enqueue_on_commit(workflow: str, id: str, *arguments: object, queue: Queue, delay_seconds: float = 0) -> None:
    """Ask for work once what is being written is safe. A failure to ask is logged and made good by the sweep."""

    def ask() -> None:
        enqueue(workflow, id, *arguments, queue=queue, delay_seconds=delay_seconds)

    transaction.on_commit(ask, robust=True)


def enqueue(workflow: str, id: str, *arguments: object, queue: Queue, delay_seconds: float = 0) -> None:
    """Ask for work now; `arguments` are plain values (ids, words), never content."""
    options: EnqueueOptions = {"workflow_name": workflow, "workflow_id": id, "queue_name": queue.value, "app_version": VERSION}
    if delay_seconds > 0:
        options["delay_seconds"] = delay_seconds
    client().enqueue(options, *arguments)


@cache
def client() -> DBOSClient:
    """The way to the database in which durable work is kept; it raises rather than waits when that is not there."""
    return DBOSClient(
        system_database_url=database_url(),
        serializer=PlainJson(),
        application_name=APPLICATION,
        retry_connection_errors=False,
    )


def database_url() -> str:
    """Where durable work is kept."""
    return work_url(settings.WEERBAAR_HOME, secrets.read("WEERBAAR_DATABASE_URL"))
