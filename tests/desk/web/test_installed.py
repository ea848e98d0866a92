"""The desk as an app on a phone."""

import struct
from pathlib import Path

import pytest

from tests.desk.cast import Desk
from weerbaar.desk.web.catalogue import WEB


@pytest.mark.parametrize(
    ("language", "name"), [("nl", "Weerbaar: breng een twijfel"), ("de", "Weerbaar: einen Zweifel bringen")]
)
def test_the_manifest_speaks_the_language_of_the_reader(desk: Desk, language: str, name: str) -> None:
    answer = desk.browser().get("/manifest.webmanifest", headers={"Accept-Language": language})
    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert (answer.json()["name"], answer.json()["lang"]) == (name, language)


def test_a_phone_can_share_words_and_every_kind_of_file_we_read(desk: Desk) -> None:
    share = desk.browser().get("/manifest.webmanifest").json()["share_target"]
    assert (share["action"], share["method"], share["enctype"]) == ("/share/", "POST", "multipart/form-data")
    assert {key: share["params"][key] for key in ("title", "text", "url")} == {"title": "title", "text": "text", "url": "url"}
    accepted = set(share["params"]["files"][0]["accept"])
    assert {"image/*", "audio/*", "video/*", "application/pdf", ".eml", ".msg", ".txt"} <= accepted


def test_every_icon_has_the_size_it_says(desk: Desk) -> None:
    for icon in desk.browser().get("/manifest.webmanifest").json()["icons"]:
        data = WEB.joinpath("static", icon["src"].removeprefix("/static/")).read_bytes()
        assert struct.unpack(">II", data[16:24]) == tuple(map(int, icon["sizes"].split("x")))


def test_the_service_worker_may_look_after_the_whole_desk(desk: Desk) -> None:
    answer = desk.browser().get("/service-worker.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.content == Path(WEB, "static", "service-worker.js").read_bytes()


def test_the_page_without_connection_is_the_same_for_everyone(desk: Desk) -> None:
    nobody, nadia = desk.browser(), desk.browser("nadia")
    assert nobody.get("/offline/", headers={"Accept-Language": "nl"}).content == nadia.get("/offline/").content
    assert "Set-Cookie" not in nobody.get("/offline/").headers
