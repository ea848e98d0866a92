"""Identity papers: both sides compared, the numbers of four countries, and how little of the person is kept."""

from dataclasses import replace

import pytest
from bench import seeds
from tests.cards import BELGIAN, Card, digit, picture

from weerbaar.model.item import Item
from weerbaar.model.part import Paper, Parts, Picture, Text
from weerbaar.settings import Settings
from weerbaar.unpack.paper import masked, papers_in
from weerbaar.unpack.unpack import unpack

CARD = Card()


def paper(text: str, other: str | None = None) -> Paper:
    (one,) = papers_in(text, "foto.jpg", other).papers
    return one


def test_a_paper_that_agrees_with_itself_is_told_without_name_and_whole_number() -> None:
    seen = papers_in(CARD.text(), "foto.jpg")
    assert seen.papers == (
        Paper("foto.jpg", "TD1", "card", "UTO", "D2•••••90", "2032-04-15", compared=("birth", "expiry", "name")),
    )
    assert "VOORBEELD" not in repr(seen)


@pytest.mark.parametrize(
    ("printed", "other", "differs"),
    [
        ("30 07 1985", "30 07 1995", ("birth",)),
        ("30 07 1985", "30 JUIL 1985", ()),
        ("30 07 1985", "30 juil./JUL 1985", ()),
        ("30 07 1985", "3O O7 l985", ()),  # not read: nothing is said of it
        ("15.04.2032", "15.04.2036", ("expiry",)),
        ("15.04.2032", "15.04.2022", ()),  # ten years before: the date of issue
        ("15.04.2032", "01.01.2020", ()),  # some other date
        ("VOORBEELD\n", "MUSTERKIND\n", ("name",)),
        ("VOORBEELD\n", "VOORBEELO\n", ()),  # misread
        ("VOORBEELD\n", "\n", ()),
    ],
)
def test_the_printed_side_is_held_against_the_lines(printed: str, other: str, differs: tuple[str, ...]) -> None:
    side = "\n".join((CARD.title, *CARD.printed, "")).replace(printed, other, 1)
    assert paper(side + "\n".join(CARD.td1())).differs == differs


@pytest.mark.parametrize(
    ("card", "odd"),
    [
        (BELGIAN, ()),
        (replace(BELGIAN, number="591000000006"), ("eID",)),
        (replace(BELGIAN, optional="85073003329"), ("Rijksregister",)),
        (replace(BELGIAN, birth="850731"), ("Rijksregister",)),  # the number of somebody born on another day
        (replace(BELGIAN, printed=("85.07.30-033.28", "591-0000000-05")), ()),
        (replace(BELGIAN, printed=("85.07.30-033.29",)), ("Rijksregister",)),
        (replace(CARD, issuer="NLD", number="SPECI2014"), ()),
        (replace(CARD, issuer="NLD", number="SPECO2014"), ("document NLD",)),  # no letter O
        (replace(CARD, issuer="NLD", number="SPECI2014", optional="999999990"), ()),  # passes the eleven-proof
        (replace(CARD, issuer="NLD", number="SPECI2014", optional="999999991"), ("BSN",)),
        (replace(CARD, issuer="D", number="L01X00T47"), ()),
        (replace(CARD, issuer="D", number="LA1X00T47"), ("Personalausweis",)),  # no vowels
        (replace(CARD, issuer="FRA", number="X4RTBPFW4"), ()),
    ],
)
def test_numbers_have_the_form_of_their_country(card: Card, odd: tuple[str, ...]) -> None:
    assert paper(card.text()).odd == odd


def test_a_number_of_the_old_french_card_names_a_month() -> None:
    right = "IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<\n8806923102858CORINNE<<<<<<<6512068F6"
    assert paper(right).odd == ()
    wrong = right.replace("8806923102858", "881992310285" + digit("881992310285"))
    assert paper(wrong).odd == ("CNI",)


def test_a_check_digit_is_wrong_only_where_both_readings_say_so() -> None:
    spoiled = CARD.text().replace("850730", "950730")
    assert paper(spoiled, spoiled).wrong == ("birth", "whole")
    assert paper(spoiled, CARD.text()).wrong == ()
    assert paper(spoiled, "").wrong == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("BELGIË IDENTITEITSKAART\nVOORBEELD\n591-0000000-05", True),
        ("KONINKRIJK DER NEDERLANDEN\nIDENTITEITSKAART\nVOORBEELD\n30 JUL 1985\n15 APR 2032", True),
        ("Breng uw identiteitskaart mee", False),
        ("Breng uw identiteitskaart mee op 12.03.2026 of op 14.03.2026 naar de winkel in de Kerkstraat in Gent", False),
        ("Factuur\n12.03.2026\n14.03.2026", False),
    ],
)
def test_a_printed_side_alone_names_itself(text: str, found: bool) -> None:
    assert bool(papers_in(text, "foto.jpg").papers) is found


def test_of_the_words_beside_a_paper_only_sentences_and_accounts_stay() -> None:
    seen = papers_in(CARD.text() + "\nStuur de borg vandaag nog naar Lena Voorbeeld\nBE71 0961 2345 6769", "foto.jpg")
    assert seen.text == "Stuur de borg vandaag nog naar ••• •••\nBE71 0961 2345 6769"


def test_other_text_stays_as_it_is() -> None:
    assert papers_in("Lena Voorbeeld, 30 07 1985", "foto.jpg") == ((), "Lena Voorbeeld, 30 07 1985")


@pytest.mark.parametrize(("number", "shown"), [("D23145890", "D2•••••90"), ("1234", "••••"), ("", "")])
def test_the_middle_of_a_number_is_masked(number: str, shown: str) -> None:
    assert masked(number) == shown


def read(data: bytes) -> Parts:
    return unpack(Item("kaart.jpg", data), Settings(ocr_seconds=60.0, max_seconds=120.0))


@pytest.mark.needs("tesseract")
def test_a_photographed_card_becomes_a_paper_and_nothing_of_the_person() -> None:
    card = picture(CARD, CARD.td1(), "Betaal de borg vandaag nog op mijn rekening")
    parts = read(seeds.saved(card.rotate(2, fillcolor="#e8eef2"), "JPEG"))
    assert [(one.form, one.number, one.wrong, one.differs) for one in parts.of(Paper)] == [("TD1", "D2•••••90", (), ())]
    assert [text.text for text in parts.of(Text)] == ["Betaal de borg vandaag nog op mijn rekening"]
    assert next(parts.of(Picture)).where == "kaart.jpg"
    assert "VOORBEELD" not in repr(parts) and "850730" not in repr(parts)
