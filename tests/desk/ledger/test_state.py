"""The ledger as the desk keeps it: sealed, chained, append-only, reconstructed, verified, and nothing when it does not hold."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.desk.cast import Desk
from tests.desk.ledger.known import MILL, NEW, OLD, mill, payee, written
from weerbaar.cli import main
from weerbaar.desk.governance.models import Entry
from weerbaar.desk.ledger import state, write
from weerbaar.desk.ledger.models import LedgerEntry, LedgerHead
from weerbaar.ledger.chain import Act
from weerbaar.model.ledger import Kind, Ledger


def test_what_was_written_is_what_is_known(desk: Desk) -> None:
    id = write.add_payee(
        desk.bakery, desk.member("tom"), "Ovens Peeters", country="be", facts=[(Kind.IBAN, "nl91 abna 0417 1643 00")]
    )
    found = payee(desk, id)
    assert (found.name, found.country, [fact.value for fact in found.facts]) == ("Ovens Peeters", "BE", [NEW])
    assert not found.facts[0].confirmed


def test_nothing_of_it_stands_in_clear(desk: Desk) -> None:
    mill(desk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM ledger_ledgerentry")
        blobs = b"".join(bytes(row[0]) for row in cursor.fetchall())
    trail = str(list(Entry.objects.values_list("facts", "about", "action")))
    for secret in (MILL, OLD, "molensdekroon"):
        assert secret.encode() not in blobs
        assert secret not in trail


@pytest.mark.parametrize("change", ["UPDATE ledger_ledgerentry SET sealed = sealed", "DELETE FROM ledger_ledgerentry"])
def test_the_database_refuses_to_change_an_entry(desk: Desk, change: str) -> None:
    mill(desk)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_the_past_is_as_it_was(desk: Desk) -> None:
    id = mill(desk, days=100)
    write.change_payee(desk.bakery, desk.member("ines"), id, "De Kroon Molens", "BE")
    assert payee(desk, id).name == "De Kroon Molens"
    then = state.ledger_of(desk.bakery, date.today() - timedelta(days=50)).payee(id)
    assert then is not None
    assert then.name == MILL
    assert state.ledger_of(desk.bakery, date.today() - timedelta(days=150)) == Ledger(
        today=(date.today() - timedelta(days=150)).isoformat()
    )


def test_organisations_do_not_see_one_another(desk: Desk) -> None:
    mill(desk)
    assert state.ledger_of(desk.garage).payees == ()


def test_a_transaction_that_fails_leaves_nothing_behind(desk: Desk) -> None:
    id = mill(desk)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write.add_fact(desk.bakery, desk.member("tom"), id, Kind.ALIAS, "De Kroon")
        assert len(payee(desk, id).facts) == 4
        raise ZeroDivisionError
    assert len(payee(desk, id).facts) == 3
    write.add_fact(desk.bakery, desk.member("tom"), id, Kind.ALIAS, "Molens de Kroon NV")
    assert payee(desk, id).facts[-1].value == "Molens de Kroon NV"
    assert state.verify(desk.bakery).broken is None


def loosened() -> None:
    """As somebody with the database could do it."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER IF EXISTS ledger_entry_no_update")
        cursor.execute("DROP TRIGGER IF EXISTS ledger_entry_no_delete")


def changed(desk: Desk) -> None:
    row = LedgerEntry.objects.get(organisation_id=desk.bakery.pk, sequence=2)
    LedgerEntry.objects.filter(pk=row.pk).update(sealed=bytes(row.sealed)[:-1] + bytes([bytes(row.sealed)[-1] ^ 1]))


def swapped(desk: Desk) -> None:
    one, other = LedgerEntry.objects.filter(organisation_id=desk.bakery.pk, sequence__in=(2, 3)).order_by("sequence")
    LedgerEntry.objects.filter(pk=one.pk).update(sealed=other.sealed)
    LedgerEntry.objects.filter(pk=other.pk).update(sealed=one.sealed)


def taken_out(desk: Desk) -> None:
    LedgerEntry.objects.filter(organisation_id=desk.bakery.pk, sequence=2).delete()


def cut_short(desk: Desk) -> None:
    LedgerEntry.objects.filter(organisation_id=desk.bakery.pk, sequence=4).delete()


def cut_with_its_head(desk: Desk) -> None:
    cut_short(desk)
    third = state._opened(desk.bakery, LedgerEntry.objects.get(organisation_id=desk.bakery.pk, sequence=3))
    assert third is not None
    LedgerHead.objects.filter(organisation_id=desk.bakery.pk).update(sequence=3, mark=state.mark(desk.bakery, third))


@pytest.mark.parametrize(
    ("harm", "place", "why"),
    [
        (changed, 2, "changed"),
        (swapped, 2, "changed"),
        (taken_out, 2, "missing"),
        (cut_short, 4, "cut short"),
        (cut_with_its_head, 4, "cut short"),
    ],
)
def test_whatever_is_done_to_it_is_found(desk: Desk, harm: object, place: int, why: str) -> None:
    mill(desk)
    assert state.verify(desk.bakery).broken is None
    loosened()
    assert callable(harm)
    harm(desk)
    state._books.clear()
    found = state.verify(desk.bakery)
    assert (found.broken, found.why) == (place, why)


def test_a_ledger_written_anew_as_a_whole_does_not_meet_the_trail(desk: Desk) -> None:
    mill(desk)
    loosened()
    LedgerEntry.objects.all().delete()
    LedgerHead.objects.all().delete()
    entries = Entry.objects.filter(action=state.WRITTEN)
    before = entries.count()
    written(desk, datetime.now(UTC), *((Act.PAYEE_ADDED, {"payee": f"x{number}", "name": "Dief"}) for number in range(4)))
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER governance_entry_no_delete")
        cursor.execute(
            "DELETE FROM governance_entry WHERE action = %s AND sequence > %s",
            [state.WRITTEN, entries.order_by("sequence").values_list("sequence", flat=True)[before - 1]],
        )
    state._books.clear()
    found = state.verify(desk.bakery)
    assert (found.broken, found.why) == (4, "differs from its anchor")


def test_of_a_ledger_that_does_not_hold_nothing_counts(desk: Desk) -> None:
    mill(desk)
    loosened()
    changed(desk)
    state._books.clear()
    with pytest.raises(state.Broken):
        state.ledger_of(desk.bakery)
    assert state.known_to(desk.bakery).payees == ()
    with pytest.raises(state.Broken):
        write.add_payee(desk.bakery, desk.member("tom"), "Ovens Peeters")


def test_the_command_verifies_ledgers_too(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mill(desk)
    monkeypatch.setenv("WEERBAAR_HOME", str(desk.home))
    assert main(["--lang", "en", "audit", "verify"]) == 0
    assert f"Ledger of organisation {desk.bakery.pk}: all 4 lines hold." in capsys.readouterr().out
    loosened()
    changed(desk)
    assert main(["audit", "verify", "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["ledgers"] == [{"organisation": desk.bakery.pk, "lines": 1, "broken": 2, "why": "changed"}]
