"""The switch on the account page and the messages themselves, in a real browser.

Its maker's push service is not here: `PushManager.subscribe` gives a subscription to the service on loopback, and what arrives there is
handed to the service worker by the DevTools protocol (ServiceWorker.deliverPushMessage).
"""

import json
from typing import Any

import pytest

from tests.desk.push.service import Service, Subscriber, text
from tests.desk.push.test_messages import opens, service  # noqa: F401
from tests.desk.web.visit import Site, barriers
from weerbaar.desk.push.models import Browser, Message
from weerbaar.desk.push.send import attempt

pytestmark = pytest.mark.needs("chromium")
PHONE = Subscriber()
SUBSCRIBES = """
const made = (endpoint) => ({ endpoint, unsubscribe: async () => { localStorage.removeItem("made"); return true; },
  getKey: (name) => Uint8Array.from(atob(name === "auth" ? "%s" : "%s"), (sign) => sign.charCodeAt(0)).buffer });
PushManager.prototype.subscribe = async function (options) {
  if (!options.userVisibleOnly || options.applicationServerKey.length !== 65) throw new Error("not as it should be");
  localStorage.setItem("made", "%s");
  return made("%s");
};
PushManager.prototype.getSubscription = async function () { const one = localStorage.getItem("made"); return one && made(one); };
Object.defineProperty(Notification, "permission", { get: () => "granted" });
Notification.requestPermission = async () => "%s";
"""


SHOWN = """navigator.serviceWorker.ready.then((one) => one.getNotifications()).then((found) =>
  found.map((one) => ({ title: one.title, body: one.body, tag: one.tag, url: one.data.url })))"""


def subscribes(page: Any, endpoint: str, allowed: str = "granted") -> None:
    import base64

    keys = [base64.b64encode(one).decode() for one in (PHONE.auth, PHONE.point)]
    page.add_init_script(SUBSCRIBES % (*keys, endpoint, endpoint, allowed))


def test_on_and_off_again(site: Site, service: Service) -> None:  # noqa: F811
    opens(site.desk)
    page = site.page("nadia")
    subscribes(page, service.endpoint("telefoon"))
    page.goto("/me/")
    page.get_by_role("button", name="Stuur berichten naar deze browser").click()
    page.locator("[data-this]").wait_for()
    assert page.get_by_role("button", name="Stuur berichten naar deze browser").is_hidden()
    assert barriers(page) == []
    assert attempt(Message.objects.get().pk) == "sent"
    assert service.read(0, PHONE)["body"] == "Vanaf nu komen berichten hier aan."
    page.get_by_role("button", name="Geen berichten meer").click()
    page.get_by_text("In orde. Daar gaan geen berichten meer heen.").wait_for()
    assert not Browser.objects.exists()
    assert page.evaluate("localStorage.getItem('made')") is None


@pytest.mark.parametrize(
    ("endpoint", "allowed", "said"),
    [
        ("https://elders.example/x", "granted", "op een manier die deze balie niet kent"),
        ("", "denied", "staat ons niet toe berichten te sturen"),
    ],
)
def test_what_does_not_work_is_said(site: Site, service: Service, endpoint: str, allowed: str, said: str) -> None:  # noqa: F811
    opens(site.desk)
    page = site.page("nadia")
    subscribes(page, endpoint, allowed)
    page.goto("/me/")
    page.get_by_role("button", name="Stuur berichten naar deze browser").click()
    page.get_by_text(said).wait_for()
    assert not Browser.objects.exists()


def test_without_script_browsers_can_still_be_taken_away(site: Site, service: Service) -> None:  # noqa: F811
    from weerbaar.desk.push import own

    opens(site.desk)
    own.ask(site.desk.member("nadia"), service.endpoint("1"), text(PHONE.point), text(PHONE.auth), "Firefox")
    page = site.page("nadia", script=False)
    page.goto("/me/")
    page.get_by_role("button", name="Geen berichten meer").click()
    assert not Browser.objects.exists()


def test_the_service_worker_shows_a_message_and_opens_its_page(site: Site) -> None:
    page = site.page("nadia")
    page.context.grant_permissions(["notifications"], origin=site.url)
    page.goto("/me/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    device, heard = page.context.new_cdp_session(page), []
    device.on("ServiceWorker.workerRegistrationUpdated", lambda event: heard.extend(event["registrations"]))
    device.send("ServiceWorker.enable")
    site.desk.until(lambda: page.evaluate("true") and any(one["scopeURL"] == site.url + "/" for one in heard), 30)
    id = next(one["registrationId"] for one in heard if one["scopeURL"] == site.url + "/")

    def arrives(data: str) -> list[dict[str, Any]]:
        device.send("ServiceWorker.deliverPushMessage", {"origin": site.url, "registrationId": id, "data": data})
        site.desk.until(lambda: bool(page.evaluate(SHOWN)))
        shown: list[dict[str, Any]] = page.evaluate(SHOWN)
        return shown

    said = {"title": "Weerbaar", "body": "Uw antwoord is er.", "url": "/doubts/", "tag": "answer-7"}
    assert arrives(json.dumps(said)) == [
        {"title": "Weerbaar", "body": "Uw antwoord is er.", "tag": "answer-7", "url": "/doubts/"}
    ]
    assert len(arrives(json.dumps(said))) == 1, "one message of a tag"
    worker = next(one for one in page.context.service_workers if one.url.endswith("/service-worker.js"))
    opened = """async (place) => {
      const asked = [];
      self.clients.openWindow = async (url) => { asked.push(url); };
      await show(place);
      return asked;
    }"""
    assert worker.evaluate(opened, "/doubts/") == [site.url + "/doubts/"]
    assert worker.evaluate(opened, "https://elders.example/") == [], "a message leads to this desk only"
    clicked = """async () => {
      const [one] = await self.registration.getNotifications();
      const asked = [];
      self.clients.openWindow = async (url) => { asked.push(url); };
      const done = [];
      const event = new NotificationEvent("notificationclick", { notification: one });
      event.waitUntil = (work) => done.push(work);
      self.dispatchEvent(event);
      await Promise.all(done);
      return [asked, (await self.registration.getNotifications()).length];
    }"""
    assert worker.evaluate(clicked) == [[site.url + "/doubts/"], 0]
    assert arrives("no json")[0]["title"] == "Weerbaar", "what cannot be read is shown as a message without words"
