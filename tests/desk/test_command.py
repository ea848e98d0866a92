"""`weerbaar desk` and `weerbaar worker` as they are typed: real processes on loopback."""

import base64
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.desk.cast import Desk
from weerbaar.desk.cases.models import Answer, State


@dataclass(frozen=True, slots=True)
class Opened:
    """A desk that is open, in a process of its own."""

    process: "subprocess.Popen[bytes]"
    port: int
    said: Path

    def get(self, path: str) -> tuple[int, str]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

    def worker(self) -> int:
        """The process of its worker; 0 while there is none."""
        return next((pid for pid in children(self.process.pid) if "worker" in command(pid)), 0)


def children(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except FileNotFoundError:
        return []


def command(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
    except FileNotFoundError:
        return []


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def until(holds: Callable[[], object], seconds: float = 40.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("WEERBAAR_", "DJANGO_"))}


@contextmanager
def opened(home: Path, *options: str) -> Iterator[Opened]:
    port, said = free_port(), home.with_suffix(".said")
    typed = [sys.executable, "-m", "weerbaar.cli", "--lang", "fr", "desk", "--home", str(home), "--port", str(port), *options]
    with said.open("wb") as errors:
        process = subprocess.Popen(typed, stderr=errors, env=environment())
    made = Opened(process, port, said)
    try:
        until(lambda: answers(made))
        yield made
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def answers(desk: Opened) -> bool:
    assert desk.process.poll() is None, desk.said.read_text()
    try:
        return desk.get("/health")[0] == 200
    except OSError:
        return False


def test_one_command_opens_a_desk_and_one_signal_closes_it(tmp_path: Path) -> None:
    with opened(tmp_path / "desk") as desk:
        said = desk.said.read_text()
        assert f"http://127.0.0.1:{desk.port}" in said
        link = re.search(r"(/welcome/[\w-]+)", said)
        assert link is not None
        assert "premier administrateur" in said
        until(desk.worker)
        worker = desk.worker()
        assert children(desk.process.pid) == [worker]
        desk.process.send_signal(signal.SIGTERM)
        assert desk.process.wait(60) == 0
        until(lambda: not command(worker))
    assert (tmp_path / "desk" / "master.key").stat().st_mode & 0o777 == 0o600


def test_a_worker_that_is_killed_is_replaced_and_goes_on_where_it_was(desk: Desk) -> None:
    with opened(desk.home) as one:
        until(one.worker)
        first = one.worker()
        case = desk.brings("nadia")
        os.kill(first, signal.SIGKILL)
        until(lambda: one.worker() not in (0, first))
        until(lambda: case.answers.filter(sending=Answer.Sending.SENT).exists())
        case.refresh_from_db()
        assert case.state == State.ANSWERED
        assert case.answers.count() == 1


def test_a_worker_does_not_outlive_its_desk(desk: Desk) -> None:
    with opened(desk.home) as one:
        until(one.worker)
        worker = one.worker()
        one.process.kill()
        one.process.wait()
        until(lambda: not command(worker))


def test_pages_alone_have_no_worker(desk: Desk) -> None:
    with opened(desk.home, "--no-worker") as one:
        assert children(one.process.pid) == []
        assert one.get("/")[0] == 302


def typed(*words: str, home: Path | None = None, **more: str) -> "subprocess.CompletedProcess[str]":
    where = ("--home", str(home)) if home else ()
    return subprocess.run(
        [sys.executable, "-m", "weerbaar.cli", *words, *where], env=environment() | more, capture_output=True, text=True, check=False
    )  # fmt: skip


def test_a_second_worker_is_told_that_there_is_one(desk: Desk) -> None:
    with opened(desk.home) as one:
        until(one.worker)
        until(lambda: (desk.home / "worker.lock").exists())
        second = typed("worker", home=desk.home)
        assert second.returncode != 0
        assert "A worker already works" in second.stderr


def test_a_desk_that_has_its_administrator_prints_no_link(desk: Desk) -> None:
    ran = typed("desk", "--prepare", home=desk.home)
    assert ran.returncode == 0
    assert "/welcome/" not in ran.stderr


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"WEERBAAR_MASTER_KEY": "short"}, "32 bytes"),
        ({"WEERBAAR_DATABASE_URL": "mysql://x/y"}, "postgresql://"),
        ({"WEERBAAR_DESK_PORT": "many"}, "whole number"),
        (
            {"WEERBAAR_OIDC_SECRET_FILE": "/nowhere", "WEERBAAR_DESK_OIDC_SERVER": "https://idp.example"},
            "WEERBAAR_OIDC_SECRET_FILE",
        ),
    ],
)
def test_what_is_set_wrongly_stops_the_start_with_a_sentence(tmp_path: Path, variables: dict[str, str], said: str) -> None:
    ran = typed("desk", "--prepare", home=tmp_path / "desk", **variables)
    assert ran.returncode in (66, 78)
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_master_key_that_went_missing_is_not_made_anew(desk: Desk) -> None:
    """A fresh key over sealed cases would only hide that they are lost."""
    (desk.home / "master.key").unlink()
    ran = typed("desk", "--prepare", home=desk.home)
    assert ran.returncode != 0
    assert "master.key" in ran.stderr
    assert not (desk.home / "master.key").exists()


def test_another_master_key_is_not_taken_for_ours(desk: Desk) -> None:
    ran = typed("desk", "--prepare", home=desk.home, WEERBAAR_MASTER_KEY=base64.b64encode(b"k" * 32).decode())
    assert ran.returncode == 78
    assert "another master key" in ran.stderr
