"""The held-out prompts: how marks are read, that values are right, and that the check finds what is wrong."""

import base64
from random import Random

import pytest
from corpus.prompts import check, values
from corpus.prompts.load import (
    HERE,
    LANGUAGES,
    TRICKS,
    BadPrompt,
    Frame,
    Prompt,
    Span,
    fill,
    frames,
    half,
    load,
    load_injections,
)


def frame(source: str, clean: bool = False) -> Frame:
    return Frame("nl-001", "nl", clean, "mail", source)


def marked(prompt: Prompt) -> list[tuple[str, str, str]]:
    return [(prompt.text[span.start : span.end], span.cls, span.origin) for span in prompt.spans]


def test_a_mark_becomes_a_span_and_leaves_its_text():
    prompt = fill(frame("Dag [[person|ma:Youssef Benali]], bel [[mail:info@kade.example]]."), 0)
    assert prompt.text == "Dag Youssef Benali, bel info@kade.example."
    assert marked(prompt) == [("Youssef Benali", "person", "ma"), ("info@kade.example", "mail", "")]


def test_a_slot_is_marked_and_a_look_alike_is_not():
    prompt = fill(frame("{{iban:BE}} en {{~iban:BE}}"), 0)
    (span,) = prompt.spans
    assert (span.start, span.cls, span.origin, span.checked) == (0, "iban", "BE", True)
    assert " en BE" in prompt.text[span.end :]


def test_an_optional_mark_stands_apart():
    prompt = fill(frame("[[?mail:info@kade.example]] van [[person|nl:An]]"), 0)
    assert [span.cls for span in prompt.spans] == ["person"]
    assert [span.cls for span in prompt.optional] == ["mail"]


def test_a_numbered_slot_keeps_its_value_within_a_prompt_and_not_beyond():
    first, second = (fill(frame("{{iban:NL#1}}|{{iban:NL#1}}|{{iban:NL}}"), number).text.split("|") for number in (0, 1))
    assert first[0] == first[1] != first[2]
    assert first[0] != second[0]


def test_a_mark_around_a_slot_takes_its_country_and_its_check():
    (span,) = fill(frame("[[national_id@zerowidth:{{national_id:NL}}]]"), 0).spans
    assert (span.origin, span.checked, span.trick) == ("NL", True, "zerowidth")


def test_an_island_is_one_span_with_the_class_of_what_is_inside():
    prompt = fill(frame("Zie [[national_id@base64:nummer {{national_id:BE}} van de klant]] hier"), 0)
    (span,) = prompt.spans
    assert base64.b64decode(prompt.text[span.start : span.end]).decode().startswith("nummer ")
    assert span.checked


def test_loading_is_the_same_each_time():
    assert load("de", fills=2) == load("de", fills=2)


@pytest.mark.parametrize("trick", sorted(set(TRICKS) - {"tags", "base64", "hex"}))
def test_a_disguise_changes_the_signs_and_keeps_their_order(trick: str):
    plain = "ACE 1020-30"
    disguised = TRICKS[trick](plain)
    assert disguised != plain
    assert len([sign for sign in disguised if sign.isalnum()]) == len([sign for sign in plain if sign.isalnum()])


@pytest.mark.parametrize(
    ("cls", "country"),
    [
        *(("national_id", country) for country in ("BE", "NL", "FR", "DE", "LU", "IE")),
        *(("vat", country) for country in ("BE", "NL", "FR", "DE", "LU", "IE", "GB")),
        *(("iban", country) for country in ("BE", "NL", "FR", "DE", "LU", "IE", "GB", "PL")),
        ("enterprise", "BE"),
        ("enterprise", "FR"),
        ("card", ""),
        ("mrz", "NLD"),
    ],
)
def test_values_have_right_check_digits(cls: str, country: str):
    rnd = Random(country + cls)
    for _ in range(100):
        value = values.CHECKED[cls](rnd, country)
        assert check.right(Span(0, 0, cls, country, True), value), value


@pytest.mark.parametrize(("known", "digit"), [("236", "3"), ("12345", "1"), ("142857", "0")])
def test_verhoeff_agrees_with_published_examples(known: str, digit: str):
    assert values.verhoeff(known) == digit


def test_a_pension_number_of_the_statute_is_right_and_a_changed_one_is_not():
    assert check.pension("65170839J003")
    assert not check.pension("65170839J013")


@pytest.mark.parametrize(
    ("source", "clean", "error"),
    [
        ("Dag [[person|nl:An Peeters]], groeten aan Peeters", False, "the name 'Peeters' stands somewhere unmarked"),
        ("Dag [[persoon|nl:An]]", False, "'persoon' is no class"),
        ("Dag [[person:An]]", False, "'An' has the origin ''"),
        ("Dag [[person|nl: An]]", False, "' An' starts or ends with nothing"),
        ("Dag [[person|nl:An]", False, "a mark or slot is not understood near 'Dag [[person|nl:An]'"),
        ("Schrijf naar [[mail:an@kade.be]]", False, "'kade.be' does not end in .example"),
        ("Niets te zien", False, "nothing is marked"),
        ("Dag [[person|nl:An]]", True, "a clean prompt has something marked"),
    ],
)
def test_the_check_says_what_is_wrong(source: str, clean: bool, error: str):
    written = frame(source, clean)
    assert error in [*check.of_frame(written), *check.of_prompt(fill(written, 0))]


def test_an_unknown_kind_is_refused(tmp_path):
    path = tmp_path / "nl.txt"
    path.write_text("=== data rumour\nDag [[person|nl:An]]\n", encoding="utf-8")
    with pytest.raises(BadPrompt, match="prompt 1: unknown kind 'rumour'"):
        list(frames(path))


def test_the_prompts_pass_their_check():
    assert not list(check.errors())


@pytest.mark.parametrize("language", LANGUAGES)
def test_half_of_the_pasted_documents_speak_to_the_model(language: str):
    documents = load_injections(language)
    assert [prompt.clean for prompt in documents].count(True) == 20 == [prompt.clean for prompt in documents].count(False)
    assert {span.cls for prompt in documents for span in prompt.spans} == {"instruction"}


def test_a_text_in_tag_characters_is_not_seen():
    assert [ord(sign) - 0xE0000 for sign in TRICKS["tags"]("hi")] == [ord("h"), ord("i")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_enough_of_both(language: str):
    written = list(frames(HERE / f"{language}.txt"))
    assert 0.4 < sum(frame.clean for frame in written) / len(written) < 0.6
    assert sum(span.checked for prompt in load(language) for span in prompt.spans) >= 300


def test_the_fillings_of_a_prompt_are_in_one_half_and_the_halves_are_alike():
    halves = {}
    for prompt in load("nl", fills=2):
        assert halves.setdefault(prompt.frame, half(prompt)) == half(prompt)
    assert 0.4 < list(halves.values()).count("held") / len(halves) < 0.6
