"""Names of firms and people as invoices and banks write them: how they agree, in the words of Verification of Payee."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weerbaar.ledger.names import best, keys, match, parse, whole
from weerbaar.model.ledger import NameMatch

MATCH, CLOSE, NONE, UNCHECKED = NameMatch.MATCH, NameMatch.CLOSE, NameMatch.NONE, NameMatch.UNCHECKED


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        # case, accents, punctuation, spacing
        ("Molens De Kroon", "MOLENS  DE KROON", MATCH),
        ("Café Zoë", "Cafe Zoe", MATCH),
        ("Vanhove", "Van Hove", MATCH),
        ("Dupont & Fils", "Dupont et Fils", MATCH),
        ("A.B.C. Print", "ABC Print", MATCH),
        ("Müller", "Mueller", MATCH),
        ("Müller", "Muller", MATCH),
        ("Strauß", "Strauss", MATCH),
        ("Sørensen", "Soerensen", MATCH),
        # legal forms
        ("Molens De Kroon", "Molens De Kroon BV", MATCH),
        ("B.V. Molens De Kroon", "Molens De Kroon B.V.", MATCH),
        ("Molens De Kroon NV", "SA Molens De Kroon", MATCH),  # the two names of one Belgian form
        ("Müller GmbH", "Müller Gesellschaft mit beschränkter Haftung", MATCH),
        ("Dupont SARL", "S. à r.l. Dupont", MATCH),
        ("Dupont SAS", "Dupont société par actions simplifiée", MATCH),
        ("Brinkmann GmbH & Co. KG", "Brinkmann GmbH und Co KG", MATCH),
        ("Molens De Kroon NV", "Molens De Kroon BV", CLOSE),  # another firm by law
        ("Brinkmann GmbH & Co. KG", "Brinkmann GmbH", CLOSE),
        # people
        ("Peeters Jan", "Jan Peeters", MATCH),
        ("Mevr. Els Claes", "Els Claes", MATCH),
        ("Dr. Jean-Pierre Claes", "Claes Jean Pierre", MATCH),
        ("J. Peeters", "Jan Peeters", CLOSE),
        ("J.P. Claes", "Jean Pierre Claes", CLOSE),
        ("P. Claes", "Jean Pierre Claes", NONE),  # the second name alone
        ("Jan Peeters en Els Claes", "Jan Peeters", CLOSE),
        ("K. Peeters", "Jan Peeters", NONE),
        ("Jan Peeters", "Piet Peeters", NONE),
        ("Jan Peeters", "Jaap Peeters", NONE),
        ("Peeters", "Claes", NONE),
        # slips and words more
        ("Molns De Kroon", "Molens De Kroon", CLOSE),
        ("Brinkman Druck", "Brinkmann Druk", CLOSE),
        ("Molens Kroon", "Molens De Kroon", CLOSE),
        ("Molens De Kroon Gent", "Molens De Kroon", CLOSE),
        ("Kroon Trading", "Molens De Kroon", NONE),
        ("De Kroon Holding 1", "De Kroon Holding 2", NONE),  # numbers tell firms apart
        ("BV", "NV", NONE),
        # other scripts, read as SEPA writes them
        ("Иван Петров", "Ivan Petrov", MATCH),
        ("Γεώργιος Παπαδόπουλος", "Georgios Papadopoulos", MATCH),
        ("Пекарна Кроон ООД", "Pekarna Kroon OOD", MATCH),
        ("北京公司", "北京公司", MATCH),
        ("北京\u200b公司", "北京公司", CLOSE),
        ("北京公司", "Beijing Company", UNCHECKED),
        ("شركة", "Sharika", UNCHECKED),
        # tricks
        ("Mоlens De Kroon", "Molens De Kroon", CLOSE),  # a Cyrillic о
        ("Mo\u200blens De Kroon", "Molens De Kroon", CLOSE),  # a zero-width space
        ("\u202eMolens De Kroon", "Molens De Kroon", CLOSE),  # written from right to left
        ("Ｍｏｌｅｎｓ De Kroon", "Molens De Kroon", MATCH),  # full-width letters are the letters
        ("Μolens De Κroon", "Molens De Kroon", CLOSE),  # Greek capitals
        ("Моленс", "Molens", MATCH),  # another script as a whole is a name in that script
        # nothing to compare
        ("", "Molens De Kroon", UNCHECKED),
        ("", "", UNCHECKED),
        ("!!!", "Molens De Kroon", UNCHECKED),
        ("\u200b", "Molens De Kroon", UNCHECKED),
    ],
)
def test_names_agree_as_banks_say(one: str, other: str, how: NameMatch) -> None:
    assert match(one, other) is how
    assert match(other, one) is how


def test_the_best_of_several_names_counts() -> None:
    assert best("De Kroon", ("Molens De Kroon", "De Kroon")) is MATCH
    assert best("De Kron", ("Brinkmann Druck", "De Kroon")) is CLOSE
    assert best("De Kroon", ()) is UNCHECKED


NAMES = st.text(max_size=60) | st.lists(
    st.sampled_from(("Jan", "Els", "Molens", "De", "Kroon", "BV", "GmbH", "J.", "Müller", "van", "Mоlens", "12", "&", "北京", "\u200b")), max_size=7
).map(" ".join)  # fmt: skip


@given(NAMES, NAMES)
@settings(max_examples=150, deadline=None)
def test_the_order_in_which_two_names_are_held_does_not_matter(one: str, other: str) -> None:
    assert match(one, other) is match(other, one)


@given(NAMES)
@settings(max_examples=100, deadline=None)
def test_a_name_without_tricks_matches_itself(name: str) -> None:
    if any(parse(name).spellings[0]) and not parse(name).tricked:
        assert match(name, name) is MATCH


@given(NAMES, NAMES)
@settings(max_examples=150, deadline=None)
def test_names_that_match_share_a_key(one: str, other: str) -> None:
    if match(one, other) is MATCH and parse(one).readable:
        assert whole(one) & whole(other)


@pytest.mark.parametrize("other", ["Molns De Kroon", "J. Kroon Molens", "Molens Gent", "Kroonn", "Molens de kron"])
def test_names_that_are_close_are_filed_together(other: str) -> None:
    assert keys("Molens De Kroon") & keys(other)


def test_a_name_without_end_takes_no_time() -> None:
    assert match("a" * 1_000_000, "a " * 500_000) in NameMatch
    assert match("\u0301" * 100_000, "é" * 100_000) in NameMatch
    assert len(keys(" ".join(f"woord{n}" for n in range(1000)))) < 300
