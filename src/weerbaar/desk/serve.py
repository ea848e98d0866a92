"""`weerbaar desk`: the pages in this process, the worker in another that is started again when it dies."""

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

log = logging.getLogger(__name__)
WAIT_SECONDS = (0.5, 1.0, 2.0, 5.0, 10.0)
"""Before a worker that died is started again; the first wait again once one lived for a minute."""
LIVED_SECONDS = 60.0
END_SECONDS = 30.0


def serve(host: str, port: int, *, worker: bool = True) -> None:
    """Serve the pages until told to stop (SIGTERM, Ctrl-C), with a worker beside it."""
    import uvicorn

    from weerbaar.desk.asgi import application
    from weerbaar.desk.settings import load

    server = uvicorn.Server(
        uvicorn.Config(
            application,
            host=host,
            port=port,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            lifespan="off",
            timeout_graceful_shutdown=10,
            limit_concurrency=200,
            forwarded_allow_ips="*" if load().proxies else "",
        )
    )
    with _worker() if worker else contextlib.nullcontext():
        server.run()


@contextlib.contextmanager
def _worker() -> Iterator[None]:
    """A worker that is there as long as the block runs."""
    ended = threading.Event()
    keeper = threading.Thread(target=_keep, args=(ended,), name="keeper of the worker", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join(END_SECONDS + 5)


def _keep(ended: threading.Event) -> None:
    deaths = 0
    while not ended.is_set():
        # With our id it ends when we do, however we end; the name of the command is never taken from the outside.
        process = subprocess.Popen([sys.executable, "-m", "weerbaar.cli", "worker", "--parent", str(os.getpid())])
        began = time.monotonic()
        while process.poll() is None and not ended.wait(0.2):
            continue
        if ended.is_set():
            _end(process)
            return
        deaths = 0 if time.monotonic() - began > LIVED_SECONDS else deaths + 1
        log.warning("worker ended", extra={"facts": {"status": process.returncode, "deaths": deaths}})
        ended.wait(WAIT_SECONDS[min(deaths, len(WAIT_SECONDS) - 1)])


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
