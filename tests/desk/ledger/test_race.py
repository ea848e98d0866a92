"""Two who act at the same moment, on PostgreSQL with real processes and on SQLite with threads: exactly one counts."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desk.cast import Desk
from tests.desk.ledger.known import MILL, NEW, OLD, PHONE, mill, payee
from tests.desk.test_postgresql import environment, python, server
from weerbaar.desk.ledger import confirm, state
from weerbaar.desk.ledger.confirm import NotNow, Outcome
from weerbaar.desk.ledger.models import Confirmation, Step
from weerbaar.model.errors import Trouble
from weerbaar.model.ledger import Claim, Kind

__all__ = ("environment", "server")
ROUNDS = 5
PREPARE = """
from django.core.management import call_command
from weerbaar.desk.accounts.models import Membership, Organisation
from weerbaar.desk.accounts.people import admit
from weerbaar.desk import setup
setup.migrate()
bakery = Organisation.found("Bakkerij", "bakkerij", ["nl"])
for name, role in (("tom", "helper"), ("ines", "decider"), ("els", "administrator"), ("ann", "decider")):
    Membership.objects.create(user=admit(name + "@firm.example", name, "nl"), organisation=bakery, role=role)
"""
WHO = """
from weerbaar.desk.accounts.models import Membership, Organisation
from weerbaar.desk.ledger import confirm, state, write
from weerbaar.desk.ledger.models import Confirmation
from weerbaar.model.ledger import Claim, How
bakery = Organisation.objects.get()
def who(name): return Membership.objects.select_related("user", "organisation").get(user__email=name + "@firm.example")
"""
ASK = """
for number in range({rounds}):
    one = confirm.open_(bakery, who("tom"), Claim(name="Ovens Peeters %d" % number, iban="NL91ABNA0417164300"))
    confirm.record_call(one, who("ines"), outcome="confirmed", how=How.TWO_PEOPLE, channel="+3292223344", source="register")
"""
APPROVE = """
import sys, threading
from django.db import connections
from weerbaar.model.errors import Trouble
told = []
def approve(name, pk, barrier):
    one = Confirmation.objects.get(pk=pk)
    seen, member = confirm.last_call(one)["step"], who(name)
    barrier.wait()
    try:
        confirm.approve(one, member, seen=seen)
        told.append("approved")
    except Trouble as trouble:
        told.append(trouble.problem.id)
    connections.close_all()
for pk in list(Confirmation.objects.values_list("pk", flat=True)):
    barrier = threading.Barrier(2)
    both = [threading.Thread(target=approve, args=(name, pk, barrier)) for name in ("els", "ann")]
    [one.start() for one in both], [one.join() for one in both]
print(sorted(told))
print([len(one.facts) for one in state.ledger_of(bakery).payees], state.verify(bakery).broken)
from django.db import DatabaseError, connection, transaction
for statement in ("UPDATE ledger_ledgerentry SET sealed = sealed", "DELETE FROM ledger_ledgerentry", "TRUNCATE ledger_ledgerentry"):
    try:
        with transaction.atomic():
            connection.cursor().execute(statement)
    except DatabaseError as refused:
        print("append-only" in str(refused))
"""


@pytest.mark.needs("postgresql")
def test_of_two_approvers_on_postgresql_exactly_one_counts(environment: dict[str, str]) -> None:
    Path(environment["WEERBAAR_HOME"]).mkdir()
    python(environment, PREPARE)
    python(environment, WHO + ASK.format(rounds=ROUNDS))
    lines = python(environment, WHO + APPROVE).splitlines()
    assert lines[0] == str(["approved"] * ROUNDS + ["confirmation_closed"] * ROUNDS)
    assert lines[1] == f"{[1] * ROUNDS} None"
    assert lines[2:] == ["True"] * 3


@pytest.fixture
def open_() -> Iterator[list[threading.Thread]]:
    """Threads that close their connections before the desk of the test is taken away."""
    threads: list[threading.Thread] = []
    yield threads
    for one in threads:
        one.join()


def both(threads: list[threading.Thread], *does: Any) -> list[str]:
    """What came of things done at the same moment."""
    told: list[str] = []
    barrier = threading.Barrier(len(does))

    def run(do: Any) -> None:
        from django.db import connections

        barrier.wait()
        try:
            do()
            told.append("done")
        except Trouble as trouble:
            told.append(trouble.problem.id)
        finally:
            connections.close_all()

    threads += [threading.Thread(target=run, args=(one,)) for one in does]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sorted(told)


def test_of_two_approvers_exactly_one_counts(desk: Desk, open_: list[threading.Thread]) -> None:
    mill(desk)
    one = confirm.open_(desk.bakery, None, Claim(name=MILL, iban=NEW))
    confirm.record_call(one, desk.member("tom"), outcome=Outcome.CONFIRMED, channel=PHONE)
    seen = confirm.last_call(one)["step"]
    ines, els = desk.member("ines"), desk.member("els")
    told = both(open_, lambda: confirm.approve(one, ines, seen=seen), lambda: confirm.approve(one, els, seen=seen))
    assert told == ["confirmation_closed", "done"]
    assert Step.objects.filter(kind=Step.Kind.APPROVED).count() == 1
    assert [fact.value for fact in payee(desk, "mill0").of(Kind.IBAN)] == [OLD, NEW]
    assert state.verify(desk.bakery).broken is None


def test_approve_and_decline_at_once_is_one_of_them(desk: Desk, open_: list[threading.Thread]) -> None:
    mill(desk)
    one = confirm.open_(desk.bakery, None, Claim(name=MILL, iban=NEW))
    confirm.record_call(one, desk.member("tom"), outcome=Outcome.CONFIRMED, channel=PHONE)
    seen = confirm.last_call(one)["step"]
    ines, els = desk.member("ines"), desk.member("els")
    told = both(open_, lambda: confirm.approve(one, ines, seen=seen), lambda: confirm.decline(one, els, "vreemd"))
    assert told == ["confirmation_closed", "done"]
    one.refresh_from_db()
    stands = NEW in [fact.value for fact in payee(desk, "mill0").of(Kind.IBAN)]
    assert stands is (one.state == "approved")


def test_asked_twice_at_once_it_is_one(desk: Desk, open_: list[threading.Thread]) -> None:
    mill(desk)
    bakery, tom, ines = desk.bakery, desk.member("tom"), desk.member("ines")
    claim = Claim(name=MILL, iban=NEW)
    told = both(open_, lambda: confirm.open_(bakery, tom, claim), lambda: confirm.open_(bakery, ines, claim))
    assert told == ["done", "done"]
    assert Confirmation.objects.count() == 1


def test_an_override_is_spent_once(desk: Desk, open_: list[threading.Thread]) -> None:
    mill(desk)
    one = confirm.open_(desk.bakery, None, Claim(name=MILL, iban=NEW, amount="10.00", currency="EUR"))
    confirm.override(one, desk.member("tom"), "nood")
    confirm.override(one, desk.member("els"), "nood")

    def spend(name: str) -> None:
        if not confirm.spend(one, None, name):
            raise NotNow("confirmation_done")

    assert both(open_, lambda: spend("payment line:1"), lambda: spend("payment line:2")) == ["confirmation_done", "done"]
