"""Add-ins for mail programs."""

import io
import json
import zipfile
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.desk.cast import Desk
from weerbaar.desk.accounts.models import User
from weerbaar.desk.api.models import Key
from weerbaar.desk.webextension import pattern

PLACES = ["/addins/weerbaar-outlook.xml", "/addins/outlook/", "/addins/outlook/allow/"]


@pytest.fixture
def with_outlook(settings: Any) -> None:
    settings.WEERBAAR_DESK = replace(settings.WEERBAAR_DESK, outlook=True, public_url="https://desk.bakkerijvanhove.example")
    settings.ALLOWED_HOSTS = ["testserver"]


def test_the_add_on_for_thunderbird_knows_its_desk_and_asks_nobody_else(desk: Desk, settings: Any) -> None:
    settings.WEERBAAR_DESK = replace(settings.WEERBAAR_DESK, public_url="https://desk.bakkerijvanhove.example/")
    answer = desk.browser().get("/addins/weerbaar.xpi")
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    manifest = json.loads(archive.read("manifest.json"))
    assert manifest["host_permissions"] == ["https://desk.bakkerijvanhove.example/*"]
    assert manifest["permissions"] == ["messagesRead", "storage"]
    assert json.loads(archive.read("desk.json")) == {"base": "https://desk.bakkerijvanhove.example"}
    named = {manifest["message_display_action"]["default_popup"], *manifest["icons"].values(), "popup.js", "popup.css"}
    assert named <= set(archive.namelist())
    assert {f"_locales/{one}/messages.json" for one in ("nl", "fr", "de", "en")} <= set(archive.namelist())
    assert desk.browser().get("/addins/weerbaar.xpi").content == answer.content


@pytest.mark.parametrize(
    ("place", "asked"),
    [
        ("https://desk.example", "https://desk.example/*"),
        ("http://localhost:8000", "http://localhost/*"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]/*"),
    ],
)
def test_what_an_extension_may_ask_names_no_port(place: str, asked: str) -> None:
    assert pattern(place) == asked


@pytest.mark.parametrize("place", PLACES)
def test_outlook_is_there_only_where_the_desk_wants_it(desk: Desk, place: str) -> None:
    assert desk.browser("nadia").get(place).status_code == 404
    assert "staat het uit" in desk.browser("nadia").get("/addins/").content.decode()


@pytest.mark.usefixtures("with_outlook")
def test_the_manifest_for_outlook_leads_to_this_desk_alone(desk: Desk) -> None:
    said = desk.browser().get("/addins/weerbaar-outlook.xml").content.decode()
    tree = ElementTree.fromstring(said)
    places = [
        value for one in tree.iter() for name, value in one.attrib.items() if value.startswith("http") and "xsi" not in name
    ]
    assert places
    assert all(place.startswith("https://desk.bakkerijvanhove.example/") for place in places)
    words = {one.attrib["Value"] for one in tree.iter() if one.tag.endswith("Override") and "Value" in one.attrib}
    assert {"Twijfelt u hieraan?", "Zweifeln Sie daran?", "Do you doubt this?"} <= words


@pytest.mark.usefixtures("with_outlook")
def test_the_pane_may_be_framed_by_outlook_and_load_its_script_and_no_other_page_may(desk: Desk) -> None:
    pane = desk.browser().get("/addins/outlook/")
    assert "X-Frame-Options" not in pane.headers
    policy = pane.headers["Content-Security-Policy"]
    assert "script-src 'self' https://appsforoffice.microsoft.com;" in policy
    assert "frame-ancestors 'self' https://outlook.office.com" in policy
    assert "microsoft" not in desk.browser("nadia").get("/").headers["Content-Security-Policy"]


def with_a_password(desk: Desk) -> User:
    user = desk.user("nadia")
    user.set_password("correct horse battery")
    user.save()
    return user


@pytest.mark.usefixtures("with_outlook")
def test_the_pane_gets_a_key_that_brings_and_reads_answers_once_its_reader_proved_who_they_are(desk: Desk) -> None:
    with_a_password(desk)
    browser = desk.browser("nadia")
    asked = browser.post("/addins/outlook/key/")
    assert asked.headers["Location"].startswith("/account/reauthenticate/")
    assert not Key.objects.exists()
    said = browser.post(asked.headers["Location"], {"password": "correct horse battery"}, follow=True).content.decode()
    key = Key.objects.get()
    assert key.scopes == ["bring", "answers"]
    assert f'data-secret="{key.prefix}' in said
