import json
from dataclasses import replace

import pytest

from weerbaar.look import look
from weerbaar.model.gist import Gist, Knew, Pressed
from weerbaar.model.item import Item, Way
from weerbaar.model.part import Link, Parts, Text, TextKind
from weerbaar.settings import Settings
from weerbaar.unpack.gist import sentences
from weerbaar.unpack.language import KNOWN_WELL
from weerbaar.unpack.unpack import unpack

ASKED = {
    "nl": "Ik moest een factuur van 18.000 euro betalen op een nieuwe rekening.",
    "fr": "Je devais payer une facture de 18 000 euros sur un nouveau compte.",
    "de": "Ich sollte eine Rechnung über 18.000 Euro auf ein neues Konto bezahlen.",
    "en": "I had to pay an invoice of 18,000 euros to a new account.",
}
SILENT = Item("note.wav", b"RIFF", Way.FILE)


def parts_of(gist: Gist, settings: Settings | None = None) -> Parts:
    return unpack(replace(SILENT, gist=gist), settings or Settings())


@pytest.mark.parametrize("language", KNOWN_WELL)
def test_what_was_asked_is_judged_like_any_other_text(language: str) -> None:
    gist = Gist(language, ASKED[language], pressed=tuple(Pressed))
    seen = look(replace(SILENT, gist=gist))
    ids = {finding.id for finding in seen.findings}
    assert {"text.asks_payment", "text.hurries", "text.asks_secrecy", "text.avoids_contact"} <= ids
    # What is quoted is what they ticked.
    hurried = next(finding for finding in seen.findings if finding.id == "text.hurries")
    assert hurried.saw["sentence"] == sentences(language)["hurry"]


def test_who_spoke_is_a_note_that_is_not_judged() -> None:
    told = parts_of(Gist("en", "Pay at once.", who="Pay Me of Secret Gift Cards", knew=Knew.CHECKED))
    spoken, note = told.of(Text)
    assert (spoken.kind, spoken.text) == (TextKind.SPEECH, "Pay at once.")
    assert (note.kind, note.text) == (TextKind.NOTE, "Who spoke: Pay Me of Secret Gift Cards\nChecked another way.")


@pytest.mark.parametrize("knew", Knew)
def test_a_known_voice_changes_no_verdict(knew: Knew) -> None:
    gist = Gist("en", ASKED["en"])
    assert look(replace(SILENT, gist=replace(gist, knew=knew))).verdict == look(replace(SILENT, gist=gist)).verdict


def test_few_words_are_taken_to_be_in_the_language_of_the_questions() -> None:
    (spoken,) = parts_of(Gist("nl", "Cash.")).of(Text)
    assert spoken.language == "nl"


def test_an_address_that_was_named_is_a_link() -> None:
    assert [link.host for link in parts_of(Gist("nl", "Kijken op", named="https://betaal.example/x")).of(Link)] == [
        "betaal.example"
    ]


def test_limits_hold_for_what_is_told_too() -> None:
    told = parts_of(Gist("nl", " ".join(f"https://a{n}.example" for n in range(200))), Settings(max_links=3))
    assert len(list(told.of(Link))) == 3
    assert "max_links" in told.limits_met


def test_what_is_kept_comes_back_whole() -> None:
    gist = Gist("fr", "Payer.", "Luc, 0470", (Pressed.ALONE, Pressed.HURRY), "12 €", Knew.ALIKE)
    assert Gist.of_json(json.loads(json.dumps(gist.as_json()))) == gist
    assert Gist.of_json(json.loads(json.dumps(Gist("de", "x").as_json()))) == Gist("de", "x")
