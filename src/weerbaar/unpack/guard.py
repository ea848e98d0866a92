"""Run a function over what strangers sent in worker processes with limits; one that dies, swells or hangs is replaced and the batch goes on.

A worker may use `max_memory_mib` more address space than it starts with, `max_cpu_seconds` of CPU for each item and `max_seconds` of wall
clock (and a short grace, so that the limits inside the function can speak first); it writes no core dump and no large file, and has no
net (see `unpack.shut`). For an item that holds sound or video it may ask once for `media_seconds` and `media_memory_mib` more.
What it answers is unpickled with an allow list, so that a worker taken over by a hostile file cannot run code outside it.
"""

import ctypes
import faulthandler
import gc
import io
import math
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from weerbaar.model.finding import NotLooked, Reason
from weerbaar.settings import DEFAULT, Settings
from weerbaar.unpack import allowance
from weerbaar.unpack.shut import shut

A = TypeVar("A")
R = TypeVar("R")
GRACE = 2.0
"""Seconds beyond `max_seconds` before a worker is stopped."""
MEDIA_GRACE = 12.0
"""The same beyond `media_seconds`: a picture that is being read or a stretch of speech that is written down may end, so that the limits inside
the function speak first on a busy machine too, and what was found is kept."""
SET_THREADS = ("scipy_openblas_set_num_threads64_", "scipy_openblas_set_num_threads", "openblas_set_num_threads")
"""The same function of OpenBLAS in the wheels of numpy and of distributions."""
LARGEST_FILE = 256 * 1024 * 1024
MOST_FILES = 256
WINDOW = 4
"""Items in flight or waiting to be handed out in order, for each worker."""
MORE = b"more"
"""What a worker sends in place of an answer when an item holds sound or video."""
MEDIA_CORES = 2
"""Cores that listening and watching use (unpack/listen.py)."""
TRUSTED = frozenset((("datetime", "datetime"), ("datetime", "timezone"), ("datetime", "timedelta"), ("datetime", "date")))


@dataclass(frozen=True, slots=True)
class Outcome(Generic[A, R]):
    """What came of one argument: a result, or `not_looked` when the worker did not finish."""

    argument: A
    result: R | None
    not_looked: NotLooked | None = None


@dataclass(slots=True)
class _Worker:
    process: Any
    connection: Connection
    busy: int | None = None  # index of the argument it works on
    deadline: float = 0.0
    ample: bool = False  # has been given more time for what it has in hand


class Guarded(Generic[A, R]):
    """A function behind worker processes. Results come in the order of the arguments.

    with Guarded(look_at, workers=2, settings=settings) as guard:
        for outcome in guard.map(items):
            ...

    Where processes can be forked the function may be any callable, else it must be importable by name.
    """

    def __init__(self, function: Callable[[A], R], *, workers: int = 1, settings: Settings = DEFAULT) -> None:
        self._function = function
        self._settings = settings
        self._most = max(1, workers)
        self._workers: list[_Worker] = []
        # A fork copies only the thread that forks: with others running it may copy a held lock.
        forks = sys.platform.startswith("linux") and threading.active_count() == 1
        self._context: Any = multiprocessing.get_context("fork" if forks else "spawn")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for worker in self._workers:
            _stop(worker)
        self._workers.clear()

    def run(self, argument: A) -> Outcome[A, R]:
        """The outcome of one argument."""
        return next(self.map((argument,)))

    def map(self, arguments: Iterable[A]) -> Iterator[Outcome[A, R]]:
        """The outcome of each argument, in order. Arguments are drawn only as fast as outcomes are taken."""
        source = enumerate(arguments)
        waiting: dict[int, A] = {}
        done: dict[int, Outcome[A, R]] = {}
        turn = drawn = 0
        exhausted = False
        try:
            while True:
                while turn in done:
                    yield done.pop(turn)
                    turn += 1
                while not exhausted and drawn - turn < self._most * WINDOW and (worker := self._idle()):
                    try:
                        drawn, argument = next(source)
                    except StopIteration:
                        exhausted = True
                        break
                    waiting[drawn] = argument
                    self._send(worker, drawn, argument)
                    drawn += 1
                busy = [worker for worker in self._workers if worker.busy is not None]
                if not busy:
                    if exhausted and turn not in done:
                        return
                    continue
                for index, result, not_looked in self._answers(busy):
                    done[index] = Outcome(waiting.pop(index), result, not_looked)
        finally:
            # Whoever stops taking outcomes leaves work behind; its answers must not reach the next caller.
            for worker in [worker for worker in self._workers if worker.busy is not None]:
                self._drop(worker)

    def _answers(self, busy: list[_Worker]) -> Iterator[tuple[int, R | None, NotLooked | None]]:
        """What the busy workers have to say by now: an answer, a death, or nothing in time."""
        soonest = min(worker.deadline for worker in busy)
        ready = wait([worker.connection for worker in busy], max(0.0, soonest - time.monotonic()))
        for worker in busy:
            index = worker.busy
            if index is None:
                continue
            if worker.connection in ready:
                try:
                    said = worker.connection.recv_bytes()
                    if said == MORE and not worker.ample:
                        worker.ample = True
                        worker.deadline += self._settings.media_seconds + MEDIA_GRACE
                        continue
                    worker.busy = None
                    yield index, *_read(said)
                except (EOFError, OSError):
                    worker.busy = None
                    yield index, None, self._mourn(worker)
            elif time.monotonic() >= worker.deadline:
                self._drop(worker)
                yield index, None, NotLooked("limit max_seconds", Reason.TOO_LONG)

    def _idle(self) -> _Worker | None:
        for worker in self._workers:
            if worker.busy is None:
                return worker
        if len(self._workers) >= self._most:
            return None
        ours, theirs = self._context.Pipe()
        # Held by a sibling, our ends would keep a worker waiting after we are gone.
        others = [worker.connection for worker in self._workers] + [ours] if self._context.get_start_method() == "fork" else []
        process = self._context.Process(target=_work, args=(self._function, theirs, others, self._settings), daemon=True)
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _send(self, worker: _Worker, index: int, argument: A) -> None:
        worker.busy, worker.ample = index, False
        worker.deadline = time.monotonic() + self._settings.max_seconds + GRACE
        try:
            worker.connection.send_bytes(pickle.dumps(argument, protocol=pickle.HIGHEST_PROTOCOL))
        except OSError:
            # It died while idle: its connection is at its end, which the next wait reports.
            worker.deadline = time.monotonic()

    def _mourn(self, worker: _Worker) -> NotLooked:
        worker.process.join(1.0)
        code = worker.process.exitcode
        self._drop(worker)
        if code == -signal.SIGXCPU:
            return NotLooked("limit max_cpu_seconds", Reason.TOO_LONG)
        if code == -signal.SIGKILL:
            return NotLooked("limit max_memory_mib", Reason.TOO_MUCH_MEMORY)
        return NotLooked("worker", Reason.FAILED, detail=f"exit {code}")

    def _drop(self, worker: _Worker) -> None:
        _stop(worker)
        self._workers.remove(worker)


def _stop(worker: _Worker) -> None:
    worker.connection.close()
    if worker.busy is None:
        worker.process.join(0.5)
    for stop in (signal.SIGTERM, signal.SIGKILL):
        if not worker.process.is_alive():
            break
        try:
            # Its own group holds what it started (tesseract).
            os.killpg(worker.process.pid, stop)
        except (ProcessLookupError, PermissionError):
            worker.process.kill()
        worker.process.join(0.5)
    worker.process.close()


# --- inside the worker -------------------------------------------------------------------------------------------------------


def _work(function: Callable[[Any], Any], connection: Connection, others: list[Connection], settings: Settings) -> None:
    os.setpgid(0, 0)
    faulthandler.disable()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in others:
        other.close()
    one_thread()
    shut()
    limit(settings)
    settle()
    allowance.granted_by(lambda: _grant(connection, settings))
    while True:
        try:
            argument = pickle.loads(connection.recv_bytes())  # noqa: S301 - from our own parent
        except (EOFError, OSError):
            return
        limit_memory(settings.max_memory_mib)
        limit_cpu(settings.max_cpu_seconds)
        try:
            answer = pickle.dumps((function(argument), None), protocol=pickle.HIGHEST_PROTOCOL)
        except MemoryError:
            answer = pickle.dumps((None, NotLooked("limit max_memory_mib", Reason.TOO_MUCH_MEMORY)))
        except Exception as trouble:  # the edge of the process; the type is kept, never content
            answer = pickle.dumps((None, NotLooked("worker", Reason.FAILED, detail=type(trouble).__name__)))
        del argument
        connection.send_bytes(answer)


def one_thread() -> None:
    """Linear algebra with one thread in this process. Those of several workers on few cores wait for one another spinning: fifty times the CPU."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # for a library that is loaded later
    try:
        mapped = Path("/proc/self/maps").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return
    for file in {line.split(maxsplit=5)[-1] for line in mapped.splitlines() if "openblas" in line}:
        library = ctypes.CDLL(file)
        for name in SET_THREADS:
            if hasattr(library, name):
                getattr(library, name)(1)


def settle() -> None:
    """Look over what is loaded once and for all: doing it again and again costs a few percent of the time of a mail."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


def limit(settings: Settings) -> None:
    """Lower what this process may use for good: memory beyond what it has now, files, core dumps."""
    import resource

    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, LARGEST_FILE)
    _lower(resource.RLIMIT_NOFILE, MOST_FILES)
    size = _size()
    if size:
        _lower(resource.RLIMIT_AS, size + (settings.max_memory_mib + settings.media_memory_mib) * 1024 * 1024)
        limit_memory(settings.max_memory_mib)


def limit_memory(mib: int) -> None:
    """Let this process use so many MiB more than it has now, as far as `limit` allows for good."""
    # A model of speech stays loaded: the next item must not pay for it.
    import resource

    size = _size()
    if size:
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = size + mib * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _size() -> int:
    """Bytes of address space of this process; 0 where that cannot be read."""
    import resource

    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    except OSError:
        return 0
    return int(pages) * resource.getpagesize()


def _grant(connection: Connection, settings: Settings) -> None:
    """What an item that holds sound or video may use beyond the others: asked of the parent, which counts the seconds."""
    connection.send_bytes(MORE)
    limit_memory(settings.max_memory_mib + settings.media_memory_mib)
    limit_cpu(settings.max_cpu_seconds + MEDIA_CORES * math.ceil(settings.media_seconds))


def _lower(limit: int, most: int) -> None:
    import resource

    _, hard = resource.getrlimit(limit)
    if hard == resource.RLIM_INFINITY or most < hard:
        resource.setrlimit(limit, (most, most))


def limit_cpu(seconds: int) -> None:
    """Give this process so many more seconds of CPU; at their end it is killed (SIGXCPU)."""
    # The limit counts from the start of the process, so it moves up with every item.
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    most = int(time.process_time()) + seconds + 1
    if hard == resource.RLIM_INFINITY or most < hard:
        resource.setrlimit(resource.RLIMIT_CPU, (most, hard))


class _Reader(pickle.Unpickler):
    """Unpickles our own records, dates and plain values, nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module.startswith("weerbaar.") and "." not in name) or (module, name) in TRUSTED:
            found = super().find_class(module, name)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"a worker sent {module}.{name}")


def records(answer: bytes) -> Any:
    """What a worker pickled, as far as it is made of our own records, dates and plain values.

    Raises:
        pickle.UnpicklingError: it names anything else. Damaged bytes raise what pickle raises.
    """
    return _Reader(io.BytesIO(answer)).load()


def _read(answer: bytes) -> tuple[Any, NotLooked | None]:
    try:
        result, not_looked = records(answer)
    except (pickle.UnpicklingError, ValueError, TypeError, AttributeError, ImportError, EOFError, IndexError) as trouble:
        return None, NotLooked("worker", Reason.FAILED, detail=type(trouble).__name__)
    return result, not_looked
