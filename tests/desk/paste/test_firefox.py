"""The extension in a real Firefox: connected in its popup, then pasting and typing into a pretended chatbot."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.browser import serving
from tests.desk.cast import Desk
from tests.desk.marionette import CONTROL, ENTER, Marionette, running, until
from tests.desk.paste.test_extension import ACCOUNT, CLEAN, SAFE, TEXT, chat
from tests.desk.programs import program
from weerbaar.desk.api.scopes import Scope
from weerbaar.desk.paste.extension import extension
from weerbaar.desk.webextension import archive

__all__ = ("chat",)

SHOWN = """const panel = document.querySelector("weerbaar-check"); const tree = panel && panel.openOrClosedShadowRoot;
const dialog = tree && tree.querySelector("dialog[open]"); return dialog ? dialog.textContent : "";"""


@pytest.fixture
def firefox(desk: Desk, chat: str, tmp_path: Path) -> Iterator[Marionette]:
    with serving() as place, running("firefox-esr", tmp_path) as browser:
        files = extension(place)
        manifest = json.loads(files["manifest.json"])
        manifest["host_permissions"].append("http://127.0.0.1/*")  # what a person grants in a dialog of the browser
        files["manifest.json"] = json.dumps(manifest).encode()
        (tmp_path / "paste.xpi").write_bytes(archive(files))
        here = program(desk, "nadia", scopes=[Scope.PASTE])
        here.post("/paste/checks", {"text": CLEAN})  # the first check reads the tables of names
        name = browser.install(tmp_path / "paste.xpi")
        browser.inside()
        inside = browser.script("return WebExtensionPolicy.getByID(arguments[0]).mozExtensionHostname", name)
        browser.outside()
        browser.go(f"moz-extension://{inside}/popup.html")
        until(lambda: browser.seen("#connect"))
        browser.keys("#key", here.secret)
        browser.click("#connect button")
        until(lambda: browser.seen("#ready"))
        browser.go(chat)
        yield browser


def paste(browser: Marionette, text: str) -> None:
    browser.soon("await navigator.clipboard.writeText(arguments[0])", text)
    browser.keys("textarea", CONTROL + "v")


def told(browser: Marionette) -> str:
    """What the extension shows; its tree is closed to pages, not to the browser itself."""
    return str(until(lambda: browser.script(SHOWN, sandbox="system")))


@pytest.mark.wants("firefox-esr")
def test_nothing_raw_goes_into_a_chatbot_by_itself(firefox: Marionette) -> None:
    paste(firefox, CLEAN)
    until(lambda: firefox.value("textarea") == CLEAN)

    firefox.empty("textarea")
    paste(firefox, TEXT)
    said = told(firefox)
    assert firefox.value("textarea") == ""
    assert ACCOUNT in said and SAFE in said
    firefox.press(ENTER)
    until(lambda: firefox.value("textarea") == SAFE)

    firefox.empty("textarea")
    firefox.keys("textarea", f"Betaal {ACCOUNT}")
    firefox.click("form button")
    told(firefox)
    sent = "return [...document.querySelectorAll('#sent li')].map(one => one.textContent)"
    assert firefox.script(sent) == []
    firefox.press(ENTER)
    until(lambda: firefox.value("textarea") == "Betaal [IBAN 1]")
    firefox.click("form button")
    assert firefox.script(sent) == ["Betaal [IBAN 1]"]
