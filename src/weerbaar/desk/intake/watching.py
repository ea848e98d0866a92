"""The desk's mailboxes and receivers, attended as long as they are open (WEERBAAR_WATCHERS). One thread for each; doors that are added, changed or
paused are noticed within seconds."""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from weerbaar.desk.intake import doors
from weerbaar.desk.intake.inlet import take_in
from weerbaar.desk.intake.models import Door, Use
from weerbaar.desk.work.connection import fresh
from weerbaar.model.errors import BrokenSettings, Problem
from weerbaar.outside.imap_box import Fetched
from weerbaar.outside.imap_watch import Pace, State, watch
from weerbaar.outside.smtp_in import Envelope, Receiver

log = logging.getLogger(__name__)
LOOK_SECONDS = 3.0
"""How often we look which doors are open."""
END_SECONDS = 8.0
PACE = Pace()


def mailboxes(stop: threading.Event) -> None:
    """Watch every open mailbox of a desk."""
    _attend(stop, Use.DESK, _watch)


def receivers(stop: threading.Event) -> None:
    """Keep every open receiver listening."""
    _attend(stop, Use.RECEIVER, _listen)


def _attend(stop: threading.Event, use: Use, work: Callable[[Door, threading.Event], None]) -> None:
    """One thread for each open door and version of it, until we stop."""
    running: dict[tuple[int, int], tuple[threading.Thread, threading.Event]] = {}
    try:
        while not stop.is_set():
            with fresh():
                wanted = {(door.pk, door.version): door for door in doors.open_doors(use)}
            for key, (thread, ends) in list(running.items()):
                if key not in wanted:
                    ends.set()
                if not thread.is_alive():
                    running.pop(key)
            for key, door in wanted.items():
                # An old version may still be saying goodbye: the same door is never attended twice.
                if not any(pk == door.pk for pk, _ in running):
                    running[key] = _thread(door, work)
            stop.wait(LOOK_SECONDS)
    finally:
        for _, ends in running.values():
            ends.set()
        for thread, _ in running.values():
            thread.join(END_SECONDS)


def _thread(door: Door, work: Callable[[Door, threading.Event], None]) -> tuple[threading.Thread, threading.Event]:
    ends = threading.Event()

    def run() -> None:
        try:
            work(door, ends)
        except BrokenSettings as trouble:
            _tell(door, State(trouble=trouble.problem))
            ends.wait(60)
        except Exception:  # the edge of a door: it is opened again
            log.exception("a door failed", extra={"facts": {"door": door.pk}})
            ends.wait(LOOK_SECONDS)

    thread = threading.Thread(target=run, name=door.name, daemon=True)
    thread.start()
    return thread, ends


def _watch(door: Door, stop: threading.Event) -> None:
    told = _Told(door)

    def on_message(fetched: Fetched) -> None:
        with fresh():
            take_in(door, fetched.data, whole=fetched.whole)

    details = door.details
    watch(
        door.mailbox(), details.folder, on_message, stop,
        done_folder=details.done_folder, since=details.since, on_state=told, pace=PACE,
    )  # fmt: skip


def _listen(door: Door, stop: threading.Event) -> None:
    def on_message(data: bytes, envelope: Envelope) -> bool:
        with fresh():
            take_in(door, data)
        _tell(door, State(connected=True, last_seen=time.time()))
        return True

    try:
        with Receiver(door.listening(), on_message):
            _tell(door, State(connected=True, last_seen=time.time()))
            stop.wait()
    except OSError:
        _tell(door, State(trouble=Problem("receiver_port", {"host": door.details.host, "port": door.details.port})))
        stop.wait(LOOK_SECONDS)
        return
    _tell(door, State())


class _Told:
    """Writes down how a watch goes: each change at once, that it goes on now and then."""

    def __init__(self, door: Door) -> None:
        self._door, self._last, self._at = door, State(), 0.0

    def __call__(self, state: State) -> None:
        same = replace(state, last_seen=None, handed=0) == replace(self._last, last_seen=None, handed=0)
        if same and time.monotonic() - self._at < doors.TOLD_SECONDS:
            return
        self._last, self._at = state, time.monotonic()
        _tell(self._door, state)


def _tell(door: Door, state: State) -> None:
    with suppress(Exception), fresh():  # what we tell of a door must not end what it does; the next time tells it again
        doors.tell(door, state)
