"""Prove the caller, in real browsers: two people, each with a virtual authenticator, and telephones without a connection."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desk.proof.people import asked, has_device
from tests.desk.web.test_second_step import PASSWORD, authenticator, with_password
from tests.desk.web.visit import DESKTOP, PHONE, Site
from weerbaar.desk.proof.models import Ask, Device

pytestmark = pytest.mark.needs("chromium")
VECTORS = Path(__file__).parents[2] / "proof" / "vectors.json"


def enrols(site: Site, name: str, language: str = "nl", **more: Any) -> Any:
    """Someone of the cast enrols the device of this browser, as people do; the page."""
    with_password(site.desk, name, factor=True)
    page = site.page(name, language=language, **more)
    authenticator(page)
    page.goto("/proof/devices/")
    page.locator("a[href='/proof/devices/add/']").click()
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/proof/devices/add/")
    page.fill("input[name=name]", "telefoon")
    page.locator("form[data-proof-enrol] button").click()
    page.wait_for_url("**/proof/devices/")
    return page


def asks(page: Any, name: str, text: str) -> None:
    page.goto("/proof/")
    page.select_option("select[name=who]", index=1)
    page.fill("textarea[name=text]", text)
    page.locator("form[action='/proof/'] button").click()
    page.wait_for_url("**/proof/asks/**")


def words(page: Any) -> list[str]:
    page.wait_for_selector(".words .word")
    return [one.strip() for one in page.locator(".words .word").all_inner_texts()]


def numbers(page: Any) -> list[str]:
    return [one.strip() for one in page.locator(".words .number").all_inner_texts()]


def test_two_people_prove_a_call_in_two_languages(site: Site, record_property: Callable[[str, object], None]) -> None:
    """The honest run: he asks in French, she answers in Dutch; the words mean the same, the numbers are the same."""
    els = enrols(site, "els")
    tom = site.page("tom", language="fr", size=DESKTOP)
    began = time.monotonic()
    asks(tom, "els", "18.400 euro, BE71 0961 2345 6769")
    els.goto("/proof/me/")
    els.locator("#asked a.item").click()
    assert "18.400 euro" in els.inner_text("#proof-text")
    els.locator("form[data-proof-yes] button").click()
    read = words(els)
    heard = words(tom)
    assert len(read) == 3 and read != heard and numbers(els) == numbers(tom)
    assert els.locator("#broken").is_hidden()
    tom.locator("button[value=same]").click()
    tom.wait_for_selector("a[href$='evidence.json']")
    els.wait_for_selector(".words", state="detached")
    record_property("seconds", f"{time.monotonic() - began:.1f}")
    assert Ask.objects.get().stage == "proven"


def test_a_no_is_told_at_once_aloud_and_with_what_to_do(site: Site) -> None:
    els = enrols(site, "els")
    nadia = site.page("nadia")
    asks(nadia, "els", "cadeaubonnen")
    els.goto(f"/proof/me/{Ask.objects.get().ref}/")
    els.locator("form[action$='/no/'] button").click()
    nadia.wait_for_selector(".steps")
    assert nadia.locator("#told").inner_text().strip() != ""
    assert nadia.locator("#ask a[href^='/doubts/']").count() == 1
    assert Ask.objects.get().stage == "denied"


def test_when_nobody_answers_in_time_the_page_says_so_by_itself(site: Site) -> None:
    els, _ = has_device(site.desk, "els")
    ask = asked(site.desk, "nadia", els)
    nadia = site.page("nadia")
    nadia.goto(f"/proof/asks/{ask.ref}/")
    ask.keep({**ask.about, "terms": {**ask.about["terms"], "opened": 1, "expires": 2}})
    ask.expires_at = ask.opened_at
    ask.save()
    nadia.wait_for_selector(".steps")
    assert nadia.locator("#told").inner_text().strip() != "" and nadia.locator("#ask a[href^='/doubts/']").count() == 1


def test_a_no_and_the_page_of_who_asks_work_without_script(site: Site) -> None:
    enrols(site, "els")
    nadia, els = site.page("nadia", script=False), site.page("els", script=False)
    asks(nadia, "els", "")
    els.goto(f"/proof/me/{Ask.objects.get().ref}/")
    assert els.locator("form[data-proof-yes]").is_hidden() and els.locator("[data-proof-without]").is_visible()
    els.locator("form[action$='/no/'] button").click()
    nadia.reload()
    assert nadia.locator(".steps").count() == 1


def test_a_desk_that_shows_other_words_than_the_device_confirmed_is_found_out(site: Site) -> None:
    """The nonce of the asker's side is not the one that was committed to: the device of the prover does not show the words."""
    els = enrols(site, "els", service_workers="block")
    tom = site.page("tom")
    asks(tom, "els", "iets")
    ask = Ask.objects.get()
    els.goto(f"/proof/me/{ask.ref}/")
    els.locator("form[data-proof-yes] button").click()
    words(els)
    assert els.locator("#broken").is_hidden()

    def other(route: Any) -> None:
        answer = route.fetch()
        nonce = ask.about["asker"]
        route.fulfill(response=answer, body=answer.text().replace(nonce, "00" + nonce[2:]))

    els.route(f"**/proof/me/{ask.ref}/", other)
    els.reload()
    els.wait_for_selector("#broken:not([hidden])")
    assert els.locator("[data-words]").is_hidden()


def test_what_the_device_signs_is_the_text_on_its_own_screen(site: Site) -> None:
    """Someone changes the text on the way to her screen: what she signs no longer fits, and is refused."""
    els = enrols(site, "els", service_workers="block")
    tom = site.page("tom")
    asks(tom, "els", "90.000 euro")
    ask = Ask.objects.get()

    def other(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("90.000 euro", "90 euro"))

    els.route(f"**/proof/me/{ask.ref}/", other)
    els.goto(f"/proof/me/{ask.ref}/")
    els.locator("form[data-proof-yes] button").click()
    els.wait_for_selector("[role=alert] .notice-wrong")
    ask.refresh_from_db()
    assert ask.stage == "waiting"


def test_a_second_device_needs_a_yes_of_the_first(site: Site) -> None:
    els = enrols(site, "els")
    els.goto("/proof/devices/add/")
    assert els.locator("form[data-proof-enrol]").get_attribute("data-guard")
    els.fill("input[name=name]", "tablet")
    els.evaluate("document.querySelector('form[data-proof-enrol]').removeAttribute('data-guard')")
    device = els.context.new_cdp_session(els)
    device.send("WebAuthn.enable")
    els.locator("form[data-proof-enrol] button").click()
    els.wait_for_selector("[data-proof-failed]:not([hidden]), [role=alert] .notice-wrong")
    assert Device.objects.count() == 1


def test_a_contact_of_a_supplier_enrols_with_link_and_words_and_then_answers(site: Site) -> None:
    from weerbaar.desk.proof.invite import family

    issued = family(site.desk.member("nadia"), "Oma", "+32 470 00 00 09")
    page = site.page()
    authenticator(page)
    page.goto(f"/proof/welcome/{issued.secret}/")
    page.fill("input[name=words]", "appel peer")
    page.press("input[name=words]", "Enter")
    page.wait_for_selector("[role=alert] .notice-wrong")
    page.fill("input[name=words]", " ".join(str(one) for one in issued.words))
    page.press("input[name=words]", "Enter")
    page.wait_for_selector("form[data-proof-enrol]:not([hidden])")
    page.fill("input[name=name]", "telefoon")
    page.locator("form[data-proof-enrol] button").click()
    page.locator("a[href$='/proof/door/']").click()
    nadia = site.page("nadia")
    asks(nadia, "Oma", "")
    page.locator("form[data-proof-door] button").click()
    page.locator("#asked a.item").click()
    page.locator("form[data-proof-yes] button").click()
    assert words(page) == words(nadia)


# --- without a connection --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def phones(site: Site) -> Iterator[tuple[Any, Any]]:
    """Two telephones that were set up while there was a connection, and have none now."""
    made = []
    for name in ("els", "tom"):
        page = enrols(site, name)
        page.goto("/proof/phone/")
        page.fill("input[name=name]", "zak")
        page.locator("form[data-proof-phone] button").click()
        page.wait_for_url("**/proof/offline/")
        made.append(page)
    for page in made:
        page.goto("/proof/offline/")
        page.evaluate("navigator.serviceWorker.register('/service-worker.js').then(() => navigator.serviceWorker.ready)")
        page.wait_for_function("navigator.serviceWorker.controller !== null")
        page.context.set_offline(True)
    yield made[0], made[1]
    for page in made:
        page.context.set_offline(False)


def told(page: Any, heard: str) -> str:
    """What a telephone says of words that were heard."""
    page.evaluate("document.getElementById('offline-told').replaceChildren()")
    page.fill("#offline-heard", heard)
    page.locator("#offline-check button").click()
    return str(page.wait_for_selector("#offline-told [data-told]").get_attribute("data-told"))


def at(page: Any, seconds: float) -> None:
    """Set the clock of a telephone; it stands still."""
    page.clock.set_fixed_time(seconds)
    page.wait_for_timeout(700)


def test_two_telephones_without_any_connection_know_each_other(phones: tuple[Any, Any]) -> None:
    els, tom = phones
    start = 1_800_000_000
    for page in phones:
        page.clock.install(time=start)
        page.reload()
        page.wait_for_selector("#offline:not([hidden]) .word")
        at(page, start)
    said, other = words(els), words(tom)
    assert said != other
    assert told(tom, " ".join(said)) == "same"
    assert told(tom, " ".join(said)) == "used"  # replay
    assert told(els, " ".join(said)) == "own"  # read back: the other direction
    assert told(els, "appel appel") == "unread"
    assert told(els, " ".join(numbers(tom))) == "same"
    at(tom, start + 35)  # her clock is half a minute slow
    at(els, start + 65)
    assert told(els, " ".join(words(tom))) == "clock"
    at(els, start + 300)
    assert told(els, " ".join(words(tom))) == "different"
    for page, number in ((els, "18.400,00 euro"), (tom, "1840000")):
        at(page, start + 600)
        page.fill("#offline-number", number)
        page.wait_for_timeout(700)
    bound = words(els)
    tom.fill("#offline-number", "9900000")
    assert told(tom, " ".join(bound)) == "different"
    tom.fill("#offline-number", "18400.00")
    assert told(tom, " ".join(bound)) == "same"


def test_the_script_of_the_pages_makes_the_words_of_the_vectors(site: Site) -> None:
    enrols(site, "els")
    page = site.page("els")
    page.goto("/proof/offline/")
    vectors = json.loads(VECTORS.read_text(encoding="utf-8"))
    made = page.evaluate(
        """async (vectors) => {
          const bytes = (text) => Uint8Array.from(text.match(/../g) || [], (one) => parseInt(one, 16));
          const hex = (data) => [...data].map((one) => one.toString(16).padStart(2, "0")).join("");
          const made = [];
          for (const one of vectors.offline) {
            const key = await offlineProof.fromShared(bytes(one.shared).buffer, bytes(one.speaker), bytes(one.listener));
            made.push(hex(await offlineProof.said(key, bytes(one.speaker), bytes(one.listener), one.step, one.number)));
          }
          return made;
        }""",
        vectors,
    )
    assert made == [one["words"] for one in vectors["offline"]]


def test_a_page_on_a_small_screen_shows_the_words_without_pushing(site: Site) -> None:
    from tests.desk.web.visit import barriers, too_wide

    els = enrols(site, "els", "de")
    els.goto("/proof/devices/add/")
    assert barriers(els) == [] and too_wide(els) == []
    tom = site.page("tom", language="de", size=PHONE)
    asks(tom, "els", "eine Überweisung")
    els.goto(f"/proof/me/{Ask.objects.get().ref}/")
    assert barriers(els) == [] and too_wide(els) == []
    els.locator("form[data-proof-yes] button").click()
    for page in (els, tom):
        words(page)
        assert barriers(page) == [] and too_wide(page) == []
