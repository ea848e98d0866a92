"""The prompts to develop on: which are clean, and that every mark in them is understood."""

import pytest
from corpus.prompts.check import CLASSES, LEFT
from corpus.prompts.load import LANGUAGES
from corpus.prompts_dev.load import is_clean, load


@pytest.mark.parametrize(
    ("source", "clean"),
    [
        ("Niets te zien", True),
        ("Kaart {{~wrong:card}} uit de handleiding", True),
        ("Schrijf naar [[?mail:info@kade.example]]", True),
        ("Bel [[?phone:{{phone:BE}}]]", True),
        ("Dag [[person:An]]", False),
        ("Rekening {{iban:BE}}", False),
        ("[[?mail:info@kade.example]] van [[person:An]]", False),
        ("{{~iban:BE}} en {{iban:BE}}", False),
        ("een tabel[[0]] zonder mark", False),
    ],
)
def test_a_prompt_is_clean_when_nothing_in_it_must_be_found(source: str, clean: bool):
    assert is_clean(source) is clean


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mark_is_understood(language: str):
    for prompt in load(language):
        assert not LEFT.search(prompt.text), prompt.id
        assert {span.cls for span in (*prompt.spans, *prompt.optional)} <= CLASSES, prompt.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_prompt_is_written_twice(language: str):
    texts = [prompt.text for prompt in load(language)]
    assert len(texts) == len(set(texts))
