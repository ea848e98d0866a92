"""`python -m bench.ledger`: scripted histories of suppliers over a real desk, a ledger with every byte changed, kill -9 while releasing.

Prints the tables and writes docs/measured/ledger.md. `--each`: how often each history is played, `--kills`: rounds of kill -9.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bench import tables
from bench.ledger_histories import GENUINE, HISTORIES, Outcome, World, play, world
from bench.ledger_kill import Killed, rounds

MOST_ACTIONS = 2
"""What a genuine change may cost people beyond the call."""
TAMPERED = 998_000


def histories(each: int, first: int = 1) -> list[Outcome]:
    """Every history so many times."""
    return [
        play(history, first + round * len(HISTORIES) + place)
        for round in range(each)
        for place, history in enumerate(HISTORIES)
    ]


def tampered(most: int = 0) -> tuple[int, int]:
    """Change each byte of a small ledger as it stands in the database, one at a time (at most `most`): how many, and how many were seen.

    Seen means: `weerbaar audit verify` would say where, and nothing is let go on this ledger.
    """
    from weerbaar.desk.ledger.models import LedgerEntry
    from weerbaar.desk.ledger.state import verify

    tried = seen = 0
    w = world(TAMPERED)
    assert verify(w.organisation).broken is None
    rows = list(LedgerEntry.objects.filter(organisation_id=w.organisation.pk).order_by("sequence"))
    for row in rows:
        before = bytes(row.sealed)
        for place in range(len(before)):
            if most and tried >= most:
                return tried, seen
            changed = bytearray(before)
            changed[place] ^= 1 + tried % 255
            tried += 1
            with _changed(row.pk, bytes(changed)):
                seen += verify(w.organisation).broken is not None and _nothing_goes(w, tried)
    return tried, seen


def _nothing_goes(w: World, tried: int) -> bool:
    """Whether the gate stops on this ledger; tried for one change of a hundred, since a file is checked for it."""
    from weerbaar.desk.ledger import state
    from weerbaar.desk.payments.models import Release

    if tried % 100:
        return True
    state._books.clear()
    try:
        w.check(w.file(w.due(str(tried))))
    except state.Broken:
        return True
    finally:
        state._books.clear()
    return not Release.objects.filter(organisation=w.organisation).exists()


@contextmanager
def _changed(entry: int, sealed: bytes) -> Iterator[None]:
    """The ledger as someone with the database in hands left it; what was done meanwhile is undone."""
    from django.db import connection, transaction

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger_ledgerentry'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute("UPDATE ledger_ledgerentry SET sealed = %s WHERE id = %s", [sealed, entry])
        yield
        transaction.set_rollback(True)


def page(outcomes: Sequence[Outcome], bytes_changed: tuple[int, int], killed: Killed, seconds: float) -> str:
    """docs/measured/ledger.md."""
    rows = []
    for history in HISTORIES:
        those = [one for one in outcomes if one.kind == history.__name__]
        told = " ".join((history.__doc__ or "").split())
        rows.append((
            history.__name__.replace("_", " "), told, len(those), sum(one.released for one in those), sum(one.unverified for one in those),
            sum(one.twice for one in those), f"{sum(one.due == one.expected for one in those)} of {len(those)}",
            max(one.actions for one in those) if history in GENUINE else "-",
        ))  # fmt: skip
    head = (
        "history", "what happens", "played", "payments released", "of these to an account that was not verified", "released twice",
        "ended as it should", "actions of people beyond the call, at most",
    )  # fmt: skip
    kill = [
        ("rounds of kill -9", killed.rounds),
        ("files put in the folder, a fifth of them twice", killed.files),
        ("payments that had to go", killed.due),
        ("arrived at the bank once", killed.once),
        ("arrived twice", killed.twice),
        ("did not arrive", killed.missing),
        ("files that were not whole, or not what was decided", killed.halves),
        ("payments that may not go, and went", killed.wrong),
        *((f"kills that left a release in state {state}", times) for state, times in sorted(killed.between.items())),
    ]
    total, cents = sum(one.unverified for one in outcomes), sum(one.unverified_cents for one in outcomes)
    return f"""# The ledger and the gate, measured

`python -m bench.ledger`, {datetime.now(UTC):%d %B %Y}, Python {sys.version.split()[0]}, SQLite, {os.cpu_count()} cores, {seconds:.0f} s.

{len(outcomes)} histories over the services of a real desk, each an organisation of its own. The people in them are scripted: an honest colleague calls
the number the desk proposes, and believes what the real firm says. **Payments released to an account that was not verified: {total}
({cents / 100:.2f} euro)**; upper bound of the share of histories with one, at 95 %: {_upper(outcomes)}.

{tables.table(head, rows)}
## Tampering

Each byte of each entry of a ledger was changed in the database, one at a time, past the triggers that refuse it: {bytes_changed[1]} of
{bytes_changed[0]} changes were seen by `weerbaar audit verify`, and for one in a hundred a payment file was checked: none was released.

## kill -9 while releasing

A real process watches a folder; another takes whatever is released away at once, as a bank's program does. The watcher is killed in each
round: a third of the times at any moment, the others while a release is under way.

{tables.table(("what", "how many"), kill)}
"""


def _upper(outcomes: Sequence[Outcome]) -> str:
    wrong = sum(one.unverified > 0 for one in outcomes)
    return f"{100 * tables.clopper_pearson(wrong, len(outcomes))[1]:.2f} %"


def failures(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Histories that did not end as they should."""
    genuine = {history.__name__ for history in GENUINE}
    return [
        one
        for one in outcomes
        if one.unverified or one.twice or one.due != one.expected or (one.kind in genuine and one.actions > MOST_ACTIONS)
    ]


def main() -> int:
    """Play, change, kill; 1 when anything is not as it should be."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    arguments.add_argument("--each", type=int, default=40)
    arguments.add_argument("--kills", type=int, default=60)
    chosen = arguments.parse_args()
    from weerbaar.desk import setup

    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="weerbaar-ledger-") as folder:
        home = Path(folder)
        setup.configure(home)
        setup.migrate()
        outcomes = histories(chosen.each)
        changed = tampered()
        killed = rounds(home, chosen.kills)
    tables.write("ledger.md", page(outcomes, changed, killed, time.monotonic() - began))
    wrong = failures(outcomes)
    for one in wrong:
        print(one, file=sys.stderr)
    return 1 if wrong or changed[0] != changed[1] or not killed.good else 0


if __name__ == "__main__":
    raise SystemExit(main())
