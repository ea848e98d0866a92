"""The extension in a real Firefox, driven by its own Marionette: connected in the popup, then pasting into a pretended chatbot."""

import json
import shutil
import socket
import subprocess
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from wsgiref.simple_server import make_server

import pytest

from tests.desk.browser import Quiet, Threads
from tests.desk.cast import Desk
from tests.desk.paste.test_extension import ACCOUNT, CLEAN, SAFE, TEXT, chat
from tests.desk.programs import program
from tests.desk.test_command import free_port
from weerbaar.desk.api.scopes import Scope
from weerbaar.desk.paste.extension import extension

__all__ = ("chat",)

PREFERENCES = {
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.events.testing.asyncClipboard": True,
    "extensions.update.enabled": False,
    "intl.locale.requested": "nl",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "",
    "toolkit.telemetry.enabled": False,
}
SHOWN = """const panel = document.querySelector("weerbaar-check"); const tree = panel && panel.openOrClosedShadowRoot;
const dialog = tree && tree.querySelector("dialog[open]"); return dialog ? dialog.textContent : "";"""


CONTROL, ENTER = "\ue009", "\ue007"


@dataclass
class Firefox:
    """A browser, asked by its Marionette protocol (version 3): length, colon, JSON of [0 or 1, number, command, what]."""

    socket: socket.socket
    asked: int = 0

    def ask(self, command: str, **what: Any) -> Any:
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

    def find(self, selector: str) -> str:
        return str(next(iter(self.ask("WebDriver:FindElement", using="css selector", value=selector).values())))

    def keys(self, selector: str, text: str) -> None:
        self.ask("WebDriver:ElementSendKeys", id=self.find(selector), text=text)

    def click(self, selector: str) -> None:
        self.ask("WebDriver:ElementClick", id=self.find(selector))

    def seen(self, selector: str) -> bool:
        return bool(self.ask("WebDriver:IsElementDisplayed", id=self.find(selector)))

    def enter(self) -> None:
        keys = [{"type": kind, "value": ENTER} for kind in ("keyDown", "keyUp")]
        self.ask("WebDriver:PerformActions", actions=[{"type": "key", "id": "keys", "actions": keys}])

    def value(self, selector: str) -> str:
        return str(self.script("return document.querySelector(arguments[0]).value", selector))

    def empty(self, selector: str) -> None:
        self.ask("WebDriver:ElementClear", id=self.find(selector))

    def paste(self, selector: str, text: str) -> None:
        write = "const [text, done] = arguments; navigator.clipboard.writeText(text).then(done, done)"
        self.ask("WebDriver:ExecuteAsyncScript", script=write, args=[text])
        self.keys(selector, CONTROL + "v")

    def told(self) -> str:
        """What the extension shows; its tree is closed to pages, not to the browser itself."""
        return str(until(lambda: self.script(SHOWN, sandbox="system")))


def until(holds: Callable[[], Any]) -> Any:
    end = time.monotonic() + 40
    while not (found := holds()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)
    return found


def connected(port: int) -> socket.socket | None:
    try:
        return socket.create_connection(("127.0.0.1", port), timeout=60)
    except OSError:
        return None


@pytest.fixture
def firefox(desk: Desk, chat: str, tmp_path: Path) -> Iterator[Firefox]:
    from django.core.handlers.wsgi import WSGIHandler

    server = make_server("127.0.0.1", 0, WSGIHandler(), Threads, Quiet)
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    serving.start()
    files = extension(f"http://localhost:{server.server_port}")
    manifest = json.loads(files["manifest.json"])
    manifest["host_permissions"].append("http://127.0.0.1/*")  # what a person grants in a dialog of the browser
    files["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(tmp_path / "paste.xpi", "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    here = program(desk, "nadia", scopes=[Scope.PASTE])
    here.post("/paste/checks", {"text": CLEAN})  # the first check reads the tables of names
    port, profile = free_port(), tmp_path / "profile"
    profile.mkdir()
    lines = [
        f'user_pref("{name}", {json.dumps(value)});\n' for name, value in (PREFERENCES | {"marionette.port": port}).items()
    ]
    (profile / "user.js").write_text("".join(lines), encoding="utf-8")
    command = [
        "firefox-esr",
        "--headless",
        "--marionette",
        "--remote-allow-system-access",
        "--no-remote",
        "--profile",
        str(profile),
    ]
    with (tmp_path / "firefox.out").open("wb") as said:
        browser = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT)
    try:
        made = Firefox(until(lambda: connected(port)))
        made.hear()
        made.ask("WebDriver:NewSession", capabilities={})
        name = made.ask("Addon:Install", path=str(tmp_path / "paste.xpi"), temporary=True)
        made.ask("Marionette:SetContext", value="chrome")
        place = made.script("return WebExtensionPolicy.getByID(arguments[0]).mozExtensionHostname", name)
        made.ask("Marionette:SetContext", value="content")
        made.ask("WebDriver:Navigate", url=f"moz-extension://{place}/popup.html")
        until(lambda: made.seen("#connect"))
        made.keys("#key", here.secret)
        made.click("#connect button")
        until(lambda: made.seen("#ready"))
        made.ask("WebDriver:Navigate", url=chat)
        yield made
        made.socket.close()
    finally:
        browser.terminate()
        browser.wait(30)
        server.shutdown()
        serving.join()
        server.server_close()
        shutil.rmtree(profile, ignore_errors=True)


@pytest.mark.needs("firefox-esr")
def test_nothing_raw_goes_into_a_chatbot_by_itself(firefox: Firefox) -> None:
    firefox.paste("textarea", CLEAN)
    until(lambda: firefox.value("textarea") == CLEAN)

    firefox.empty("textarea")
    firefox.paste("textarea", TEXT)
    told = firefox.told()
    assert firefox.value("textarea") == ""
    assert ACCOUNT in told and SAFE in told
    firefox.enter()
    until(lambda: firefox.value("textarea") == SAFE)

    firefox.empty("textarea")
    firefox.keys("textarea", f"Betaal {ACCOUNT}")
    firefox.click("form button")
    firefox.told()
    sent = "return [...document.querySelectorAll('#sent li')].map(one => one.textContent)"
    assert firefox.script(sent) == []
    firefox.enter()
    until(lambda: firefox.value("textarea") == "Betaal [IBAN 1]")
    firefox.click("form button")
    assert firefox.script(sent) == ["Betaal [IBAN 1]"]
