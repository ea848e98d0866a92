"""What holds for every page: our policy, four languages, light and dark, errors."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.desk.cast import Desk
from weerbaar.desk.accounts.models import User

PAGES = [
    "/",
    "/doubts/",
    "/on-the-phone/",
    "/me/",
    "/addins/",
    "/offline/",
    "/account/login/",
    "/account/2fa/",
    "/account/sessions/",
]
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*(?:\ssrc=|type=\"application/json\"))", re.I)


@pytest.mark.parametrize("place", PAGES)
def test_a_page_has_no_script_or_style_of_its_own_and_loads_from_us_alone(desk: Desk, place: str) -> None:
    for name in ("", "nadia"):
        answer = desk.browser(name).get(place, follow=True)
        said = answer.content.decode()
        assert not INLINE.search(said)
        assert re.findall(r'(?:src|href|action)="(?!/|#|\?|data:image/svg)([^"]+)"', said) == []
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"].startswith(("no-store", "no-cache", "max-age=0"))


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
@pytest.mark.parametrize("place", PAGES)
def test_a_page_says_its_language(desk: Desk, place: str, language: str) -> None:
    browser = desk.browser("nadia")
    browser.cookies["language"] = language
    assert f'<html lang="{language}"' in browser.get(place, follow=True).content.decode()


def test_the_language_of_the_account_is_spoken_until_the_browser_is_told_another(desk: Desk) -> None:
    browser = desk.browser("nadia")
    assert '<html lang="nl"' in browser.get("/", headers={"Accept-Language": "de"}).content.decode()
    answer = browser.post("/language/", {"language": "fr", "next": "/doubts/"})
    assert answer.headers["Location"] == "/doubts/"
    assert '<html lang="fr"' in browser.get("/").content.decode()
    assert User.objects.get(email="nadia@bakkerijvanhove.example").language == "fr"


def test_a_language_we_do_not_speak_changes_nothing(desk: Desk) -> None:
    browser = desk.browser("nadia")
    browser.post("/language/", {"language": "tlh"})
    assert "language" not in browser.cookies


def test_light_and_dark_are_kept_until_the_device_decides_again(desk: Desk) -> None:
    browser = desk.browser("nadia")
    assert "data-theme" not in browser.get("/").content.decode()
    browser.post("/theme/", {"theme": "dark"})
    assert 'data-theme="dark"' in browser.get("/").content.decode()
    assert 'data-theme="dark"' in browser.get("/no/such/page").content.decode()
    browser.post("/theme/", {"theme": ""})
    assert "data-theme" not in browser.get("/").content.decode()


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/doubts/?page=2", "/doubts/?page=2"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_nobody_is_led_to_another_place_by_a_form(desk: Desk, asked: str, led: str) -> None:
    assert desk.browser().post("/theme/", {"theme": "dark", "next": asked}).headers["Location"] == led


@pytest.mark.parametrize(
    ("language", "said"),
    [("nl", "Hier is niets"), ("fr", "y a rien ici"), ("de", "Hier ist nichts"), ("en", "There is nothing here")],
)
def test_a_page_that_is_not_there_says_so_in_the_language_of_the_reader(desk: Desk, language: str, said: str) -> None:
    answer = desk.browser().get("/no/such/page", headers={"Accept-Language": language})
    assert answer.status_code == 404
    assert said in answer.content.decode()


@pytest.mark.parametrize(
    ("status", "said"),
    [(400, "niet lezen"), (403, "niet voor u"), (429, "veel tegelijk"), (500, "bij ons iets mis"), (503, "even druk")],
)
def test_there_is_a_page_for_each_thing_that_goes_wrong(desk: Desk, rf: Any, status: int, said: str) -> None:
    from django.utils import translation

    from weerbaar.desk.web.errors import page

    with translation.override("nl"):
        answer = page(rf.get("/"), status)
    assert answer.status_code == status
    assert said in answer.content.decode()


def test_an_error_of_ours_is_told_without_asking_the_database(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any
) -> None:
    from weerbaar.desk.calls import pages

    def breaks(*args: object) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr(pages, "render", breaks)
    browser = Client(raise_request_exception=False, headers={"Accept-Language": "nl"})
    answer = browser.get("/on-the-phone/")
    assert answer.status_code == 500
    assert "Er ging bij ons iets mis" in answer.content.decode()
    assert "secret words" not in answer.content.decode()


def test_someone_of_no_organisation_is_told_kindly(desk: Desk) -> None:
    User.objects.create_user("alone@elsewhere.example", "correct horse battery", language="fr")
    browser = Client()
    browser.force_login(User.objects.get(email="alone@elsewhere.example"))
    assert browser.get("/").status_code == 403


def test_whom_to_tell_inside_is_named_to_members_only(desk: Desk) -> None:
    assert "Els, +32 470 00 00 01" in desk.browser("nadia").get("/on-the-phone/").content.decode()
    assert "Els" not in desk.browser("").get("/on-the-phone/").content.decode()
