"""Who may do what. The table is written out once more here, so that no change to it goes unseen."""

from dataclasses import dataclass

import pytest

from tests.desk.cast import BAKERY, Desk
from weerbaar.desk.accounts.models import Role
from weerbaar.desk.accounts.permissions import ALLOWED, SECOND_FACTOR, Action, Reach, can, reach

ROLES = ("reporter", "helper", "decider", "administrator", "protection", "auditor")
TABLE = {  # a: all of the organisation, o: their own, -: not
    Action.BRING:      "oooooo",
    Action.SEE_ANSWER: "oaaaao",
    Action.CONTEST:    "oooooo",
    Action.LIST:       "-aaaaa",
    Action.SEE_FACTS:  "-aaaaa",
    Action.READ:       "-aaaa-",
    Action.SEARCH:     "-aaaa-",
    Action.NOTE:       "-aaa--",
    Action.DECIDE:     "--aa--",
    Action.PROTECT:    "--aa--",
    Action.KNOW:       "--aa--",
    Action.MAILBOXES:  "---a--",
    Action.PEOPLE:     "---a--",
    Action.SETTINGS:   "---a--",
    Action.TOKENS:     "oooaoo",
    Action.TRAIL:      "---aaa",
    Action.STANDING:   "-aaaaa",
    Action.PERSON:     "----a-",
    Action.ERASE:      "----a-",
    Action.HOLD:       "----a-",
    Action.LEDGER:     "-aaaaa",
    Action.CONFIRM:    "-aaa--",
    Action.APPROVE:    "--aa--",
    Action.RELEASE:    "-aaa--",
    Action.PAYMENT_POLICY: "---a--",
    Action.PROVE:      "oooooo",
    Action.ENROL:      "---a--",
    Action.AGREE:      "oooooo",
    Action.AGREEMENT:  "---aa-",
    Action.AI:         "oooooo",
    Action.GATEWAY:    "---a--",
    Action.VOICE:      "oooooo",
    Action.COMPARE:    "--aa--",
    Action.CONFIDE:    "oooooo",
}  # fmt: skip
REACH = {"a": Reach.ALL, "o": Reach.OWN, "-": None}


@dataclass
class Thing:
    organisation_id: int
    reporter_id: int | None = None


def test_the_table_knows_every_action_and_role() -> None:
    assert set(TABLE) == set(Action)
    assert tuple(ALLOWED) == tuple(Role(role) for role in ROLES)


@pytest.mark.parametrize("action", Action)
def test_each_role_reaches_as_far_as_the_table_says(action: Action) -> None:
    assert [ALLOWED[Role(role)].get(action) for role in ROLES] == [REACH[one] for one in TABLE[action]]


@pytest.mark.parametrize("name", BAKERY)
def test_nobody_reaches_into_another_organisation(desk: Desk, name: str) -> None:
    member, garage = desk.member(name), desk.garage
    assert not [action for action in Action if can(member, action, Thing(garage.pk, member.user_id))]


def test_own_means_brought_by_them(desk: Desk) -> None:
    nadia, tom = desk.member("nadia"), desk.member("tom")
    own, other = Thing(nadia.organisation_id, nadia.user_id), Thing(nadia.organisation_id, tom.user_id)
    nobodys = Thing(nadia.organisation_id, None)
    assert can(nadia, Action.SEE_ANSWER, own)
    assert not can(nadia, Action.SEE_ANSWER, other)
    assert not can(nadia, Action.SEE_ANSWER, nobodys)
    assert can(tom, Action.SEE_ANSWER, own)
    assert not can(tom, Action.CONTEST, own)


def test_nobody_and_whoever_was_shut_out_may_nothing(desk: Desk) -> None:
    els = desk.member("els")
    els.user.is_active = False
    assert not any(can(None, action) or can(els, action) for action in Action)
    assert reach(els, Action.LIST) is None


def test_only_reporters_do_without_a_second_factor() -> None:
    assert frozenset(Role) - SECOND_FACTOR == {Role.REPORTER}
