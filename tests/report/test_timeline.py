"""A video in an answer: what sits at which second, drawn and told, in four languages; nothing a stranger wrote gets out of its place."""

import re
from dataclasses import replace
from functools import cache

import pytest
from bench import seeds
from bench.films import card, film
from tests.organisation import NOBODY

from weerbaar.look import Look, look
from weerbaar.model.item import Item
from weerbaar.model.part import Parts, Text, TextKind, Video
from weerbaar.report.page import page
from weerbaar.report.record import record
from weerbaar.report.timeline import Mark, Timeline, as_record, drawn, of_record, sheets, timelines
from weerbaar.settings import Settings

LANGUAGES = ("nl", "fr", "de", "en")
EVIL = '<script>alert(1)</script>" onload="x'


@cache
def looked(language: str) -> Look:
    hall = card("", ground=(40, 90, 60))
    data = film([(hall, 2), (card("Scan", code=seeds.qr()), 2)])
    return look(Item("film.mp4", data), NOBODY, language=language, settings=Settings(ocr=False, listen=False))


def line(name: str = "film.mp4", told: str = "Betaal vandaag") -> Timeline:
    marks = (Mark(0.0, "words", told), Mark(42.0, "code", told), Mark(60.0, "speech", told), Mark(89.5, "finding", told))
    return Timeline(name, 90.0, (0.0, 42.0), marks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_codes_and_findings_stand_at_their_second(language: str) -> None:
    [found] = timelines(looked(language))
    assert (found.name, found.seconds, found.times) == ("film.mp4", 3.8, (0.0, 2.4))
    assert [(mark.seconds, mark.lane) for mark in found.marks][:2] == [(2.0, "code"), (2.0, "finding")]
    assert all("https://" not in mark.told and "levering-melding[.]example" in mark.told for mark in found.marks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_sheet_plot_and_table(language: str) -> None:
    shown = page([("film.mp4", looked(language))])
    assert shown.count('<img class="film-sheet" src="data:image/jpeg;base64,') == 1
    assert re.search(r'<svg class="film-line"[^>]* role="img" aria-label="[^"]*film\.mp4[^"]*">', shown)
    assert "0:02" in re.sub("<[^>]+>", " ", shown)
    assert 'alt=""' not in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_speech_and_words_are_marks_too(language: str) -> None:
    seen = looked(language)
    said = Text("film.mp4", "Betaal vandaag", TextKind.SPEECH, "nl", heard=((3.5, "Betaal vandaag"),))
    words = Text("film.mp4 @ 0:02", "Scan de code", TextKind.PICTURE, "nl")
    elsewhere = Text("brief.pdf > page 1", "Beste", TextKind.PICTURE, "nl")
    [found] = timelines(replace(seen, parts=Parts((*seen.parts.all, said, words, elsewhere))))
    lanes = [(mark.seconds, mark.lane, mark.told) for mark in found.marks if mark.lane in ("words", "speech")]
    assert lanes == [(2.0, "words", "Scan de code"), (3.5, "speech", "Betaal vandaag")]


def test_a_record_keeps_what_is_drawn() -> None:
    assert of_record(as_record(line())) == line()
    assert record("film.mp4", looked("nl"))["videos"] == [as_record(one) for one in timelines(looked("nl"))]


def test_nothing_a_stranger_wrote_leaves_its_place() -> None:
    shown = drawn([line(EVIL, EVIL)], [b"\xff\xd8\xff<script>"], "en")
    assert "<script" not in shown
    assert 'onload="' not in shown
    assert "style=" not in shown


def test_a_sheet_that_is_no_jpeg_is_not_shown() -> None:
    assert "<img" not in drawn([line()], [b"<svg onload=alert(1)>"], "en")


def test_where_no_moment_was_read_nothing_is_drawn() -> None:
    seen = looked("en")
    unread = replace(seen, parts=Parts((Video("film.mp4", "film.mp4", "mp4"),)))
    assert timelines(unread) == ()
    assert sheets(unread.parts) == ()
    assert '<section class="film"' not in page([("film.mp4", unread)])


def test_a_film_without_words_or_codes_says_so() -> None:
    assert "No words, codes or speech" in drawn([Timeline("film.mp4", 9.0, (0.0,), ())], [], "en")
