"""The general texts are the same house in four languages."""

import string
from collections.abc import Iterator
from importlib.resources import files

import pytest

from weerbaar.advise.actions import topics
from weerbaar.advise.points import points
from weerbaar.advise.sentences import LANGUAGES, findings, general
from weerbaar.learned.models import MODELS
from weerbaar.model.finding import Question, Reason
from weerbaar.model.verdict import Band
from weerbaar.weigh.enfsi import SCALE
from weerbaar.weigh.weigh import rules

SAMPLE = {"contact": "Els", "name": "De Kroon", "phone": "+32 9", "n": 3, "what": "x", "where": "x", "date": "2026-11-01"}
SAMPLE |= {"saw": "x", "band": "x", "id": "x", "verify": "x", "read": "x", "word": "x", "side": "x", "version": "1"}
SAMPLE |= {"day": "2026-11-21", "messages": "9", "fraud": "9", "honest": "9", "share": "95", "low": "1.1", "high": "2.2"}


def sentences(language: str) -> Iterator[tuple[str, str]]:
    for table, entries in general(language).items():
        for key, sentence in entries.items():
            yield f"{table}.{key}", sentence


def fill_ins(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_sentences_with_the_same_fill_ins(language: str) -> None:
    there = {key: fill_ins(sentence) for key, sentence in sentences(language)}
    assert there == {key: fill_ins(sentence) for key, sentence in sentences("en")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_files_and_learned_findings(language: str) -> None:
    learned = {id for id in findings(language) if id.startswith("learned.")}
    assert learned == {id for id in findings("en") if id.startswith("learned.")}
    assert {model.id for model in MODELS} <= learned


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_formats_and_ends(language: str) -> None:
    for key, sentence in sentences(language):
        told = sentence.format(**SAMPLE)
        assert told == told.strip() and "  " not in told, key
        if key.split(".")[0] in ("headline", "sure", "rule", "nothing", "do", "do_not", "already", "not_looked", "verify"):
            assert told[-1] in ".?x", key


@pytest.mark.parametrize("language", LANGUAGES)
def test_people_are_spoken_to_politely(language: str) -> None:
    informal = {"nl": {"je", "jij", "jouw"}, "fr": {"tu", "ton", "tes"}, "de": {"du", "dein", "deine", "dich"}, "en": set()}
    for key, sentence in sentences(language):
        assert not informal[language] & set(sentence.lower().replace(",", " ").replace(".", " ").split()), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_can_be_said_has_a_sentence(language: str) -> None:
    texts = general(language)
    bands = {band.name.lower() for band in Band}
    for table in ("band", "headline", "sure", "tell"):
        assert bands <= set(texts[table]), table
    assert {reason.name.lower() for reason in Reason} <= set(texts["not_looked"])
    assert {question.value for question in Question} == set(texts["question"])
    assert {rule.name for rule in rules()} <= set(texts["rule"])
    assert {purpose for point in points() for purpose in point.purposes} <= set(texts["purpose"])
    assert {word for _, word in SCALE} | {"no"} == set(texts["enfsi"])
    for topic in topics():
        assert topic.name in texts["do"] and topic.name in texts["do_not"] and topic.already in texts["already"]


def test_sentences_stay_short() -> None:
    for language in LANGUAGES:
        for key, sentence in sentences(language):
            longest = max(len(part.split()) for part in sentence.replace("?", ".").replace(":", ".").split("."))
            assert longest <= 28, (language, key)


def test_no_other_language_lies_about() -> None:
    there = {f.name for f in files("weerbaar.advise").joinpath("texts").iterdir() if f.is_dir() and not f.name.startswith("_")}
    assert there == set(LANGUAGES)
