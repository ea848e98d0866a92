"""A worker has no way out: every way is tried from inside one, against a listener that would see it."""

import ctypes
import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from weerbaar.unpack import shut
from weerbaar.unpack.guard import Guarded

REFUSED = "PermissionError"
STATUS = Path("/proc/self/status")


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as here:
        here.settimeout(0.5)
        yield here


def attempt(what: tuple[str, int]) -> str:
    """The name of what stopped us, or "went through"."""
    way, port = what
    try:
        match way:
            case "connect":
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
            case "send":
                with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
                    out.sendto(b"x", ("127.0.0.1", port))
            case "bind":
                with socket.socket() as out:
                    out.bind(("127.0.0.1", 0))
            case "look up":
                socket.getaddrinfo("localhost", port)
            case "start":
                subprocess.run(["true"], check=True)
            case "start by path":
                subprocess.run(["/bin/sh", "-c", "exit 0"], check=True)
            case "spawn":
                os.posix_spawn("/bin/true", ["true"], {})
            case "shell":
                os.system("true")
            case "fork":
                if os.fork() == 0:
                    os._exit(0)
    except Exception as stopped:
        return type(stopped).__name__
    return "went through"


WAYS = ("connect", "send", "bind", "look up", "start", "start by path", "spawn", "shell", "fork")


@pytest.mark.parametrize("way", WAYS)
def test_a_worker_cannot_get_out(way: str, listener: socket.socket) -> None:
    port = listener.getsockname()[1]
    with Guarded(attempt) as guard:
        assert guard.run((way, port)).result == REFUSED
    with pytest.raises(TimeoutError):
        listener.accept()


@pytest.mark.parametrize("way", ["connect", "send", "bind", "look up", "start", "spawn"])
def test_the_same_goes_through_outside_a_worker(way: str, listener: socket.socket) -> None:
    assert attempt((way, listener.getsockname()[1])) == "went through"


def connect_in_c(port: int) -> tuple[bool, int]:
    """Whether the system itself locks this process, and what its `connect` says; no audit event is raised on the way."""
    libc = ctypes.CDLL(None, use_errno=True)
    out = libc.socket(socket.AF_INET, socket.SOCK_STREAM, 0)
    address = socket.AF_INET.to_bytes(2, "little") + port.to_bytes(2, "big") + bytes((127, 0, 0, 1)) + bytes(8)
    said = libc.connect(out, address, len(address))
    return "namespace" in shut.locks, said


def test_native_code_cannot_get_out_where_the_system_allows_a_network_of_its_own(listener: socket.socket) -> None:
    port = listener.getsockname()[1]
    assert connect_in_c(port) == (False, 0)
    listener.accept()[0].close()
    with Guarded(connect_in_c) as guard:
        answer = guard.run(port).result
    assert answer is not None
    locked, said = answer
    assert (said != 0) is locked


def powers(_: int) -> str:
    lines = STATUS.read_text(encoding="ascii").splitlines()
    return "".join(line.split(":")[1].strip() for line in lines if line.startswith(("CapEff", "CapPrm"))).strip("0")


def locked_in(_: int) -> tuple[frozenset[str], str, int]:
    return frozenset(shut.locks), powers(0), os.getuid()


def version_of(program: str) -> int:
    return subprocess.run([program, "--version"], capture_output=True, check=True).returncode


@pytest.mark.skipif(not STATUS.exists(), reason="needs Linux")
def test_a_namespace_brings_no_powers_and_no_other_user() -> None:
    with Guarded(locked_in) as guard:
        answer = guard.run(0).result
    assert answer is not None
    locks, kept, user = answer
    assert user == os.getuid()
    assert "hook" in locks
    if "namespace" in locks:
        assert kept == ""


@pytest.mark.needs("tesseract")
def test_tesseract_may_start() -> None:
    program = shutil.which("tesseract")
    with Guarded(version_of) as guard:
        assert guard.run("tesseract").result == 0
        assert guard.run(program).result == 0


def test_a_process_with_threads_still_has_the_lock_of_python(listener: socket.socket) -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        with Guarded(attempt) as guard:  # spawned, not forked
            assert guard.run(("connect", listener.getsockname()[1])).result == REFUSED
    finally:
        done.set()
        thread.join()
