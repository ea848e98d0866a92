"""The check, behind processes: what dies, hangs or swells there costs one request its answer, and nothing leaves.

    async with Checker(settings) as checker:
        checked = await checker.check(texts, files, vocabulary)

Texts are checked by workers that stay warm; files of strangers are read by another, which is let go when nobody brings any. A worker that
did not answer in time, died, or said something we do not understand is killed and replaced for the next request; the one at hand ends
with `Unavailable` (dead, slow, busy or unsure). It is never tried again by itself: what kills a worker once may kill it twice.

An organisation's words go to a worker once for each version. See weerbaar.gateway.checking for what happens inside.
"""

import asyncio
import logging
import os
import pickle
import signal
import socket
import subprocess
import sys
import time
from collections import OrderedDict
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from weerbaar.gateway.checking import LENGTH, MOST_FRAME, MOST_VERSIONS, Unable
from weerbaar.gateway.limits import GatewaySettings
from weerbaar.gateway.port import Checked, File, LookedFile, Unavailable, Vocabulary
from weerbaar.model.leak import Leaks
from weerbaar.settings import Settings
from weerbaar.unpack.guard import records

log = logging.getLogger(__name__)
START_SECONDS = 30.0
"""What the first worker may take: the process behind it reads its tables first."""
MOST_WAITING = 200
LARGE = 50_000
"""Characters above which a request is large: of such, one worker fewer than there are is at work, so that small ones pass."""
IDLE_SECONDS = 60.0
AGAIN_SECONDS = 0.5
"""Between two starts of the process behind the workers: one that cannot start costs no more than this."""
ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "TZ", "PYTHONPATH")
PICKLED = (pickle.UnpicklingError, ValueError, TypeError, AttributeError, ImportError, IndexError, EOFError)


class Checker:
    """Checks in worker processes (weerbaar.gateway.port.Checker)."""

    def __init__(self, settings: GatewaySettings, *, reading: Settings | None = None, nursery: "Nursery | None" = None) -> None:
        """`reading`: the limits for files; `nursery`: where workers come from, if it is to outlive this checker."""
        self._settings = settings
        number = settings.checkers or min(2, os.cpu_count() or 1)
        self._nursery, self._keeps = nursery or Nursery(), nursery is not None
        for_texts = Settings(max_memory_mib=settings.check_memory_mib, max_cpu_seconds=int(settings.check_seconds) + 1)
        self._texts = _Pool(self._nursery, number, for_texts, settings.wait_seconds)
        for_files = reading or Settings(max_seconds=settings.file_seconds, media_seconds=0.0, listen=False)
        self._files = _Pool(self._nursery, 1, for_files, settings.wait_seconds)
        self._large = asyncio.Semaphore(max(1, number - 1))
        self._letting_go: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """
        Raises:
            Unavailable: no worker came up.
        """
        try:
            await self._texts.start()
        except BaseException:
            await self.__aexit__(None, None, None)
            raise
        self._letting_go = asyncio.create_task(self._let_go())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._letting_go is not None:
            self._letting_go.cancel()
            with suppress(asyncio.CancelledError):
                await self._letting_go
        await self._texts.close()
        await self._files.close()
        if not self._keeps:
            self._nursery.close()

    async def check(self, texts: Sequence[str], files: Sequence[File], words: Vocabulary) -> Checked:
        """What stands in every text and file, in their order.

        Raises:
            Unavailable: dead, slow, busy or unsure. Nothing leaves then.
        """
        seconds = self._settings
        found: Any = ()
        if texts:
            if sum(map(len, texts)) > LARGE:
                async with self._large:
                    found = await self._texts.ask("check", tuple(texts), words, seconds.check_seconds)
            else:
                found = await self._texts.ask("check", tuple(texts), words, seconds.check_seconds)
        read = await self._files.ask("read", tuple(files), words, seconds.file_seconds) if files else ()
        return Checked(_all(found, Leaks, len(texts)), _all(read, LookedFile, len(files)))

    @property
    def workers(self) -> list[int]:
        """The processes that check texts and live, as far as we know."""
        return self._texts.alive

    async def _let_go(self) -> None:
        while True:
            await asyncio.sleep(IDLE_SECONDS / 4)
            self._files.let_go(IDLE_SECONDS)


def _all(found: Any, kind: type[Any], number: int) -> tuple[Any, ...]:
    """An answer, if it is one for every question; else nobody knows what was looked at."""
    if isinstance(found, tuple) and len(found) == number and all(isinstance(one, kind) for one in found):
        return found
    raise Unavailable("unsure")


class _Pool:
    """Workers of one kind, each with one question at a time."""

    def __init__(self, nursery: "Nursery", number: int, settings: Settings, wait_seconds: float) -> None:
        self._wait_seconds = wait_seconds
        self._all = [_Worker(nursery, settings) for _ in range(number)]
        self._free: asyncio.LifoQueue[_Worker] = asyncio.LifoQueue()
        for worker in self._all:
            self._free.put_nowait(worker)
        self._waiting = 0
        self._under_way: set[asyncio.Task[Any]] = set()

    @property
    def alive(self) -> list[int]:
        return [worker.pid for worker in self._all if worker.pid]

    async def start(self) -> None:
        await asyncio.gather(*(worker.ready() for worker in self._all))

    async def ask(self, asked: str, what: Sequence[object], words: Vocabulary, seconds: float) -> object:
        worker = await self._take()
        # Whoever asked may leave; the worker still finishes, so that its answer cannot reach the next.
        task = asyncio.create_task(self._answered(worker, worker.ask(asked, what, words), seconds))
        self._under_way.add(task)
        task.add_done_callback(self._done)
        return await asyncio.shield(task)

    async def close(self) -> None:
        for task in list(self._under_way):
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        for worker in self._all:
            worker.kill()

    def let_go(self, seconds: float) -> None:
        resting = []
        while not self._free.empty():
            resting.append(self._free.get_nowait())
        for worker in reversed(resting):
            if time.monotonic() - worker.used_at > seconds:
                worker.kill()
            self._free.put_nowait(worker)

    async def _take(self) -> "_Worker":
        if self._waiting >= MOST_WAITING:
            raise Unavailable("busy")
        self._waiting += 1
        try:
            async with asyncio.timeout(self._wait_seconds):
                return await self._free.get()
        except TimeoutError:
            raise Unavailable("busy") from None
        finally:
            self._waiting -= 1

    async def _answered(self, worker: "_Worker", asking: Coroutine[Any, Any, object], seconds: float) -> object:
        whole = False
        try:
            async with asyncio.timeout(seconds):
                answer = await asking
            whole = True
        except TimeoutError:
            raise Unavailable("slow") from None
        except (OSError, asyncio.IncompleteReadError):
            raise Unavailable("dead") from None
        except PICKLED:
            raise Unavailable("unsure") from None
        finally:
            if not whole:
                log.warning("a checker did not answer", extra={"facts": {"pid": worker.pid}})
                worker.kill()
            self._free.put_nowait(worker)
        if isinstance(answer, Unable):
            log.warning("a checker could not check", extra={"facts": {"error": answer.why}})
            raise Unavailable("unsure")
        return answer

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._under_way.discard(task)
        if not task.cancelled():
            task.exception()


class _Worker:
    """One process, or none yet."""

    def __init__(self, nursery: "Nursery", settings: Settings) -> None:
        self._nursery, self._settings = nursery, settings
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._handle = -1
        self._sent: OrderedDict[str, None] = OrderedDict()
        self.pid = 0
        self.used_at = time.monotonic()

    async def ready(self) -> None:
        """
        Raises:
            Unavailable: no process came up.
        """
        if self._writer is not None and self._reader is not None and not self._reader.at_eof():
            return
        self.kill()  # one that died while nobody asked it costs nobody an answer
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                self._nursery.fork(theirs, self._settings)
            async with asyncio.timeout(START_SECONDS):
                self._reader, self._writer = await asyncio.open_connection(sock=ours, limit=1 << 20)
                self.pid = LENGTH.unpack(await self._reader.readexactly(LENGTH.size))[0]
                self._handle = os.pidfd_open(self.pid) if hasattr(os, "pidfd_open") else -1
        except (OSError, asyncio.IncompleteReadError):
            ours.close()
            self.kill()
            raise Unavailable("dead") from None

    async def ask(self, asked: str, what: Sequence[object], words: Vocabulary) -> object:
        """
        Raises:
            Unavailable: no process came up.
            OSError, IncompleteReadError: it died.
            UnpicklingError and what else `pickle` raises: it answered something else than our own records.
        """
        await self.ready()
        assert self._reader is not None
        assert self._writer is not None
        if words.version in self._sent:
            self._sent.move_to_end(words.version)
        else:
            await self._send(("words", words.version, words.words))
            self._sent[words.version] = None
            while len(self._sent) > MOST_VERSIONS:
                self._sent.popitem(last=False)
        await self._send((asked, what, words.version))
        size = LENGTH.unpack(await self._reader.readexactly(LENGTH.size))[0]
        if size > MOST_FRAME:
            raise pickle.UnpicklingError("too large")
        answer = records(await self._reader.readexactly(size))
        self.used_at = time.monotonic()
        return answer

    async def _send(self, what: object) -> None:
        assert self._writer is not None
        data = pickle.dumps(what, protocol=pickle.HIGHEST_PROTOCOL)
        if len(data) > MOST_FRAME:
            raise Unavailable("unsure")
        self._writer.write(LENGTH.pack(len(data)))
        self._writer.write(data)
        await self._writer.drain()

    def kill(self) -> None:
        if self._writer is not None:
            self._writer.transport.abort()
        if self._handle >= 0:
            with suppress(ProcessLookupError, PermissionError):
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)
            os.close(self._handle)
        self._reader = self._writer = None
        self._handle, self.pid = -1, 0
        self._sent.clear()


class Nursery:
    """The process that forks workers; started when needed, again when it died. `pid` is 0 while there is none."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._started_at = -AGAIN_SECONDS

    @property
    def pid(self) -> int:
        return self._process.pid if self._process is not None else 0

    def fork(self, theirs: socket.socket, settings: Settings) -> None:
        """Ask for a worker that listens at this end of a socket.

        Raises:
            OSError: there is nobody to ask.
        """
        if self._process is None or self._process.poll() is not None or self._control is None:
            self._start()
        assert self._control is not None
        try:
            socket.send_fds(self._control, [pickle.dumps(settings)], [theirs.fileno()])
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        """End it; workers go on until their sockets close."""
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process = self._control = None

    def _start(self) -> None:
        self.close()
        if time.monotonic() - self._started_at < AGAIN_SECONDS:
            raise OSError("it started just now")
        self._started_at = time.monotonic()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        # No secret of the gateway's goes along, and nothing it could print goes anywhere.
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "weerbaar.gateway.checking"],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={name: os.environ[name] for name in ENVIRONMENT if name in os.environ},
                cwd="/",
                start_new_session=True,
            )
        self._control = ours
