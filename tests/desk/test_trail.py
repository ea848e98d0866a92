"""The trail: append-only by the database itself, and verified line by line."""

import sqlite3
import threading

import pytest
from django.db import DatabaseError, connection, transaction

from tests.desk.cast import Desk
from weerbaar.desk.governance import audit
from weerbaar.desk.governance.audit import Anchor, Verified
from weerbaar.desk.governance.models import Entry, Head
from weerbaar.desk.trail import record


def lines(desk: Desk, count: int = 5) -> int:
    before = audit.head(desk.bakery.pk).sequence
    for number in range(count):
        record(
            "tested",
            organisation=desk.bakery.pk,
            actor=7,
            about=f"case:{number}",
            facts={"naam": "é€", "n": number, "share": 0.25},
        )
    return before + count


def behind_our_back(desk: Desk, *statements: str) -> None:
    """Someone with the file of the database and without scruples."""
    connection.close()
    with sqlite3.connect(desk.home / "database.sqlite3") as database:
        for name in ("update", "delete"):
            database.execute(f"DROP TRIGGER governance_entry_no_{name}")
        for statement in statements:
            database.execute(statement)
    database.close()


def test_a_whole_trail_holds(desk: Desk) -> None:
    last = lines(desk)
    assert audit.verify(desk.bakery.pk) == Verified(desk.bakery.pk, last)
    assert audit.verify() == Verified(0, audit.head().sequence)


@pytest.mark.parametrize("change", [lambda: Entry.objects.update(action="x"), lambda: Entry.objects.all().delete()])
def test_the_database_refuses_to_change_or_remove_a_line(desk: Desk, change: object) -> None:
    last = lines(desk)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change()  # type: ignore[operator]
    assert audit.verify(desk.bakery.pk).lines == last


@pytest.mark.parametrize(
    ("statement", "broken", "why"),
    [
        ("UPDATE governance_entry SET actor = 8 WHERE sequence = {at}", 0, "changed"),
        ("UPDATE governance_entry SET facts = '{{}}' WHERE sequence = {at}", 0, "changed"),
        ("UPDATE governance_entry SET at = '2026-01-01T00:00:00.000000Z' WHERE sequence = {at}", 0, "changed"),
        ("UPDATE governance_entry SET previous = '' WHERE sequence = {at}", 0, "changed"),
        ("DELETE FROM governance_entry WHERE sequence = {at}", 0, "missing"),
        ("DELETE FROM governance_entry WHERE sequence > {at}", 1, "cut short"),
    ],
)
def test_what_was_changed_behind_our_back_is_seen(desk: Desk, statement: str, broken: int, why: str) -> None:
    at = lines(desk) - 2
    where = f" AND organisation_id = {desk.bakery.pk}"
    behind_our_back(desk, statement.format(at=at) + where)
    found = audit.verify(desk.bakery.pk)
    assert (found.broken, found.why) == (at + broken, why)
    assert audit.verify(desk.garage.pk).broken is None


def test_a_tail_cut_with_its_head_is_seen_by_an_anchor(desk: Desk) -> None:
    last = lines(desk)
    anchor = audit.head(desk.bakery.pk)
    id, kept = desk.bakery.pk, Entry.objects.get(organisation_id=desk.bakery.pk, sequence=last - 2)
    behind_our_back(
        desk,
        f"DELETE FROM governance_entry WHERE organisation_id = {id} AND sequence > {last - 2}",
        f"UPDATE governance_head SET sequence = {last - 2}, hash = '{kept.hash}' WHERE organisation_id = {id}",
    )
    assert audit.verify(id).broken is None
    assert audit.verify(id, [anchor]).why == "cut short"
    assert audit.verify(id, [Anchor(id, last - 2, "0" * 64)]).why == "differs from its anchor"
    assert audit.verify(id, [Anchor(id, last - 2, kept.hash)]).broken is None


def test_what_did_not_happen_leaves_no_line(desk: Desk) -> None:
    before = audit.head(desk.bakery.pk)
    with pytest.raises(RuntimeError), transaction.atomic():
        record("tested", organisation=desk.bakery.pk)
        raise RuntimeError
    assert audit.head(desk.bakery.pk) == before


def test_many_at_once_make_one_chain(desk: Desk) -> None:
    id, before = desk.bakery.pk, audit.head(desk.bakery.pk).sequence

    def write() -> None:
        for _ in range(10):
            record("tested", organisation=id)
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert audit.verify(id) == Verified(id, before + 60)
    assert Head.objects.get(organisation_id=id).sequence == before + 60
