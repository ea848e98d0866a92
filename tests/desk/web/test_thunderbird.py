"""The add-on in a real Thunderbird: the button beside a message, a key, and the message is a doubt on the desk, byte for byte."""

import json
import time
from pathlib import Path

import pytest

from tests.desk.browser import serving
from tests.desk.cast import Desk
from tests.desk.marionette import Marionette, running, until
from tests.desk.programs import program
from weerbaar.desk.addins.pages import SCOPES, extension
from weerbaar.desk.cases.models import Case
from weerbaar.desk.webextension import archive

MAIL = """From: Bank <info@bank-veilig.example>
To: nadia@bakkerijvanhove.example
Subject: Uw kaart verloopt
Date: Thu, 19 Nov 2026 09:12:00 +0100
Message-ID: <kaart-1@bank-veilig.example>
Content-Type: text/plain; charset=utf-8

Beste klant, uw kaart verloopt vandaag. Vul uw code in op https://bank-veilig.example/kaart
"""
PREFERENCES = {
    "mail.accountmanager.accounts": "account1",
    "mail.accountmanager.localfoldersserver": "server1",
    "mail.account.account1.server": "server1",
    "mail.server.server1.type": "none",
    "mail.server.server1.hostname": "Local Folders",
    "mail.server.server1.name": "Local Folders",
    "mail.server.server1.userName": "nobody",
    "mail.provider.enabled": False,
    "mail.shell.checkDefaultClient": False,
    "mailnews.start_page.enabled": False,
}
OPEN = """
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const { MailUtils } = ChromeUtils.importESModule("resource:///modules/MailUtils.sys.mjs");
const root = MailServices.accounts.allServers[0].rootFolder.QueryInterface(Ci.nsIMsgLocalMailFolder);
const folder = root.createLocalSubfolder("Post").QueryInterface(Ci.nsIMsgLocalMailFolder);
folder.addMessage(arguments[0]);
const tabs = Services.wm.getMostRecentWindow("mail:3pane").document.getElementById("tabmail");
MailUtils.displayMessage([...folder.messages][0], null, tabs);
"""
BUTTON = """
const main = Services.wm.getMostRecentWindow("mail:3pane");
const page = main.document.getElementById("tabmail").currentAboutMessage;
const button = page && page.document.querySelector("[id$='messageDisplayAction-toolbarbutton']");
const place = button && button.getBoundingClientRect();
if (!place || !place.width) return "";
main.focus();
for (const kind of ["mousemove", "mousedown", "mouseup"]) {
  const [x, y] = [place.x + place.width / 2, place.y + place.height / 2];
  if (page.windowUtils.sendMouseEvent) page.windowUtils.sendMouseEvent(kind, x, y, 0, 1, 0);
  else page.synthesizeMouseEvent(kind, x, y, { button: 0, clickCount: 1 });
}
return button.label;
"""
POPUP = """
for (const window of Services.wm.getEnumerator(null)) {
  for (const browser of window.document.querySelectorAll(".webextension-popup-browser")) {
    const shown = browser.browsingContext.currentWindowGlobal;
    if (shown.documentURI.spec.endsWith("popup.html")) return await shown.getActor("MarionetteCommands").executeScript(arguments[0], [], {});
  }
}
return "";
"""


def popup(mail: Marionette, script: str) -> str:
    """What a script says that runs in the add-on's popup."""
    return str(mail.soon(POPUP, script) or "")


def opened(mail: Marionette) -> str:
    """The name of the button, once it was pressed and its popup is there; "" where it was pressed too early to be heard."""
    name = str(mail.script(BUTTON))
    for _ in range(100 if name else 0):
        if popup(mail, "return !document.getElementById('connect').hidden"):
            return name
        time.sleep(0.1)
    return ""


@pytest.mark.wants("thunderbird")
def test_a_message_is_brought_from_where_it_is_read(desk: Desk, tmp_path: Path) -> None:
    here = program(desk, "nadia", scopes=list(SCOPES))
    with serving() as place, running("thunderbird", tmp_path, PREFERENCES) as mail:
        (tmp_path / "weerbaar.xpi").write_bytes(archive(extension(place)))
        mail.install(tmp_path / "weerbaar.xpi")
        mail.inside()
        mail.soon(OPEN, f"From - Thu Nov 19 09:12:00 2026\nX-Mozilla-Status: 0001\n{MAIL}\n")
        assert until(lambda: opened(mail)) == "Do you doubt this?"
        popup(
            mail,
            f"document.getElementById('key').value = {json.dumps(here.secret)}; document.querySelector('#connect button').click()",
        )
        until(lambda: popup(mail, "return !document.getElementById('ask').hidden"))
        popup(mail, "document.getElementById('send').click()")
        until(Case.objects.exists)
        original = Case.objects.get().original().replace(b"\r\n", b"\n")
        assert MAIL.encode().rstrip() in original
        with desk.working():
            answer = until(
                lambda: popup(mail, "const one = document.getElementById('answer'); return one.hidden ? '' : one.innerText")
            )
    assert answer.startswith("This is very likely fraud.")
    assert "https://bank-veilig.example" not in answer
