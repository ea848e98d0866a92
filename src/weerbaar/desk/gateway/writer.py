"""Writing for many requests at a time: one thread takes what waits and writes it in one transaction.

A commit waits for the disk; a hundred requests that wait for the same one cost no more than one request does.

`ask` answers when it is safe on disk; `order` as soon as it was done; `note` does not answer, and is written within `LINGER` together with
others: should the power fail at that moment, what was noted since is lost. If a commit fails, the writer is broken, and whoever orders or
notes more is refused, until one succeeds again: what cannot be written down does not happen.
"""

import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from django.db import connection, connections, transaction

log = logging.getLogger(__name__)
MOST_AT_ONCE = 200
MOST_WAITING = 5000
LINGER = 0.05
"""Seconds for which notes wait for company."""


SAFE, DONE, NOTED = "safe", "done", "noted"
"""When a task is told to whoever asked: once committed, once done; or nobody waits."""


class Full(Exception):
    """More waits to be written than can be, or nothing can be written at present; what asked is told so."""


@dataclass(frozen=True, slots=True)
class _Task:
    do: Callable[[], Any]
    done: "Future[Any]"
    when: str = SAFE


class Writer:
    """The thread that writes; what is asked is undone by itself if it fails, and the others stand."""

    def __init__(self) -> None:
        self._tasks: queue.Queue[_Task | None] = queue.Queue(MOST_WAITING)
        self._broken = False
        self._thread = threading.Thread(target=self._run, name="writer of the gateway", daemon=True)
        self._thread.start()

    def ask(self, do: Callable[[], Any]) -> "Future[Any]":
        """What `do` returns, once it is committed.

        Raises:
            Full: too much waits.
        """
        return self._put(_Task(do, Future()))

    def order(self, do: Callable[[], Any]) -> "Future[Any]":
        """What `do` returns, once it is done and others see it; the commit follows.

        Raises:
            Full: too much waits, or what came before could not be written.
        """
        return self._put(_Task(do, Future(), DONE))

    def note(self, do: Callable[[], object]) -> None:
        """Do this soon.

        Raises:
            Full: as above.
        """
        self._put(_Task(do, Future(), NOTED))

    def _put(self, task: _Task) -> "Future[Any]":
        if self._broken and task.when != SAFE:
            with contextlib.suppress(queue.Full):
                self._tasks.put_nowait(_Task(_nothing, Future()))  # so that it is noticed when it goes again
            raise Full
        try:
            self._tasks.put_nowait(task)
        except queue.Full:
            raise Full from None
        return task.done

    def close(self) -> None:
        """Write what waits and end."""
        self._tasks.put(None)
        self._thread.join()

    def _run(self) -> None:
        going = True
        while going:
            tasks, going = self._gathered()
            if tasks:
                self._write(tasks)
        connections.close_all()

    def _gathered(self) -> tuple[list[_Task], bool]:
        """What is written together, and whether more may come."""
        tasks: list[_Task] = []
        end = 0.0
        while len(tasks) < MOST_AT_ONCE:
            lingers = bool(tasks) and all(task.when == NOTED for task in tasks)
            try:
                if not tasks:
                    task = self._tasks.get()
                elif lingers:
                    task = self._tasks.get(timeout=max(0.0, end - time.monotonic()))
                else:
                    task = self._tasks.get_nowait()
            except queue.Empty:
                break
            if task is None:
                return tasks, False
            end = end or time.monotonic() + LINGER
            tasks.append(task)
        return tasks, True

    def _write(self, tasks: Sequence[_Task]) -> None:
        results: list[tuple[Future[Any], Any, BaseException | None]] = []
        try:
            fresh()
            with transaction.atomic():
                for task in tasks:
                    tried = _tried(task)
                    results.append((task.done, *tried))
                    if task.when != SAFE:
                        _tell(task.done, *tried)
        except Exception as trouble:  # nothing of it was written: the disk is full, or the database is away
            log.warning("nothing could be written", extra={"facts": {"error": type(trouble).__name__, "tasks": len(tasks)}})
            self._broken = True
            for task in tasks:
                _tell(task.done, None, trouble)
            return
        self._broken = False
        for one in results:
            _tell(*one)


def fresh() -> None:
    """Let go of this thread's connection where it failed or is too old. One to SQLite does not age: opening it anew costs more than a write."""
    if connection.errors_occurred or connection.settings_dict["CONN_MAX_AGE"]:
        connection.close_if_unusable_or_obsolete()


def _tried(task: _Task) -> tuple[Any, BaseException | None]:
    """What came of a task. One that is not asked has no savepoint of its own: it is one statement, and if that fails so does what comes with it."""
    try:
        if task.when != SAFE:
            return task.do(), None
        with transaction.atomic():
            return task.do(), None
    except Exception as trouble:  # the edge of a task: it is told to whoever asked
        return None, trouble


def _tell(done: "Future[Any]", result: Any, failed: BaseException | None) -> None:
    if done.done():
        return
    if failed is not None:
        done.set_exception(failed)
    else:
        done.set_result(result)


def _nothing() -> None:
    return
