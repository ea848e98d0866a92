"""What people do, with a real browser: bring a doubt and get an answer, with and without script, by keyboard, from a phone."""

from typing import Any

import pytest

from tests.desk.cast import FRAUD, HONEST
from tests.desk.web.test_second_step import PASSWORD, authenticator, with_password
from tests.desk.web.visit import DESKTOP, Site
from weerbaar.desk.access.limits import LIMITS, Limit
from weerbaar.desk.cases.models import Case, State

pytestmark = pytest.mark.needs("chromium")

SAID = {
    "nl": ("Vraag het", "Naar het antwoord", "zeer waarschijnlijk fraude"),
    "fr": ("Demander", "Voir la réponse", "très probablement une fraude"),
    "de": ("Fragen", "Zur Antwort", "sehr wahrscheinlich Betrug"),
    "en": ("Ask", "To the answer", "very likely fraud"),
}


def eml(name: str = "bericht.eml", data: bytes = FRAUD) -> Any:
    return {"name": name, "mimeType": "message/rfc822", "buffer": data}


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_a_mail_is_brought_from_a_phone_and_answered_while_one_waits(site: Site, language: str) -> None:
    ask, _, headline = SAID[language]
    page = site.page("nadia", language=language)
    page.goto("/")
    page.set_input_files("#files", eml())
    page.get_by_role("button", name=ask, exact=True).click()
    page.wait_for_url("**/doubts/*/")
    assert page.locator(".loading").is_visible()
    with site.desk.working():
        page.locator(".answer").wait_for(timeout=30_000)
    assert headline in page.locator(".answer-head h2").inner_text()
    assert headline in page.locator("#told").inner_text()  # what a screen reader says of its own accord
    assert page.locator(".answer").get_attribute("lang") == language


def test_several_files_are_brought_one_by_one_and_one_that_fails_stays_with_its_reason(site: Site) -> None:
    page = site.page("nadia")
    page.goto("/")
    page.set_input_files("#files", [eml("mail.eml"), eml("leeg.eml", b""), eml("brief.eml", HONEST)])
    page.fill("#text", "Betaal vandaag nog 18.400 euro")
    page.fill("#comment", "alle drie van Tom")
    page.click("#send")
    page.locator("#chosen a").nth(2).wait_for()
    assert page.locator("#chosen .wrong").all_inner_texts() == [
        "Dit is leeg. Hoort dat niet? Open het op uw toestel en kies het opnieuw."
    ]
    assert sorted(case.about.name for case in Case.objects.all()) == ["Betaal vandaag nog 18.400 euro", "brief.eml", "mail.eml"]
    assert {case.about.comment for case in Case.objects.all()} == {"alle drie van Tom"}


def test_what_could_not_be_sent_is_tried_again_and_is_one_doubt(site: Site) -> None:
    page = site.page("nadia")
    page.goto("/")
    page.set_input_files("#files", eml())
    page.context.set_offline(True)
    page.click("#send")
    page.get_by_role("button", name="Opnieuw proberen").wait_for()
    assert "er is geen verbinding" in page.locator("#chosen .wrong").inner_text()
    page.context.set_offline(False)
    page.get_by_role("button", name="Opnieuw proberen").click()
    page.locator("#chosen a").wait_for()
    assert Case.objects.get().original() == FRAUD


def test_what_was_too_much_at_once_waits_where_it_is(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, "upload by account", Limit(0, 60))
    page = site.page("nadia")
    page.goto("/")
    page.fill("#text", "Betaal vandaag")
    page.click("#send")
    assert "Dat was veel tegelijk" in page.locator("#chosen .wrong").inner_text()
    assert page.input_value("#text") == "Betaal vandaag"
    assert not Case.objects.exists()


def test_a_file_that_is_too_large_is_told_before_it_is_sent(site: Site) -> None:
    page = site.page("nadia")
    page.goto("/")
    page.locator("#bring").evaluate("form => { form.dataset.most = '100'; }")
    page.set_input_files("#files", eml())
    assert "groter dan" in page.locator("#chosen .wrong").inner_text()
    page.click("#send")
    assert "Er staat nog niets" in page.locator("#form-wrong").inner_text()
    assert not Case.objects.exists()


def test_everything_works_without_script(site: Site) -> None:
    page = site.page("nadia", script=False)
    page.goto("/")
    page.set_input_files("#files", [eml("mail.eml"), eml("leeg.eml", b"")])
    page.click("#send")
    assert "Dit is leeg" in page.locator(".brought .wrong").inner_text()
    page.get_by_role("link", name="Naar het antwoord").click()
    assert page.get_by_role("link", name="Kijk of het antwoord er is").is_visible()
    with site.desk.working():
        site.desk.until(lambda: Case.objects.get().band != "")
    page.reload()
    assert "zeer waarschijnlijk fraude" in page.locator(".answer-head h2").inner_text()
    page.locator("summary", has_text="Ik zie het anders").click()
    page.fill("#words", "Els vroeg dit echt.")
    page.get_by_role("button", name="Laat een mens kijken").click()
    assert "Dank u" in page.locator(".notice-good").inner_text()
    assert Case.objects.get().state == State.NEEDS_PERSON
    page.get_by_role("button", name="donker").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.get_by_role("button", name="Français").click()
    assert page.locator("html").get_attribute("lang") == "fr"


def test_all_of_it_can_be_done_by_keyboard(site: Site) -> None:
    page = site.page("nadia", size=DESKTOP)
    page.goto("/doubts/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["y"] >= 0  # it is seen while it has the focus
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("b")
    page.wait_for_url(site.url + "/")
    page.focus("#text")
    page.keyboard.type("b?m /")  # letters in a field are letters
    assert page.input_value("#text") == "b?m /"
    for _ in range(4):  # files, the path for who is threatened, a remark
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "send"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url("**/doubts/*/")
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#keys").is_visible()


def test_keys_can_be_switched_off(site: Site) -> None:
    page = site.page("nadia", size=DESKTOP)
    page.goto("/me/")
    page.get_by_role("button", name="Toetsen").click()
    page.uncheck("#keys-on")
    page.get_by_role("button", name="Sluiten").click()
    page.locator("h1").click()
    page.keyboard.press("b")
    page.keyboard.press("?")
    assert page.url == site.url + "/me/"
    assert not page.locator("#keys").is_visible()


SHARE = """({name, text}) => {
  const form = document.createElement("form");
  Object.assign(form, {method: "post", action: "/share/", enctype: "multipart/form-data"});
  const file = document.createElement("input");
  Object.assign(file, {type: "file", name: "files"});
  const held = new DataTransfer();
  if (name) held.items.add(new File([text], name, {type: "message/rfc822"}));
  file.files = held.files;
  const words = document.createElement("input");
  Object.assign(words, {name: "text", value: name ? "Is dit echt?" : text});
  form.append(file, words);
  document.body.append(form);
  form.submit();
}"""
"""What a phone does when another app shares: a form is sent to the address of the manifest."""


def installed(site: Site, name: str = "nadia", language: str = "nl") -> Any:
    """A page of a desk whose service worker is at work."""
    page = site.page(name, language=language)
    page.goto("/on-the-phone/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    return page


@pytest.mark.parametrize("language", SAID)
def test_what_another_app_shares_is_brought_and_answered(site: Site, language: str) -> None:
    page = installed(site, language=language)
    page.evaluate(SHARE, {"name": "bericht.eml", "text": FRAUD.decode()})
    page.wait_for_url("**/doubts/*/")
    case = Case.objects.get()
    assert (case.original(), case.about.name, case.about.comment) == (FRAUD, "bericht.eml", "Is dit echt?")
    with site.desk.working():
        page.locator(".answer").wait_for(timeout=30_000)
    assert SAID[language][2] in page.locator(".answer-head h2").inner_text()
    page.goto("/")
    assert page.locator("#waiting").is_hidden()


SENT_BEFORE = """({form, place}) => new Promise((done, failed) => {
  const asked = indexedDB.open("shares", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("shares", { autoIncrement: true });
  asked.onsuccess = () => {
    const change = asked.result.transaction("shares", "readwrite");
    change.objectStore("shares").add({ form, sent: [place] });
    change.oncomplete = () => { asked.result.close(); done(); };
  };
  asked.onerror = () => failed(asked.error);
})"""
"""What the service worker leaves when the browser sent a share before the page it leads to was there."""


def test_a_share_that_was_sent_before_the_page_came_still_leads_to_its_doubt(site: Site) -> None:
    case = site.desk.looked_at("nadia")
    page = installed(site)
    page.evaluate(SENT_BEFORE, {"form": "a-form", "place": f"/doubts/{case.ref}/"})
    page.goto("/")
    assert page.locator("#waiting").is_hidden()
    page.goto("/?shared=another-form")
    page.wait_for_timeout(300)
    assert page.url == site.url + "/?shared=another-form"
    page.evaluate(SENT_BEFORE, {"form": "a-form", "place": f"/doubts/{case.ref}/"})
    page.goto("/?shared=a-form")
    page.wait_for_url(f"**/doubts/{case.ref}/")


def test_a_share_without_connection_is_kept_and_sent_when_there_is_one(site: Site) -> None:
    page = installed(site)
    page.context.set_offline(True)
    page.evaluate(SHARE, {"name": "", "text": "Hoi mam, dit is mijn nieuwe nummer"})
    page.locator("#waiting").wait_for()
    assert "Er is geen verbinding" in page.locator("h1").inner_text()
    assert page.locator("#waiting-names").inner_text() == "Hoi mam, dit is mijn nieuwe nummer"
    assert not Case.objects.exists()
    page.context.set_offline(False)
    page.wait_for_url("**/doubts/*/")
    assert Case.objects.get().original() == b"Hoi mam, dit is mijn nieuwe nummer"


def test_a_share_of_someone_who_has_to_sign_in_is_kept_until_they_did(site: Site) -> None:
    page = installed(site, "")
    page.evaluate(SHARE, {"name": "bericht.eml", "text": FRAUD.decode()})
    page.locator("#waiting-sign-in").wait_for()
    assert page.url.startswith(site.url + "/account/login/")
    session = site.desk.browser("nadia").cookies["desk"].value
    page.context.add_cookies([{"name": "desk", "value": session, "url": site.url}])
    page.goto("/")
    page.wait_for_url("**/doubts/*/")
    assert Case.objects.get().reporter == site.desk.user("nadia")


def test_a_phone_keeps_no_answer(site: Site) -> None:
    case = site.desk.looked_at("nadia")
    page = installed(site)
    page.goto(f"/doubts/{case.ref}/")
    page.wait_for_timeout(300)
    kept = page.evaluate(
        "caches.keys().then(names => Promise.all(names.map(name => caches.open(name).then(one => one.keys()))))"
        ".then(all => all.flat().map(one => new URL(one.url).pathname))"
    )
    assert "/offline/" in kept
    assert all(place in ("/offline/", "/proof/offline/") or place.startswith("/static/") for place in kept)
    page.context.set_offline(True)
    page.goto(f"/doubts/{case.ref}/")
    assert "Er is geen verbinding" in page.locator("h1").inner_text()
    assert "fraude" not in page.content()


SETS_UP = {
    "nl": ("Een passkey instellen", "Voeg toe", "Mijn twijfels"),
    "fr": ("Configurer une clé d'accès", "Ajouter", "Mes doutes"),
    "de": ("Einen Passkey einrichten", "Hinzufügen", "Meine Zweifel"),
    "en": ("Set up a passkey", "Add", "My doubts"),
}


@pytest.mark.parametrize("language", SETS_UP)
def test_a_passkey_is_set_up_and_signs_in(site: Site, language: str) -> None:
    sets_up, adds, inside = SETS_UP[language]
    with_password(site.desk, "nadia")
    page = site.page("nadia", language=language, size=DESKTOP)
    authenticator(page)
    page.goto("/account/2fa/")
    page.get_by_role("link", name=sets_up).click()
    if "reauthenticate" in page.url:
        page.fill("input[type=password]", PASSWORD)
        page.press("input[type=password]", "Enter")
    page.fill("input[name=name]", "telefoon")
    page.check("input[name=passwordless]")
    page.get_by_role("button", name=adds).click()
    page.wait_for_url(lambda url: "webauthn/add" not in url)
    page.goto("/account/2fa/webauthn/")
    assert "telefoon" in page.locator("main").inner_text()
    page.context.clear_cookies(name="desk")
    page.goto("/account/login/")
    page.locator("#passkey_login").click()
    page.wait_for_url(site.url + "/")
    assert page.get_by_role("link", name=inside).is_visible()
