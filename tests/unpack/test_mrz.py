"""The machine-readable lines of identity papers: ICAO's own specimens, and what readers of letters make of lines."""

from dataclasses import replace

import pytest
from tests.cards import Card

from weerbaar.unpack.mrz import holds, lines_in, may_hold

PASSPORT = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
CARD = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
LONG_NUMBER = "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<"
SMALL = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"
FRENCH = "IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<\n8806923102858CORINNE<<<<<<<6512068F6"


@pytest.mark.parametrize(
    ("text", "form", "number", "birth", "expiry", "name"),
    [
        (PASSPORT, "TD3", "L898902C3", "740812", "120415", "ERIKSSON"),  # Doc 9303-4, appendix B
        (CARD, "TD1", "D23145890", "740812", "120415", "ERIKSSON"),  # Doc 9303-5, appendix B
        (LONG_NUMBER, "TD1", "D23145890734", "340712", "950712", "STEVENSON"),  # Doc 9303-5, appendix C
        (SMALL, "TD2", "D23145890", "740812", "120415", "ERIKSSON"),  # Doc 9303-6, appendix B
        (FRENCH, "FR", "880692310285", "651206", "", "BERTHIER"),  # the specimen of the card of 1988
    ],
    ids=["passport", "card", "long number", "small", "french"],
)
def test_the_specimens_are_read_and_hold(text: str, form: str, number: str, birth: str, expiry: str, name: str) -> None:
    (one,) = lines_in(f"Kop\n\n{text}\nvoet")
    assert (one.form, one.number, one.birth, one.expiry, one.surname) == (form, number, birth, expiry, name)
    assert not one.wrong


@pytest.mark.parametrize(
    "misread",
    [
        PASSPORT.replace("7408122", "74O8I22"),  # letters where digits stand
        PASSPORT.replace("<<<<<<<<<<<<<<<<<<<", "<<<<<<<<<KK<<<"),  # fillers misread, and some lost
        PASSPORT.replace("<<", "«"),
        PASSPORT.replace("L898902C36", "L8989O2C36"),  # O for 0 in the number: one way makes it right
        PASSPORT.replace("\n", "\n\n"),
        "P<UUTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<\n" + PASSPORT.partition("\n")[2],  # a letter read twice
    ],
    ids=["letters", "fillers", "guillemets", "number", "blank line", "twice"],
)
def test_misread_signs_are_put_right(misread: str) -> None:
    (one,) = lines_in(misread)
    assert (one.issuer, one.number, one.birth, one.wrong) == ("UTO", "L898902C3", "740812", frozenset())


def test_a_changed_date_of_birth_is_wrong_in_its_field_and_in_the_whole() -> None:
    (one,) = lines_in(CARD.replace("740812", "840812"))
    assert one.wrong == {"birth", "whole"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\n" * 3,
        "if a << b << c << d: return <x<y<z<w<\n" * 3,  # code
        CARD.replace("UTO", "QQQ"),  # no such issuer
        CARD.replace("7408122", "7408123").replace("1204159", "1204150").replace("D231458907", "D231458901"),  # nothing holds
        PASSPORT.partition("\n")[0],  # the first line alone holds nothing to check
    ],
    ids=["nothing", "fillers", "code", "issuer", "invented", "half"],
)
def test_what_is_no_paper_stays_text(text: str) -> None:
    assert not list(lines_in(text))


def test_the_papers_that_tests_draw_hold() -> None:
    for card in (Card(), replace(Card(), issuer="BEL", number="591000000005", optional="85073003328")):
        for lines in (card.td1(), card.td3()) if len(card.number) == 9 else (card.td1(),):
            (one,) = lines_in("\n".join(lines))
            assert (one.number, one.wrong) == (card.number, frozenset())


@pytest.mark.parametrize(
    ("field", "right"), [("7408122", True), ("7408123", False), ("<<<<<<0", True), ("", False), ("AB", False)]
)
def test_check_digits_are_those_of_icao(field: str, right: bool) -> None:
    assert holds(field) is right


@pytest.mark.parametrize(("text", "looks"), [(CARD, True), ("a < b and c > d", False), ("Lieve groeten,\nEls", False)])
def test_only_lines_that_may_be_one_are_looked_at_twice(text: str, looks: bool) -> None:
    assert may_hold(text) is looks
