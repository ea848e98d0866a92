"""Looks are done in processes of their own: `python -m weerbaar.desk.work.looker`, without Django, database, keys or net.

Each has one thread, so that it can fork a guarded worker for what strangers sent (weerbaar.unpack.guard) without copying a held lock,
and answers one task at a time: a task on standard input, what was seen on standard output, each a length and a pickle. Looks that are
not needed for a while are let go; so an idle desk is two processes.
"""

import os
import pickle
import queue
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from typing import IO, Any

from weerbaar.desk.work.looking import Seen, Task, look_at, traced, unseen, view, wishes
from weerbaar.desk.work.opened import Carried, Opened, open_mail
from weerbaar.desk.work.papers import Paper, Read, read_paper
from weerbaar.model.dns import Wanted
from weerbaar.report.safe_view import View
from weerbaar.settings import Settings
from weerbaar.unpack.guard import GRACE, Guarded, records

LENGTH = struct.Struct(">Q")
START_SECONDS = 60.0
"""What a process may take beyond the limits of a look: its start, and what the guard needs to replace a worker."""


Question = tuple[str, Task | Carried | Paper]


class Died(Exception):
    """The process that looked is gone. The task may be tried again."""


class Lookers:
    """As many processes as looks at a time, started when needed, let go after `idle_seconds` without work."""

    def __init__(self, most: int, idle_seconds: float) -> None:
        self._slots: queue.LifoQueue[_Looker] = queue.LifoQueue()
        self._all = [_Looker() for _ in range(max(1, most))]
        self._idle_seconds = idle_seconds
        for looker in self._all:
            self._slots.put(looker)
        self._closed = threading.Event()
        threading.Thread(target=self._let_go, name="lookers", daemon=True).start()

    def look(self, task: Task) -> Seen:
        """What is seen.

        Raises:
            Died: the process was killed, or did not answer in time.
        """
        seen: Seen = self._ask(("look", task))
        return seen

    def wishes(self, task: Task) -> Wanted | None:
        """What the item wants to know of DNS; None when it could not be read, which the look itself will say.

        Raises:
            Died: as above.
        """
        wanted: Wanted | None = self._ask(("wishes", task))
        return wanted

    def view(self, task: Task) -> View | None:
        """The message as the team may look at it; None when it could not be read.

        Raises:
            Died: as above.
        """
        seen: View | None = self._ask(("view", task))
        return seen

    def traced(self, task: Task) -> Mapping[str, Any] | None:
        """The traces of an item (weerbaar.likeness, as_record); None when it could not be read.

        Raises:
            Died: as above.
        """
        found: Mapping[str, Any] | None = self._ask(("traced", task))
        return found

    def open_mail(self, carried: Carried) -> Opened | None:
        """What stands in a mail to the desk; None when it could not be read.

        Raises:
            Died: as above.
        """
        opened: Opened | None = self._ask(("open_mail", carried))
        return opened

    def read_paper(self, paper: Paper) -> Read | None:
        """Who is paid by a file; None when it could not be read.

        Raises:
            Died: as above.
        """
        read: Read | None = self._ask(("read_paper", paper))
        return read

    def close(self) -> None:
        """End every process."""
        self._closed.set()
        for looker in self._all:
            looker.stop()

    def _ask(self, question: Question) -> Any:
        looker = self._slots.get()
        try:
            return looker.ask(question)
        finally:
            self._slots.put(looker)

    def _let_go(self) -> None:
        while not self._closed.wait(max(0.05, min(5.0, self._idle_seconds / 4))):
            resting = []
            while True:
                try:
                    resting.append(self._slots.get_nowait())
                except queue.Empty:
                    break
            for looker in reversed(resting):
                if time.monotonic() - looker.used_at > self._idle_seconds:
                    looker.stop()
                self._slots.put(looker)


class _Looker:
    """One process, or none yet."""

    def __init__(self) -> None:
        self.used_at = time.monotonic()
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, question: Question) -> Any:
        settings = question[1].settings
        process = self._process if self._process is not None and self._process.poll() is None else self._start()
        # A pipe cannot be waited for with a limit; a process that is ended closes it.
        alarm = threading.Timer(settings.max_seconds + settings.media_seconds + GRACE + START_SECONDS, process.kill)
        alarm.daemon = True
        alarm.start()
        try:
            _write(process.stdin, pickle.dumps(question, protocol=pickle.HIGHEST_PROTOCOL))
            answer = records(_read(process.stdout))
        except (OSError, EOFError, pickle.UnpicklingError) as why:
            self.stop()
            raise Died from why
        finally:
            alarm.cancel()
            self.used_at = time.monotonic()
        if isinstance(answer, str):
            raise Died(answer)
        return answer

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue
        try:
            process.wait(2)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _start(self) -> "subprocess.Popen[bytes]":
        self.stop()
        # Nothing of the desk's secrets, for what reads strangers' bytes has none to lose; and none of its words, for they may quote them.
        environment = {
            name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "LC_ALL", "TZ", "PYTHONPATH")
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "weerbaar.desk.work.looker"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, cwd="/", start_new_session=True,
        )  # fmt: skip
        return self._process


def _write(pipe: IO[bytes] | None, message: bytes) -> None:
    if pipe is None:
        raise EOFError
    pipe.write(LENGTH.pack(len(message)) + message)
    pipe.flush()


def _read(pipe: IO[bytes] | None) -> bytes:
    if pipe is None:
        raise EOFError
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    message = pipe.read(LENGTH.unpack(head)[0])
    if len(message) < LENGTH.unpack(head)[0]:
        raise EOFError
    return message


# --- inside the process -----------------------------------------------------------------------------------------------------------


def answer(question: Question) -> Any:
    """What a guarded worker does with a question."""
    asked, task = question
    answers: dict[str, Callable[[Any], Any]] = {
        "wishes": wishes, "view": view, "look": look_at, "traced": traced, "open_mail": open_mail, "read_paper": read_paper,
    }  # fmt: skip
    return answers[asked](task)


def main() -> None:
    """Answer until standard input ends."""
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    guard: Guarded[Question, Any] | None = None
    kept: Settings | None = None
    while True:
        try:
            question: Question = pickle.loads(_read(questions))  # noqa: S301 - from our own parent
        except EOFError:
            break
        if guard is None or question[1].settings != kept:
            if guard is not None:
                guard.__exit__(None, None, None)
            kept = question[1].settings
            guard = Guarded(answer, settings=kept)
        try:
            told = _told(guard, question)
        except Exception as bug:  # the edge of the process; the type is told, never content
            told = type(bug).__name__
        _write(answers, pickle.dumps(told, protocol=pickle.HIGHEST_PROTOCOL))
    if guard is not None:
        guard.__exit__(None, None, None)


def _told(guard: "Guarded[Question, Any]", question: Question) -> Any:
    """The worker's answer; where it has none, an honest one for a look and None for the rest."""
    outcome = guard.run(question)
    if outcome.not_looked is None:
        return outcome.result
    asked, task = question
    return unseen(task, outcome.not_looked) if asked == "look" and isinstance(task, Task) else None


if __name__ == "__main__":
    main()
