import json
import math
import re
from datetime import date
from functools import cache
from importlib.resources import files

import jsonschema
import pytest
from tests.organisation import BAKERY, NOBODY

from weerbaar.look import Look, look
from weerbaar.model.item import Item
from weerbaar.model.verdict import Band
from weerbaar.report.account import in_words, percent, steps
from weerbaar.report.page import page
from weerbaar.report.record import as_line, record
from weerbaar.report.text import answer, line

EVIL = "<script>alert(1)</script>\x1b[31m\u202e"
MESSAGE = f"""From: "Els Van Hove {EVIL}" <els@bakkerijvanhove.example>
To: tom@bakkerijvanhove.example
Reply-To: "{EVIL}" <els.directie@post<b>vak.example>
Subject: {EVIL}

Tom, betaal vandaag nog 4.800 euro op BE71 0961 2345 6769 via https://swindle.example/{EVIL} en zeg het aan niemand.
"""


@cache
def looked(language: str = "nl", message: str = MESSAGE) -> Look:
    organisation = BAKERY if message else NOBODY
    item = Item(f"mail {EVIL}.eml", message.encode("utf-8", "replace"))
    return look(item, organisation, language=language, today=date(2027, 8, 1))


NAME = f"map/mail {EVIL}.eml"
LANGUAGES = ("nl", "fr", "de", "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("message", [MESSAGE, "", "From: a@b.example\n\nDag Tom, tot morgen om tien uur in de winkel.\n"])
def test_the_record_keeps_to_its_schema(language: str, message: str) -> None:
    schema = json.loads(files("weerbaar.report").joinpath("record.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    written = as_line(record(NAME, looked(language, message)))
    assert written.isascii() and written.isprintable()
    jsonschema.validate(json.loads(written), schema)


def test_a_name_that_is_no_unicode_can_still_be_written() -> None:
    assert json.loads(as_line(record("mail\udcff.eml", looked())))["path"] == "mail?.eml"


def test_the_account_adds_up_to_the_probability() -> None:
    verdict = looked().verdict
    last = list(steps(verdict, "en"))[-1]
    assert math.isclose(last.after, verdict.probability)


@pytest.mark.parametrize(
    ("log_ratio", "language", "words"),
    [
        (math.log(3.4), "en", "3.4 times more often in fraud"),
        (math.log(3.4), "nl", "3,4 keer vaker bij fraude"),
        (-math.log(25), "de", "25-mal häufiger bei ehrlichen Nachrichten"),
        (0.0, "en", "does not count: as often in both, or a stronger point of the same group counts already"),
    ],
)
def test_a_weight_is_told_in_plain_words(log_ratio: float, language: str, words: str) -> None:
    assert in_words(log_ratio, language) == words


@pytest.mark.parametrize(
    ("p", "language", "shown"), [(0.5, "nl", "50,0%"), (0.5, "fr", "50,0 %"), (1.0, "en", "> 99.9%"), (0.0, "en", "< 0.1%")]
)
def test_a_percentage_is_written_as_the_language_does(p: float, language: str, shown: str) -> None:
    assert percent(p, language) == shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_terminal_answer_holds_nothing_that_moves_the_cursor(language: str) -> None:
    written = answer(NAME, looked(language), explain=True)
    assert all(c == "\n" or c.isprintable() for c in written)
    assert max(map(len, written.splitlines())) <= 90
    assert not re.search(r"https?://|example(?<!\[\.\]example)", written.replace("[.]example", ""))


def test_the_band_is_told_by_symbol_and_word_and_colour() -> None:
    plain, coloured = answer("a.eml", looked()), answer("a.eml", looked(), colour=True)
    assert any(f"{symbol} " in plain.splitlines()[0] for symbol in "✖▲✔?")
    assert "\x1b[" not in plain
    assert "\x1b[" in coloured


def test_explain_adds_every_finding_with_its_source() -> None:
    short, whole = answer("a.eml", looked("en")), answer("a.eml", looked("en"), explain=True, width=110)
    assert "log10" not in short
    for weight in looked("en").verdict.weights:
        assert weight.finding.id in whole
    assert "What would change the answer" in whole


def test_one_of_many_is_one_line() -> None:
    assert line(NAME, looked()).count("\n") == 1
    assert len(line(NAME, looked(), width=80).rstrip("\n")) <= 80


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_closed_in_itself(language: str) -> None:
    made = page([(NAME, looked(language)), ("b.eml", looked(language, "From: a@b.example\n\nTot morgen om tien uur.\n"))])
    assert f'<html lang="{language}">' in made
    assert "<script" not in made and "alert(1)" not in re.sub(r"&lt;script&gt;alert\(1\)", "", made)
    assert not re.search(r"https?:", made)
    assert set(re.findall(r'href="([^"]*)"', made)) == {"#answer-1", "#answer-2"}
    assert not re.search(r"\s(?:src|style|on\w+)=", made)
    assert "default-src 'none'" in made.replace("&#x27;", "'")
    assert "\x1b" not in made and "\u202e" not in made


def test_one_answer_needs_no_table_of_answers() -> None:
    assert 'href="#answer-1"' not in page([("a.eml", looked())])


def test_a_page_without_answers_is_still_a_page() -> None:
    assert page([]).startswith("<!doctype html>")


def test_the_style_is_the_one_the_policy_allows() -> None:
    import base64
    import hashlib

    made = page([("a.eml", looked())])
    style = re.search(r"<style>(.*?)</style>", made, re.S)
    assert style
    assert base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode() in made


def test_nothing_to_read_is_told_as_such() -> None:
    assert looked("en", "").verdict.band is Band.CANNOT_JUDGE
    assert "We cannot judge this." in answer("a.eml", looked("en", ""))
