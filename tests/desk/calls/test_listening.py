"""Who may listen along, and what the desk does of it: nothing stored, one question at a time, an end to everything."""

import io
import logging
import sqlite3
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from tests.desk.cast import Desk
from weerbaar.desk.accounts.models import Organisation
from weerbaar.desk.calls import door, listener, listening
from weerbaar.desk.calls.law import LAWS, law_of
from weerbaar.desk.calls.listener import Listener
from weerbaar.desk.calls.live import Deaf, Heard
from weerbaar.desk.governance.models import Entry
from weerbaar.settings import Settings

BEGIN = "/on-the-phone/listen/"
SECRET = "please transfer 9,400 euros and tell nobody"
SOUND = b"\x10\x00" * 16_000
KIND = "application/octet-stream"


@dataclass
class Pretended:
    """A process that hears one sentence in everything."""

    begun: list[tuple[str, str]] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    deaf: str = ""

    def begin(self, call: str, language: str, *, direct: bool = False) -> None:
        if self.deaf:
            raise Deaf(self.deaf)
        self.begun.append((call, language))

    def hear(self, call: str, sound: bytes) -> Heard:
        if self.deaf:
            raise Deaf(self.deaf)
        return Heard((SECRET,), {"pay": SECRET, "no such ask": "x"}, 0.0)

    def end(self, call: str) -> None:
        self.ended.append(call)


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pretended]:
    made = Pretended()
    monkeypatch.setattr(listening, "listener", lambda: made)
    monkeypatch.setattr(listening, "heard_languages", lambda: ("en",))
    monkeypatch.setattr(listening, "_calls", {})
    return made


def opened(desk: Desk, country: str = "BE") -> None:
    """Listening along is switched on in the bakery, which works in this country."""
    door.switch(desk.member("els"), True)
    bakery = desk.bakery
    bakery.describe(bakery.description.replace('country = "BE"', f'country = "{country}"' if country else ""))
    bakery.save()


def begins(desk: Desk, name: str = "nadia", **more: str) -> Any:
    return desk.browser(name).post(BEGIN, {"language": "en", "told": "1"} | more)


@pytest.mark.parametrize(
    ("country", "on", "sent", "why"),
    [
        ("BE", True, {}, ""),
        ("NL", True, {}, ""),
        ("be", True, {}, ""),
        ("BE", False, {}, "off"),
        ("", True, {}, "country"),
        ("PL", True, {}, "law"),  # we did not read its law
        ("BE", True, {"told": ""}, "not_told"),
        ("NL", True, {"told": ""}, "not_told"),  # there the person says that they take part
        ("BE", True, {"language": "nl"}, "language"),
        ("BE", True, {"language": "tlh"}, "language"),
    ],
)
def test_a_call_is_listened_to_only_where_everyone_agreed_to_it(
    desk: Desk, process: Pretended, country: str, on: bool, sent: dict[str, str], why: str
) -> None:
    opened(desk, country)
    if not on:
        door.switch(desk.member("els"), False)
    answer = begins(desk, **sent)
    assert answer.json().get("why", "") == why
    assert (answer.status_code == 201) == bool(process.begun) == (not why)
    if why:
        assert answer.json()["wrong"]


def test_without_a_model_the_page_says_so_and_gives_the_same_list(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "heard_languages", tuple)
    opened(desk)
    answer = desk.browser("nadia").get("/on-the-phone/")
    said = answer.content.decode()
    assert 'id="listen-form"' not in said
    assert said.count('name="ask"') == 11
    assert "microphone=()" in answer.headers["Permissions-Policy"]


def test_the_microphone_is_allowed_on_that_page_alone_and_only_when_switched_on(desk: Desk, process: Pretended) -> None:
    places = ("/on-the-phone/", "/", "/doubts/")
    browser = desk.browser("nadia")
    assert {"microphone=()" in browser.get(one).headers["Permissions-Policy"] for one in places} == {True}
    opened(desk)
    assert [one for one in places if "microphone=(self)" in browser.get(one).headers["Permissions-Policy"]] == [places[0]]
    assert "microphone=(self)" not in desk.browser().get(places[0]).headers["Permissions-Policy"]


def test_what_is_heard_comes_back_and_stands_nowhere(desk: Desk, process: Pretended, caplog: pytest.LogCaptureFixture) -> None:
    opened(desk)
    before = dump(desk)
    with caplog.at_level(logging.DEBUG):
        call = begins(desk).json()["call"]
        browser = desk.browser("nadia")
        told = browser.post(f"{BEGIN}{call}/", SOUND, content_type=KIND)
        assert told.json() == {
            "lines": [SECRET],
            "asks": [{"ask": "pay", "sentence": SECRET}],
            "missed": 0.0,
            "synthetic": False,
        }
        assert "no-store" in told.headers["Cache-Control"]
        assert browser.post(f"{BEGIN}{call}/end/").status_code == 204
    assert process.ended == [call]
    assert set(Entry.objects.values_list("action", flat=True)) == {"listening switched on", "signed in"}
    assert call not in caplog.text
    assert "9,400" not in caplog.text
    new = dump(desk) - before
    assert not [line for line in new if "9,400" in line or call in line]


def dump(desk: Desk) -> set[str]:
    """Every line of the database."""
    with sqlite3.connect(desk.home / "database.sqlite3") as database:
        return set(database.iterdump())


def test_nobody_hears_the_call_of_another(desk: Desk, process: Pretended) -> None:
    opened(desk)
    call = begins(desk).json()["call"]
    for name in ("tom", "els", "mila"):
        answer = desk.browser(name).post(f"{BEGIN}{call}/", SOUND, content_type=KIND)
        assert (answer.status_code, answer.json()["why"]) == (410, "ended")
        desk.browser(name).post(f"{BEGIN}{call}/end/")
    assert process.ended == []
    assert desk.browser("nadia").post(f"{BEGIN}{call}/", SOUND, content_type=KIND).status_code == 200


def test_a_person_has_one_call_and_the_desk_no_more_than_it_can_follow(desk: Desk, process: Pretended, settings: Any) -> None:
    settings.WEERBAAR_DESK = replace(settings.WEERBAAR_DESK, calls_heard=2)
    opened(desk)
    first, second = begins(desk).json()["call"], begins(desk).json()["call"]
    assert process.ended == [first]
    assert begins(desk, "tom").status_code == 201
    answer = begins(desk, "ines")
    assert (answer.status_code, answer.json()["why"]) == (429, "busy")
    desk.browser("nadia").post(f"{BEGIN}{second}/end/")
    assert begins(desk, "ines").status_code == 201


def test_a_call_that_no_page_asks_about_is_forgotten(desk: Desk, process: Pretended, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(desk)
    call = begins(desk).json()["call"]
    later = time.monotonic() + listening.SILENT_SECONDS + 1
    monkeypatch.setattr(listening.time, "monotonic", lambda: later)
    begins(desk, "tom")
    assert call in process.ended
    assert desk.browser("nadia").post(f"{BEGIN}{call}/", SOUND, content_type=KIND).status_code == 410


@pytest.mark.parametrize(("deaf", "status"), [("failed", 503), ("no_model", 409), ("language", 409)])
def test_a_process_that_fails_is_told_kindly(desk: Desk, process: Pretended, deaf: str, status: int) -> None:
    opened(desk)
    call = begins(desk).json()["call"]
    process.deaf = deaf
    answer = desk.browser("nadia").post(f"{BEGIN}{call}/", SOUND, content_type=KIND)
    assert (answer.status_code, answer.json()["why"]) == (status, deaf)
    assert answer.json()["wrong"]
    assert desk.browser("nadia").post(f"{BEGIN}{call}/", SOUND, content_type=KIND).status_code == 410


def test_only_who_looks_after_the_organisation_switches_it_and_says_that_people_know(desk: Desk) -> None:
    els = desk.browser("els")
    els.post("/team/calls/", {"on": "1"})
    assert not door.is_open(Organisation.objects.get(pk=desk.bakery.pk))
    els.post("/team/calls/", {"on": "1", "told": "1"})
    assert door.is_open(desk.bakery)
    assert not door.is_open(desk.garage)
    els.post("/team/calls/", {"on": "1", "told": "1"})
    els.post("/team/calls/", {})
    assert not door.is_open(desk.bakery)
    actions = Entry.objects.filter(action__startswith="listening").order_by("sequence").values_list("action", "actor")
    assert list(actions) == [("listening switched on", desk.user("els").pk), ("listening switched off", desk.user("els").pk)]


@pytest.mark.parametrize("country", sorted(LAWS))
def test_every_law_names_its_sources_and_how_sure_we_are(country: str) -> None:
    law = LAWS[country]
    assert all(law.sources)
    assert law.sure == "K ?"
    assert law_of(country.lower()) == law


@pytest.mark.parametrize(("words", "languages"), [(51_864, ("en",)), (51_865, ("nl", "fr", "de", "en"))])
def test_a_model_tells_its_languages_by_its_words(tmp_path: Any, words: int, languages: tuple[str, ...]) -> None:
    (tmp_path / "vocabulary.txt").write_text("x\n" * words, encoding="utf-8")
    assert listening._languages(tmp_path) == languages


SCRIPTED = """
import sys
from tests.desk.calls.ears import Script
from weerbaar.desk.calls.listener import serve
from weerbaar.desk.calls.room import Room
serve(sys.stdin.buffer, sys.stdout.buffer, Room(lambda settings, language: Script(("please", "pay", "the invoice"))))
"""


def test_a_process_of_its_own_listens_forgets_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listener, "IDLE_SECONDS", 0.5)
    monkeypatch.setenv("PYTHONPATH", ":".join(sys.path))
    there = Listener(Settings(), (sys.executable, "-c", SCRIPTED))
    with pytest.raises(Deaf):
        there.hear("a", b"")
    there.begin("a", "en")
    assert there.runs
    told = [there.hear("a", bytes(second_of(n))) for n in (1, 2, 3)][-1]
    assert told == Heard(("please pay the invoice",), {"pay": "please pay the invoice"}, 0.0)
    there.end("a")
    with pytest.raises(Deaf, match="failed"):
        there.hear("a", SOUND)
    end = time.monotonic() + 20
    while there.runs and time.monotonic() < end:
        time.sleep(0.1)
    assert not there.runs


def second_of(word: int) -> bytes:
    """A second of the n-th word, as a page sends it."""
    return (int(word * 32.768) + 1).to_bytes(2, "little", signed=True) * 16_000


def test_what_is_no_message_ends_the_process_and_tells_nothing() -> None:
    answers = io.BytesIO()
    listener.serve(io.BytesIO(b"\xff" * 200), answers, None)  # type: ignore[arg-type]
    listener.serve(io.BytesIO(listener.HEAD.pack(2, 0) + b"[]"), answers, None)  # type: ignore[arg-type]
    assert answers.getvalue() == b""
