"""`weerbaar gateway` in a process of its own, before a desk with an agreement, with a provider that keeps every byte it got."""

import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from tests.desk.cast import Desk
from tests.desk.gateway.kit import Set, ready
from tests.desk.test_command import children, command, environment, free_port, until
from tests.gateway.provider import Provider, provider


@dataclass(frozen=True, slots=True)
class Live:
    """A gateway that runs."""

    process: "subprocess.Popen[bytes]"
    port: int
    said: Path
    provider: Provider
    set: Set

    def ask(self, text: str, *, key: str = "", stream: bool = False, headers: dict[str, str] | None = None) -> tuple[int, str]:
        """A question as an SDK asks it: status and body."""
        body = {"model": "klein", "messages": [{"role": "user", "content": text}], "stream": stream}
        return self.send(json.dumps(body).encode(), key=key, headers=headers)

    def send(
        self, body: bytes, *, key: str = "", path: str = "/v1/chat/completions", headers: dict[str, str] | None = None
    ) -> tuple[int, str]:
        said = {"Authorization": f"Bearer {key or self.set.nadia}", "Content-Type": "application/json", **(headers or {})}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as there:
            there.request("POST", path, body, said)
            response = there.getresponse()
            return response.status, response.read().decode()

    def get(self, path: str) -> tuple[int, str]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as there:
            there.request("GET", path)
            response = there.getresponse()
            return response.status, response.read().decode()

    def checkers(self) -> list[int]:
        """The processes that check, without the one they come from."""
        return [
            pid
            for parent in children(self.process.pid)
            if "weerbaar.gateway.checking" in command(parent)
            for pid in children(parent)
        ]

    def logs(self) -> str:
        return self.said.read_text()


@contextmanager
def live(desk: Desk, **settings: Any) -> Iterator[Live]:
    """A gateway of the bakery; settings as `GatewaySettings` names them."""
    with provider() as there:
        made = ready(desk, url=there.url)
        connection.close()
        port, said = free_port(), desk.home.with_suffix(".gateway")
        env = {**environment(), **{f"WEERBAAR_GATEWAY_{name.upper()}": str(value) for name, value in settings.items()}}
        typed = [sys.executable, "-m", "weerbaar.cli", "gateway", "--home", str(desk.home), "--port", str(port)]
        with said.open("wb") as errors:
            process = subprocess.Popen(typed, stderr=errors, stdout=errors, env=env)
        running = Live(process, port, said, there, made)
        try:
            until(lambda: answers(running))
            yield running
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()


def answers(running: Live) -> bool:
    assert running.process.poll() is None, running.logs()
    try:
        return running.get("/readyz")[0] == 200
    except OSError:
        return False


def stop(pid: int) -> None:
    """Make a process hang."""
    os.kill(pid, signal.SIGSTOP)
