"""Firefox and Thunderbird, driven by their own Marionette (protocol version 3): length, colon, JSON of [0 or 1, number, command, what]."""

import json
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.desk.test_command import free_port

CONTROL, ENTER = "\ue009", "\ue007"
PREFERENCES: Mapping[str, object] = {
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.events.testing.asyncClipboard": True,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "",
    "toolkit.telemetry.enabled": False,
}


@dataclass
class Marionette:
    """A program that is running."""

    socket: socket.socket
    asked: int = 0

    def ask(self, command: str, **what: Any) -> Any:
        """The answer to a command of Marionette."""
        self.asked += 1
        said = json.dumps([0, self.asked, command, what]).encode()
        self.socket.sendall(b"%d:%s" % (len(said), said))
        _, _, wrong, answer = self.hear()
        assert wrong is None, f"{command}: {wrong}"
        return answer.get("value", answer) if isinstance(answer, dict) else answer

    def hear(self) -> Any:
        head = b""
        while not head.endswith(b":"):
            head += self.socket.recv(1)
        left, pieces = int(head[:-1]), []
        while left:
            pieces.append(self.socket.recv(left))
            left -= len(pieces[-1])
        return json.loads(b"".join(pieces))

    def script(self, script: str, *values: object, sandbox: str | None = None) -> Any:
        return self.ask("WebDriver:ExecuteScript", script=script, args=values, sandbox=sandbox)

    def soon(self, script: str, *values: object) -> Any:
        """What a script returns that may wait."""
        body = f"const done = arguments[arguments.length - 1]; (async () => {{ {script} }})().then(done, (wrong) => done(String(wrong)));"
        return self.ask("WebDriver:ExecuteAsyncScript", script=body, args=values)

    def go(self, url: str) -> None:
        self.ask("WebDriver:Navigate", url=url)

    def find(self, selector: str) -> str:
        return str(next(iter(self.ask("WebDriver:FindElement", using="css selector", value=selector).values())))

    def keys(self, selector: str, text: str) -> None:
        self.ask("WebDriver:ElementSendKeys", id=self.find(selector), text=text)

    def click(self, selector: str) -> None:
        self.ask("WebDriver:ElementClick", id=self.find(selector))

    def seen(self, selector: str) -> bool:
        return bool(self.ask("WebDriver:IsElementDisplayed", id=self.find(selector)))

    def press(self, key: str) -> None:
        keys = [{"type": kind, "value": key} for kind in ("keyDown", "keyUp")]
        self.ask("WebDriver:PerformActions", actions=[{"type": "key", "id": "keys", "actions": keys}])

    def value(self, selector: str) -> str:
        return str(self.script("return document.querySelector(arguments[0]).value", selector))

    def empty(self, selector: str) -> None:
        self.ask("WebDriver:ElementClear", id=self.find(selector))

    def install(self, file: Path) -> str:
        """The name under which an extension is there until the program ends."""
        return str(self.ask("Addon:Install", path=str(file), temporary=True))

    def inside(self) -> None:
        """From now on scripts run in the program itself, no longer in what it shows."""
        self.ask("Marionette:SetContext", value="chrome")

    def outside(self) -> None:
        self.ask("Marionette:SetContext", value="content")


@contextmanager
def running(program: str, folder: Path, preferences: Mapping[str, object] | None = None) -> Iterator[Marionette]:
    """A Firefox or Thunderbird without a window, with a profile of its own in the folder."""
    port, profile = free_port(), folder / "profile"
    profile.mkdir()
    chosen = {**PREFERENCES, **(preferences or {}), "marionette.port": port}
    lines = [f'user_pref("{name}", {json.dumps(value)});\n' for name, value in chosen.items()]
    (profile / "user.js").write_text("".join(lines), encoding="utf-8")
    command = [program, "--headless", "--marionette", "--remote-allow-system-access", "--no-remote", "--profile", str(profile)]
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT)
    try:
        with until(lambda: _connected(port)) as connection:
            made = Marionette(connection)
            made.hear()
            made.ask("WebDriver:NewSession", capabilities={})
            yield made
    finally:
        process.terminate()
        process.wait(30)


def until(holds: Callable[[], Any]) -> Any:
    """What it gives once it is something."""
    end = time.monotonic() + 90
    while not (found := holds()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)
    return found


def _connected(port: int) -> socket.socket | None:
    try:
        return socket.create_connection(("127.0.0.1", port), timeout=60)
    except OSError:
        return None
