"""The pane in Outlook, with a pretended Outlook around it."""

import base64
from dataclasses import replace
from typing import Any

import pytest

from tests.desk.cast import FRAUD
from tests.desk.programs import program
from tests.desk.web.visit import Site, barriers, too_wide
from weerbaar.desk.addins.pages import OFFICE
from weerbaar.desk.api.scopes import Scope
from weerbaar.desk.cases.models import Case

pytestmark = pytest.mark.needs("chromium")

OUTLOOK = """
window.Office = {
  AsyncResultStatus: {Succeeded: "succeeded"},
  EventType: {ItemChanged: "changed", DialogMessageReceived: "told"},
  onReady: (act) => act(),
  context: {
    mailbox: {
      addHandlerAsync: () => {},
      item: {subject: "dringend", internetMessageId: "<1@directie.example>", getAsFileAsync: (done) => done({status: "succeeded", value: "%s"})},
    },
    ui: {
      displayDialogAsync: (url, options, done) => done({
        status: "succeeded",
        value: {close: () => {}, addEventHandler: (kind, hear) => hear({message: "%s", origin: location.origin})},
      }),
    },
  },
};
"""


def pane(site: Site, settings: Any, *, secret: str, outlook: str = OUTLOOK) -> Any:
    """The pane beside a message, in an Outlook whose window for signing in gives this key."""
    settings.WEERBAAR_DESK = replace(settings.WEERBAAR_DESK, outlook=True)
    page = site.page(size=(320, 600))
    script = outlook.replace("%s", base64.b64encode(FRAUD).decode(), 1).replace("%s", secret, 1)
    page.context.route(f"{OFFICE}/**", lambda route: route.fulfill(body=script, content_type="text/javascript"))
    page.goto("/addins/outlook/")
    site.complaints.remove(f"asked {OFFICE}/lib/1/hosted/office.js")
    return page


def test_a_message_is_brought_as_it_is_and_answered_in_the_pane(site: Site, settings: Any) -> None:
    page = pane(site, settings, secret=program(site.desk, "nadia", scopes=[Scope.BRING, Scope.ANSWERS]).secret)
    page.click("#pane-sign-in")
    with site.desk.working():
        page.click("#pane-ask")
        page.locator("#pane-answer").wait_for(timeout=30_000)
    case = Case.objects.get()
    assert (case.original(), case.about.name, case.reporter) == (FRAUD, "dringend.eml", site.desk.user("nadia"))
    assert "zeer waarschijnlijk fraude" in page.locator("#pane-answer h2").inner_text()
    assert page.locator("#pane-answer a").get_attribute("href").endswith(f"/doubts/{case.ref}/")
    assert barriers(page) + too_wide(page) == []


def test_a_key_that_was_withdrawn_asks_to_sign_in_again(site: Site, settings: Any) -> None:
    page = pane(site, settings, secret="wk_withdrawn")
    page.click("#pane-sign-in")
    page.click("#pane-ask")
    page.locator("#pane-connect").wait_for()
    assert not Case.objects.exists()


def test_an_outlook_that_cannot_hand_over_a_message_says_what_works(site: Site, settings: Any) -> None:
    page = pane(site, settings, secret="wk_any", outlook=OUTLOOK.replace("getAsFileAsync", "tooOld"))
    page.click("#pane-sign-in")
    page.click("#pane-ask")
    assert "te oud" in page.locator("#pane-old").inner_text()
