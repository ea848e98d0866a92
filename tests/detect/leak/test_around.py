"""What the words around a name say of it, and what is known of words that nobody lists and of words in a row."""

import numpy as np
import pytest

from weerbaar.detect.leak._around import Around, dealing, signs
from weerbaar.detect.leak._names import BUILT, FAMED, FAMILY, NAMING, THING, fame_of, model, plain_of, read
from weerbaar.leak.text import readable


def odds(text: str) -> float:
    found, facts = read(readable(text))
    return float(dealing(plain_of(found, facts), model().around).mean())


PEOPLE_AND_THINGS = [
    ("zeg tegen Bram dat hij ziek thuis moet blijven", "Vergelijk Bram en Bosch: welke boormachine is beter?"),
    ("dis à Rose que son contrat est prêt", "Rose, Marguerite ou Iris : quelles fleurs planter au printemps ?"),
    ("sag der Linda dass ihr Vertrag fertig ist", "Kartoffelsorten: Linda, Annabelle, Nicola im Vergleich"),
    ("tell Henry that his shift was moved, he is off sick", "Henry or Dyson: which vacuum cleaner for an office?"),
]


@pytest.mark.parametrize(("people", "things"), PEOPLE_AND_THINGS)
def test_the_words_around_speak_for_people_or_for_things(people: str, things: str) -> None:
    assert odds(people) > odds(things)


def test_whoever_is_named_the_words_around_say_the_same() -> None:
    assert odds("vraag aan Katrien of ze komt") == odds("vraag aan Mohamed of ze komt")


def test_the_odds_are_of_the_words_near_by_only() -> None:
    weights = np.zeros(1 << 15, dtype=np.int8)
    words = np.arange(1, 501, dtype=np.uint32) * np.uint32(2654435761)
    weights[signs(words)[0, 0]] = 100
    found = dealing(words, Around(weights, 1.0, -1.0))
    assert found[0] > 0
    assert found[400] < -0.9


@pytest.mark.parametrize("word", ["prüfzifferstelle", "zorgverlofregeling", "mülltonnenstellplatz"])
def test_a_word_made_of_common_words_is_known_as_one(word: str) -> None:
    found, facts = read(readable(word))
    assert facts[found[0].low] in (BUILT, *(said for said in range(256) if said and not said & NAMING))


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Travis Perkins", THING),
        ("Marks & Spencer", THING),
        ("Monstera Deliciosa", THING),
        ("Isaac Newton", FAMED),
        ("Karim Peeters", 0),
    ],
)
def test_words_in_a_row_that_are_a_thing_or_somebody_famous_are_known(text: str, known: int) -> None:
    found, _ = read(readable(text))
    lexicon = model()
    said = fame_of(found, lexicon.pairs, lexicon.known_as)
    assert all(said[n] & ~FAMILY == known for n in (0, len(found) - 1))
