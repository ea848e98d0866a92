"""Accounts; the numbers are the registry's examples or made up, with right check digits."""

import pytest
from tests.detect.leak.seen import seen


@pytest.mark.parametrize(
    "written",
    [
        "BE68 5390 0754 7034",
        "be68539007547034",
        "BE68-5390-0754-7034",
        "BE68.5390.0754.7034",
        "B E 6 8 5 3 9 0 0 7 5 4 7 0 3 4",
        "NL91 ABNA 0417 1643 00",
        "FR14 2004 1010 0505 0001 3M02 606",
        "DE89 3704 0044 0532 0130 00",
        "LU28 0019 4006 4475 0000",
        "GB29 NWBK 6016 1331 9268 19",
    ],
)
def test_it_finds_accounts_as_people_write_them(written: str) -> None:
    for text in (
        f"Betaal op {written}.",
        f"IBAN:{written}",
        f"IBAN{written}",
        f"| {written} |",
        f'{{"iban": "{written}"}}',
        f"*{written}*",
        f"_{written}_",
    ):
        assert seen("iban", text) == [("checksum", written)]


def test_it_finds_one_that_is_broken_over_quoted_lines() -> None:
    assert seen("iban", "> graag op BE68 5390\n> 0754 7034 storten") == [("checksum", "BE68 5390\n> 0754 7034")]


@pytest.mark.parametrize(
    "text",
    [
        "BE68 5390 0754 7035",  # wrong check digits
        "BE68 5390 0754 703",  # too short
        "BE68 5390 0754 70341",  # too long
        "artikel BE68-AX-900",
        "BE68 539O O754 7O35",  # a scan with wrong check digits
        "BEOO OOOO OOOO OOOO",
        "be oolong thee 12345678",
        "XX68 5390 0754 7034",  # no country
        "AB12 CD34 EF56 GH78",
    ],
)
def test_it_leaves_what_only_looks_like_one(text: str) -> None:
    assert seen("iban", text) == []


@pytest.mark.parametrize(
    "written",
    [
        "BE68 539O O754 7O34",
        "BE68539OO7547O34",
        "NL9I ABNA O4I7 I643 OO",
        "NL91 ABNA O417 l643 OO",
        "DE89 37O4 OO44 O532 O13O OO",
    ],
)
def test_it_reads_the_letters_of_a_scan(written: str) -> None:
    found = [stretch for _, stretch in seen("iban", f"rekening {written}, bedrag 12")]
    assert found == ([written] if written[3] != "I" else [])  # an I in front is too much like a word


def test_two_accounts_beside_each_other_are_two() -> None:
    text = "van BE68 5390 0754 7034 naar NL91 ABNA 0417 1643 00"
    assert [stretch for _, stretch in seen("iban", text)] == ["BE68 5390 0754 7034", "NL91 ABNA 0417 1643 00"]
