"""Which cases a member sees, and finding one among them."""

import pytest

from tests.desk.cast import FRAUD, HONEST, Desk
from weerbaar.desk.cases.erase import erase
from weerbaar.desk.cases.index import Kind, index
from weerbaar.desk.cases.models import Case
from weerbaar.desk.cases.see import Forbidden, search, visible
from weerbaar.desk.cases.words import MOST, first, words


@pytest.mark.parametrize(
    ("name", "sees"),
    [("nadia", 1), ("tom", 2), ("ines", 2), ("els", 2), ("karim", 2), ("ruth", 2), ("mila", 1), ("bart", 1)],
)
def test_each_sees_the_cases_of_their_role_and_house(desk: Desk, name: str, sees: int) -> None:
    desk.brings("nadia")
    desk.brings("tom")
    desk.brings("mila")
    member = desk.member(name)
    assert visible(member).count() == sees
    assert set(visible(member).values_list("organisation_id", flat=True)) == {member.organisation_id}


def test_nobody_sees_nothing(desk: Desk) -> None:
    desk.brings("nadia")
    assert not visible(None).exists()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("levering", True),  # the subject
        ("bloem", True),  # the body
        ("LEVERING bloem", True),  # every word, in any case
        ("molensdekroon.example", True),  # the domain of the sender
        ("facturen@molensdekroon.example", True),  # the whole address
        ("nadia@bakkerijvanhove.example", True),  # who brought it
        ("lever", False),  # part of a word: the index is blind
        ("bloem brood", False),  # not every word
        ("nieuwe", False),  # stands in another case
    ],
)
def test_a_case_is_found_by_its_words(desk: Desk, text: str, found: bool) -> None:
    case = desk.looked_at("nadia", HONEST, band="no sign of fraud")
    desk.looked_at("nadia", FRAUD)
    ids = set(search(desk.member("tom"), text).values_list("pk", flat=True))
    assert (case.pk in ids) == found


def test_the_words_of_one_house_find_nothing_in_another(desk: Desk) -> None:
    desk.looked_at("nadia", HONEST, band="no sign of fraud")
    assert not search(desk.member("bart"), "levering").exists()


@pytest.mark.parametrize("name", ["nadia", "ruth"])
def test_whoever_may_not_search_is_told_so(desk: Desk, name: str) -> None:
    with pytest.raises(Forbidden):
        search(desk.member(name), "levering")


def test_a_case_is_found_by_what_it_shares_with_others(desk: Desk) -> None:
    case = desk.looked_at("nadia", FRAUD)
    tom = desk.member("tom")
    assert search(tom, "BE68539007547034", Kind.ACCOUNT).get() == case
    assert search(tom, "directie.example", Kind.SENDER).get() == case
    assert not search(tom, "BE68539007547034", Kind.PHONE).exists()


def test_an_erased_case_is_found_no_more(desk: Desk) -> None:
    case = desk.looked_at("nadia", FRAUD)
    erase(case, actor=desk.user("karim"), why="asked")
    assert not search(desk.member("tom"), "dringend").exists()


def test_indexing_twice_changes_nothing(desk: Desk) -> None:
    case = desk.brings("nadia")
    before = case.tokens.count()
    index(case, {Kind.WORD: ("bericht", "nieuw")})
    index(case, {Kind.WORD: ("bericht", "nieuw")})
    assert case.tokens.count() == before + 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Één café, straße", ("een", "cafe", "strasse")),
        ("Mail els@firm.example nu", ("els@firm.example", "firm.example", "mail", "els", "firm", "example", "nu")),
        ("a bb " + "c" * 41, ("bb",)),  # too short, too long
        ("₁₂ ｆｕｌｌ", ("12", "full")),  # compatibility forms
        ("", ()),
    ],
)
def test_words_are_what_a_person_would_type(text: str, expected: tuple[str, ...]) -> None:
    assert first(words(text)) == expected


def test_of_a_very_long_text_the_first_words_are_kept() -> None:
    assert first(words(" ".join(f"woord{number}" for number in range(10_000)))) == tuple(f"woord{n}" for n in range(MOST))


def test_many_words_ask_the_database_for_the_first_only(desk: Desk) -> None:
    desk.brings("nadia")
    assert isinstance(search(desk.member("tom"), " ".join(f"woord{n}" for n in range(5000))).first(), Case | None)
