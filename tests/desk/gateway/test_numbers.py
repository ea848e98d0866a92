"""Numbers for the organisation: sums of at least five people, and nothing that can be found by subtraction."""

from datetime import UTC, date, datetime
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.desk.cast import Desk
from weerbaar.desk.gateway.models import Use, holder_token, person_token
from weerbaar.desk.gateway.numbers import FEWEST, Month, Numbers, kept_back, numbers

TODAY = date(2026, 11, 21)
SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)


def used(
    desk: Desk,
    tool: str,
    people: int,
    *,
    month: date = OCTOBER,
    decision: str = "mask",
    each: int = 1,
    first: int = 0,
    **masked: int,
) -> None:
    """Uses of a tool by so many people."""
    rows = [
        Use(
            organisation=desk.bakery, at=datetime(month.year, month.month, 15, tzinfo=UTC), tool=tool, model="klein", dialect="openai",
            person=person_token(desk.bakery, f"member:{first + person}", month), operation="chat", decision=decision, status=200,
            masked=masked, tokens_in=100, tokens_out=50, joules=3600.0,
        )
        for person, _ in product(range(people), range(each))
    ]  # fmt: skip
    Use.objects.bulk_create(rows)


def told(desk: Desk, since: date = OCTOBER, until: date = date(2026, 10, 31)) -> Numbers:
    return numbers(desk.bakery, since, until, today=TODAY)


def test_a_tool_that_enough_people_used_is_told(desk: Desk) -> None:
    used(desk, "helper", 5, each=2, iban=3)
    used(desk, "helper", 6, decision="allow")
    assert told(desk) == Numbers(
        OCTOBER, date(2026, 10, 31), (Month("helper", OCTOBER, 16, 10, 0, 0, 2400, 16.0),), {"iban": 30}
    )


def test_fewer_than_five_are_told_to_nobody(desk: Desk) -> None:
    used(desk, "helper", 4, each=100, iban=1)
    assert told(desk) == Numbers(OCTOBER, date(2026, 10, 31), (Month("", OCTOBER, None),), {"iban": None})


def test_small_tools_are_told_together_and_never_by_subtraction(desk: Desk) -> None:
    used(desk, "helper", 8, iban=1)
    used(desk, "code", 2, first=20)
    used(desk, "search", 6, first=40)
    found = {one.tool: one.uses for one in told(desk).months}
    # code alone would be all uses less the others: so search, the smaller of both, goes with it
    assert found == {"helper": 8, "": 8}
    used(desk, "draw", 4, first=60)
    assert {one.tool: one.uses for one in told(desk).months} == {"helper": 8, "search": 6, "": 6}


def test_of_decisions_so_many_are_held_back_that_none_can_be_found(desk: Desk) -> None:
    used(desk, "helper", 9, decision="allow")
    used(desk, "helper", 6, decision="mask")
    used(desk, "helper", 1, decision="stop")
    (one,) = told(desk).months
    assert (one.uses, one.masked, one.asked, one.stopped) == (16, None, 0, None)


def test_only_whole_months_that_are_over_are_told(desk: Desk) -> None:
    for month in (SEPTEMBER, OCTOBER, NOVEMBER):
        used(desk, "helper", 7, month=month, iban=1)
    assert told(desk, date(2026, 10, 1), date(2026, 10, 30)) == Numbers(None, None)
    assert told(desk, date(2026, 9, 2), date(2026, 10, 31)).since == OCTOBER
    whole = told(desk, date(2020, 1, 1), date(2026, 12, 31))
    assert (whole.until, whole.uses(), whole.classes["iban"]) == (date(2026, 10, 31), {"helper": 14}, 14)


def test_a_month_without_enough_people_adds_nothing_to_the_sum_of_a_class(desk: Desk) -> None:
    used(desk, "helper", 7, month=SEPTEMBER, iban=1)
    used(desk, "helper", 3, month=OCTOBER, iban=1)
    assert told(desk, SEPTEMBER).classes == {"iban": 7}


def test_two_months_of_one_person_cannot_be_put_together(desk: Desk) -> None:
    days = (SEPTEMBER, OCTOBER, date(2026, 10, 31))
    september, early, late = (person_token(desk.bakery, "member:1", day) for day in days)
    assert early == late != september
    assert holder_token(desk.bakery, "member:1") not in (september, early)


def test_the_garage_sees_nothing_of_the_bakery(desk: Desk) -> None:
    used(desk, "helper", 9)
    assert numbers(desk.garage, OCTOBER, date(2026, 10, 31), today=TODAY).months == ()


@settings(deadline=None, max_examples=200)
@given(st.dictionaries(st.sampled_from("abcdef"), st.frozensets(st.integers(0, 12), max_size=9), max_size=6))
def test_what_is_held_back_is_never_of_fewer_than_five_unless_everything_is(parts: dict[str, frozenset[int]]) -> None:
    back = kept_back(parts)
    assert all(len(people) >= FEWEST for name, people in parts.items() if people and name not in back)
    behind = frozenset().union(*(parts[name] for name in back))
    kept = {name for name, people in parts.items() if people} - back
    assert not back or len(behind) >= FEWEST or not kept


@pytest.mark.parametrize(("people", "held"), [(5, frozenset()), (4, frozenset({"a"}))])
def test_the_border_is_five(people: int, held: frozenset[str]) -> None:
    assert kept_back({"a": range(people)}) == held
