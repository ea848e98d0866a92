"""The bench of the ledger, in short: each history once, a piece of a ledger changed byte by byte, a few kills."""

import pytest
from bench import ledger, ledger_kill
from bench.ledger_histories import EXPECTED, HISTORIES, play

from tests.desk.cast import Desk


@pytest.mark.parametrize("place", range(len(HISTORIES)), ids=[history.__name__ for history in HISTORIES])
def test_no_history_pays_an_account_that_was_not_verified(desk: Desk, place: int) -> None:
    outcome = play(HISTORIES[place], place + 1)
    assert ledger.failures([outcome]) == []
    assert outcome.due == EXPECTED[HISTORIES[place]]


def test_a_changed_byte_of_the_ledger_is_seen_and_nothing_goes(desk: Desk) -> None:
    tried, seen = ledger.tampered(most=200)
    assert (tried, seen) == (200, 200)


def test_killed_while_releasing_every_payment_goes_once(desk: Desk) -> None:
    killed = ledger_kill.rounds(desk.home, 2)
    assert killed.good and killed.rounds == 2 and killed.once == killed.due > 0
