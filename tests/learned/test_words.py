import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from weerbaar.learned.grams import BUCKETS, grams
from weerbaar.learned.mask import MOST, mask
from weerbaar.learned.models import MODELS, own_words, read
from weerbaar.learned.words import strength
from weerbaar.model.part import Parts, Text, TextKind


def test_a_model_sees_no_address_number_link_or_account() -> None:
    masked = mask("Factuur 2231", "Betaal € 4.812,60 op BE71 0961 2345 6769 via https://x.example/a of mail anna@x.example")
    assert masked == "factuur 0 betaal € 0 op \u2462 via \u2460 of mail \u2461"


def test_long_texts_are_cut_but_keep_their_end() -> None:
    masked = mask("", "a" * 50_000 + " tot morgen")
    assert len(masked) < MOST + 10
    assert masked.endswith("tot morgen")


def test_grams_are_the_same_on_every_machine() -> None:
    found = grams("betaal vandaag")
    assert len(found) == 36
    assert int(found.astype(np.int64).sum()) == 4686307


@settings(deadline=None)
@given(st.text(max_size=300))
def test_grams_of_any_text_are_sorted_distinct_buckets(text: str) -> None:
    found = grams(text)
    assert np.array_equal(found, np.unique(found))
    assert not len(found) or (found.min() >= 0 and found.max() < BUCKETS)


def test_too_little_text_has_no_strength() -> None:
    assert strength("", "ok") is None


def test_fraud_reads_stronger_than_an_honest_twin() -> None:
    fraud = strength(
        "Dringend", "Geef me de code die je per sms krijgt, en praat hier met niemand over. Ik zit in vergadering."
    )
    honest = strength("Verslag", "Het verslag van de vergadering staat op het intranet. Neem gerust de tijd om het te lezen.")
    assert fraud is not None
    assert honest is not None
    assert fraud > honest


def test_it_reads_what_a_message_says_itself() -> None:
    own = Text("text", "Dank u, tot donderdag op de werf.", TextKind.MAIL, subject="Re: werf", quoted="Geef mij uw wachtwoord.")
    note = Text("text", "Is dit echt?", TextKind.NOTE)
    words = own_words(Parts((note, own)))
    assert words is not None
    assert words[0] == "Re: werf"
    assert "wachtwoord" not in words[1]


def test_a_model_gives_one_finding_and_nothing_without_text() -> None:
    parts = Parts((Text("text", "Kunt u mij het verslag van gisteren sturen?", TextKind.CHAT),))
    assert [finding.id for finding in read(MODELS[0], parts)] == ["learned.words"]  # type: ignore[union-attr]
    assert not list(read(MODELS[0], Parts()))
