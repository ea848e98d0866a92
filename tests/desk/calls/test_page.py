"""The page beside the telephone: for anyone, and with notes that become a doubt for members."""

from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

import weerbaar.detect
from tests.desk.cast import Desk
from weerbaar.desk.calls.asks import ASKS
from weerbaar.desk.calls.live import LIVE
from weerbaar.desk.calls.notes import Notes, text_of
from weerbaar.desk.calls.say import LANGUAGES, say
from weerbaar.desk.cases.models import Case
from weerbaar.look import look
from weerbaar.model.item import Item, Way

PLACE = "/on-the-phone/"


def test_everything_that_is_told_live_is_an_ask_of_the_detectors() -> None:
    there = {file.stem for file in (Path(weerbaar.detect.__file__).parent / "_asks").glob("*.toml")}
    assert set(ASKS) == set(LIVE)
    assert {ask for asks in LIVE.values() for ask in asks} <= there


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_what_is_ticked_is_understood_by_the_detectors_in_every_language(language: str) -> None:
    wrong = []
    for name in ASKS:
        with override(language):
            text = text_of(Notes(asks=(name,)))
        found = {one.id for one in look(Item("call", text.encode(), Way.TEXT)).findings}
        if not found & {f"text.{ask}" for ask in LIVE[name]}:
            wrong.append((name, text, sorted(found)))
    assert wrong == []


def test_each_sentence_is_said_in_four_languages() -> None:
    for language in LANGUAGES:
        for said in say(language).values():
            assert said.own.language == language
            assert {said.own.language, *(one.language for one in said.others)} == set(LANGUAGES)
            assert len(said.own.text) < 170
    assert say("it")["stop"].own.language == "en"


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_the_page_says_what_to_say_to_anyone_and_offers_the_rest_to_members(desk: Desk, language: str) -> None:
    browser = desk.browser()
    browser.cookies["language"] = language
    said = browser.get(PLACE).content.decode()
    assert all(one.own.text.replace("'", "&#x27;") in said for name, one in say(language).items() if name != "told")
    assert "/on-the-phone/notes/" not in said
    assert "Els, +32" not in said
    known = desk.browser("nadia").get(PLACE).content.decode()
    assert "/on-the-phone/notes/" in known
    assert "Els, +32" in known
    assert known.count('name="ask"') == len(ASKS)


def test_the_notes_of_a_call_become_a_doubt_with_what_was_ticked_and_nothing_else(desk: Desk) -> None:
    form = {"form": "f1", "ask": ["pay", "secret", "no such"], "sentence": ["please transfer it  today"], "caller": "Els Van Hove",
            "number": "+32 470 11 22 33", "words": "18.400 euro"}  # fmt: skip
    answer = desk.browser("nadia").post("/on-the-phone/notes/", form)
    case = Case.objects.get()
    assert answer.headers["Location"] == f"/doubts/{case.ref}/"
    with override("nl"):
        expected = f"{ASKS['pay'].kept}\n{ASKS['secret'].kept}\n“please transfer it today”\n18.400 euro"
    assert case.original().decode() == expected
    assert "Els Van Hove" in case.about.name
    assert "+32 470 11 22 33" in case.about.comment
    assert (case.reporter, case.language) == (desk.user("nadia"), "nl")


def test_the_same_form_sent_twice_is_one_doubt(desk: Desk) -> None:
    for _ in range(2):
        desk.browser("nadia").post("/on-the-phone/notes/", {"form": "f1", "ask": ["pay"]})
    assert Case.objects.count() == 1


def test_notes_with_nothing_in_them_are_not_taken_in_and_keep_what_was_written(desk: Desk) -> None:
    answer = desk.browser("nadia").post("/on-the-phone/notes/", {"caller": "De bank", "words": "  "})
    assert answer.status_code == 422
    assert 'value="De bank"' in answer.content.decode()
    assert not Case.objects.exists()


def test_a_note_can_hold_anything_and_not_too_much_of_it(desk: Desk) -> None:
    sent: dict[str, Any] = {
        "words": "a\0\u202e" + "x" * 10_000,
        "caller": "y" * 900,
        "sentence": ["z" * 900] * 40,
        "form": "q" * 99,
    }
    assert desk.browser("nadia").post("/on-the-phone/notes/", sent).status_code == 302
    assert len(Case.objects.get().original()) < 8_000


def test_the_old_address_is_still_the_one_in_the_navigation(desk: Desk) -> None:
    assert f'href="{PLACE}"' in desk.browser("nadia").get("/").content.decode()
