"""Every page as people see it: in four languages, light and dark, on a phone and on a desk, for everyone."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from bench.films import card, film
from bench.seeds import qr
from django.template.loader import render_to_string
from django.utils.translation import override

from tests.desk.agreements.known import places as agreements
from tests.desk.calls.known import places as calls
from tests.desk.cast import HONEST
from tests.desk.extortion.known import places as extortion
from tests.desk.gateway.places import places as gateway
from tests.desk.ledger.known import places as ledger
from tests.desk.payments.places import payments
from tests.desk.proof.people import places as proof
from tests.desk.voices.known import places as voices
from tests.desk.web.visit import DESKTOP, PHONE, RULES, Site, barriers, too_wide
from tests.recordings import encoded, tune
from weerbaar.desk.headers import POLICY

pytestmark = pytest.mark.needs("chromium")


def places(site: Site) -> Iterator[tuple[str, str]]:
    """Every page with who looks at it."""
    fraud = site.desk.looked_at("nadia")
    honest = site.desk.looked_at("nadia", HONEST, band="no sign of fraud")
    watched = site.desk.looked_at("nadia", film([(card("Scan", code=qr()), 1)]))
    waits = site.desk.brings("nadia")
    unheard = site.desk.looked_at("nadia", encoded(tune(3.0), "flac", "flac"), band="cannot judge")
    for place in (
        "/account/login/",
        "/account/login/code/",
        "/account/password/reset/",
        "/on-the-phone/",
        "/offline/",
        "/no/such/page",
    ):
        yield "", place
    for place in (
        "/",
        "/me/",
        "/me/keys/",
        "/addins/",
        "/paste/",
        "/paste/browser/",
        "/account/2fa/",
        "/account/sessions/",
        "/account/logout/",
        "/doubts/",
    ):
        yield "nadia", place
    yield "nadia", f"/doubts/{unheard.ref}/said/"
    for case in (fraud, honest, watched, waits, unheard):
        yield "nadia", f"/doubts/{case.ref}/"
    yield "mila", "/doubts/"
    yield "els", "/team/messages/"
    yield "els", f"/team/people/{site.desk.member('ines').pk}/sign-ins/"
    yield "nadia", "/doubts/?q=nergens"
    yield from calls(site.desk)
    yield from ledger(site.desk)
    yield from proof(site.desk)
    yield from payments(site.desk)
    yield from gateway(site.desk)
    yield from agreements(site.desk)
    yield from extortion(site.desk)
    yield from voices(site.desk)


@pytest.mark.parametrize(
    ("language", "theme", "size", "rules"),
    [
        ("nl", "light", PHONE, RULES),
        ("fr", "dark", PHONE, ["color-contrast"]),
        ("de", "dark", DESKTOP, RULES),
        ("en", "light", DESKTOP, ["color-contrast"]),
    ],
)
def test_no_page_keeps_anyone_out(site: Site, language: str, theme: str, size: tuple[int, int], rules: list[str]) -> None:
    """Each language, theme and size. Colours are seen in both themes at both sizes, all else that keeps people out in two languages, since no
    words change it; whether the words fit is tried at both sizes in each language."""
    pages: dict[str, Any] = {}
    found = []
    for name, place in places(site):
        if name not in pages:
            pages[name] = site.page(name, language=language, size=size)
        page = pages[name]
        look(page, theme, size)
        page.goto(place)
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        found += [(place, theme, size, one) for one in barriers(page, rules)]
        for other in (PHONE, DESKTOP):
            look(page, "dark" if theme == "light" else "light", other)
            found += [(place, "the other theme", other, one) for one in too_wide(page)]
    assert found == []


def look(page: Any, theme: str, size: tuple[int, int]) -> None:
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": size[0], "height": size[1]})


def test_barriers_are_noticed(site: Site) -> None:
    page = site.page()
    page.goto("/on-the-phone/")
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<input><div class=\"button\" id=\"wide\"></div>')"
    )
    page.evaluate("document.getElementById('wide').style.width = '900px'")
    page.evaluate("document.querySelector('h1').style.color = '#bbb'")
    assert [one.split(":")[0] for one in barriers(page)] == ["color-contrast", "label"]
    assert [one.split(":")[0] for one in barriers(page, ["color-contrast"])] == ["color-contrast"]
    assert too_wide(page) == ["556 px too wide"]


def test_a_band_is_told_by_word_and_shape_too(site: Site) -> None:
    page = site.page("nadia")
    shapes = {}
    for case in (site.desk.looked_at("nadia"), site.desk.looked_at("nadia", HONEST, band="no sign of fraud")):
        page.goto(f"/doubts/{case.ref}/")
        badge = page.locator(".answer-head .band")
        shapes[badge.inner_text().strip()] = badge.locator("use").get_attribute("href")
    assert shapes == {"fraude": "/static/icons.svg#fraud", "geen teken van fraude": "/static/icons.svg#no_sign"}


ERRORS = ("400", "403", "403_csrf", "404", "429", "500", "503", "errors/413", "errors/form")


@pytest.mark.parametrize(
    ("language", "theme", "size"),
    [("nl", "dark", PHONE), ("fr", "light", DESKTOP), ("de", "light", PHONE), ("en", "dark", DESKTOP)],
)
def test_no_page_for_when_something_goes_wrong_keeps_anyone_out(
    site: Site, language: str, theme: str, size: tuple[int, int]
) -> None:
    """Each as Django and our own errors show it, without database and session, with the styles and the policy of the desk."""
    page = site.page(language=language, size=size, service_workers="block")
    policy = {"Content-Security-Policy": POLICY, "Content-Type": "text/html; charset=utf-8"}
    with override(language):
        shown = {f"/error/{name}": render_to_string(f"{name}.html", {"plain": True}) for name in ERRORS}
    page.route("**/error/**", lambda route: route.fulfill(body=shown[urlsplit(route.request.url).path], headers=policy))
    found, titles = [], set()
    for place in shown:
        look(page, theme, size)
        page.goto(place)
        titles.add(page.locator("h1").inner_text())
        assert page.locator("html").get_attribute("lang") == language
        assert page.get_by_role("link", name=re.compile("^(Naar de|À la|Vers|Zur|To the)")).count() >= 1
        found += [(place, one) for one in barriers(page) + too_wide(page)]
        look(page, "dark" if theme == "light" else "light", DESKTOP if size == PHONE else PHONE)
        found += [(place, "the other theme", one) for one in barriers(page, ["color-contrast"]) + too_wide(page)]
    assert found == []
    assert len(titles) == len(ERRORS) - 1  # a form that was open too long has two names
