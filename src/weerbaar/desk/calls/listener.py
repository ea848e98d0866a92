"""Calls are listened to in a process of their own: `python -m weerbaar.desk.calls.listener`, without Django, database, keys or net.

It is started by the first call and ends with the last, or when the desk ends. Sound goes in by its standard input, and what was heard comes
out: neither is written anywhere, and what a process knew is gone with it. It answers one question at a time; a question is a JSON line
`{"do": "begin" | "hear" | "end", "call": id, "language": "en", "direct": true, "settings": {...}}` and sound (16-bit little-endian mono, 16,000 samples a
second), each after its length.
"""

import contextlib
import json
import os
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import asdict
from typing import IO, Any, Protocol

from weerbaar.desk.calls.live import Deaf, Heard
from weerbaar.settings import Settings

HEAD = struct.Struct(">II")
START_SECONDS = 90.0
"""What a process may take to start and read its model."""
HEAR_SECONDS = 20.0
"""What it may take for one stretch of sound before it is ended."""
IDLE_SECONDS = 20.0
"""Without a question for so long it is let go: every page that listens asks once a second."""
MEMORY = 2 * 1024**3
"""Address space beyond what it starts with."""


class Listener:
    """The process, or none yet. One question at a time; whoever comes meanwhile waits."""

    def __init__(
        self, settings: Settings, command: tuple[str, ...] = (sys.executable, "-m", "weerbaar.desk.calls.listener")
    ) -> None:
        self._settings, self._command = settings, command
        self._process: subprocess.Popen[bytes] | None = None
        self._turn = threading.Lock()
        self._used = time.monotonic()

    def begin(self, call: str, language: str, *, direct: bool = False) -> None:
        """Be ready for a call in this language. `direct`: its sound comes from the call itself, not by a microphone beside a loudspeaker.

        Raises:
            Deaf: there is no model, it does not know the language, or the process failed.
        """
        self._ask(
            {"do": "begin", "call": call, "language": language, "direct": direct, "settings": asdict(self._settings)},
            b"",
            START_SECONDS,
        )

    def hear(self, call: str, sound: bytes) -> Heard:
        """The next stretch of sound of a call -> what is known now.

        Raises:
            Deaf: the process failed, or does not know this call (any more).
        """
        told = self._ask({"do": "hear", "call": call}, sound, HEAR_SECONDS)
        return Heard(tuple(told["lines"]), dict(told["asks"]), float(told["missed"]), bool(told["synthetic"]))

    def end(self, call: str) -> None:
        """Forget a call."""
        if self.runs:
            with contextlib.suppress(Deaf):
                self._ask({"do": "end", "call": call}, b"", HEAR_SECONDS)

    @property
    def runs(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """The id of the process; 0 while there is none."""
        return self._process.pid if self._process is not None and self.runs else 0

    def stop(self) -> None:
        """End the process, and with it everything it heard."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        process.wait()

    def _ask(self, question: Mapping[str, Any], sound: bytes, seconds: float) -> dict[str, Any]:
        with self._turn:
            starts = question["do"] == "begin"
            if not self.runs:
                if not starts:
                    raise Deaf("failed")
                self._start()
            process = self._process
            assert process is not None
            # A pipe cannot be waited for with a limit; a process that is ended closes it.
            alarm = threading.Timer(seconds, process.kill)
            alarm.daemon = True
            alarm.start()
            try:
                write(process.stdin, question, sound)
                answer, _ = read(process.stdout)
            except (OSError, EOFError, ValueError):
                self.stop()
                raise Deaf("failed") from None
            finally:
                alarm.cancel()
                self._used = time.monotonic()
        if "deaf" in answer:
            raise Deaf(str(answer["deaf"]))
        return answer

    def _start(self) -> None:
        self.stop()
        # Nothing of the desk's secrets; and none of its words, for they could quote what was said.
        kept = ("PATH", "LANG", "LC_ALL", "TZ", "PYTHONPATH", "OMP_NUM_THREADS")
        environment = {name: value for name, value in os.environ.items() if name in kept}
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=environment, cwd="/", start_new_session=True,
        )  # fmt: skip
        threading.Thread(target=self._let_go, args=(self._process,), name="let go of the listener", daemon=True).start()

    def _let_go(self, process: "subprocess.Popen[bytes]") -> None:
        while process.poll() is None:
            time.sleep(1.0)
            with self._turn:
                if self._process is process and time.monotonic() - self._used > IDLE_SECONDS:
                    self.stop()


def write(pipe: IO[bytes] | None, record: Mapping[str, Any], sound: bytes = b"") -> None:
    """One message: its lengths, a JSON record, and sound.

    Raises:
        EOFError: there is nobody at the other end.
    """
    if pipe is None:
        raise EOFError
    line = json.dumps(record).encode()
    pipe.write(HEAD.pack(len(line), len(sound)) + line + sound)
    pipe.flush()


def read(pipe: IO[bytes] | None) -> tuple[dict[str, Any], bytes]:
    """The next message.

    Raises:
        EOFError: there is none.
        ValueError: it is no message.
    """
    head = pipe.read(HEAD.size) if pipe is not None else b""
    if pipe is None or len(head) < HEAD.size:
        raise EOFError
    length, sounds = HEAD.unpack(head)
    line, sound = pipe.read(length), pipe.read(sounds)
    if len(line) < length or len(sound) < sounds:
        raise EOFError
    record = json.loads(line)
    if not isinstance(record, dict):
        raise ValueError("no record")
    return record, sound


# --- inside the process -----------------------------------------------------------------------------------------------------------


class Answers(Protocol):
    """Whoever answers: weerbaar.desk.calls.room.Room."""

    def answer(self, question: Mapping[str, Any], sound: bytes) -> dict[str, Any]: ...


def serve(questions: IO[bytes], answers: IO[bytes], room: Answers) -> None:
    """Answer until standard input ends. What goes wrong is told by one word, never by content."""
    while True:
        try:
            question, sound = read(questions)
        except (EOFError, ValueError):
            return
        try:
            told = room.answer(question, sound)
        except Deaf as why:
            told = {"deaf": why.why}
        except Exception:  # the edge of the process
            told = {"deaf": "failed"}
        write(answers, told)


def main() -> None:
    """The process: no net, little memory, no files."""
    import resource

    from weerbaar.unpack.shut import shut

    shut()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    with open("/proc/self/statm", encoding="ascii") as pages:  # noqa: PTH123 - nothing else is needed of it
        resource.setrlimit(resource.RLIMIT_AS, (int(pages.read().split()[0]) * resource.getpagesize() + MEMORY,) * 2)
    from weerbaar.desk.calls.room import Room

    serve(sys.stdin.buffer, sys.stdout.buffer, Room())


if __name__ == "__main__":
    main()
