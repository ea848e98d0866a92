"""The workflow of a message to a browser. Its step may run twice: the browser shows one message of a tag."""

from dbos import DBOS

from weerbaar.desk.push import send
from weerbaar.desk.work.connection import fresh


@DBOS.step(name="push", retries_allowed=True, max_attempts=3, interval_seconds=0.5, backoff_rate=3.0)
def push_step(message: int) -> str:
    with fresh():
        return send.attempt(message)


@DBOS.workflow(name="push_message", max_recovery_attempts=5)
def push_message(message: int) -> str:
    """One attempt; a further one is work of its own, asked for with a delay."""
    return push_step(message)
