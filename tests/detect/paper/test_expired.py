from dataclasses import replace

import pytest
from tests.organisation import BAKERY

from weerbaar.detect.paper.expired import expired
from weerbaar.model.ledger import Ledger
from weerbaar.model.part import Paper


@pytest.mark.parametrize(
    ("expires", "today", "speaks"),
    [
        ("2026-10-31", "2026-11-02", True),
        ("2026-11-02", "2026-11-02", False),  # its last day
        ("2032-04-15", "2026-11-02", False),
        ("", "2026-11-02", False),  # none on it
        ("2026-10-31", "", False),  # nobody said which day it is
    ],
)
def test_it_tells_papers_that_ran_out(expires: str, today: str, speaks: bool) -> None:
    organisation = replace(BAKERY, ledger=Ledger(today=today))
    found = list(expired(Paper("foto.jpg", "TD1", "card", "UTO", "D2•••••90", expires), organisation))
    assert [one.saw for one in found] == ([{"date": expires}] if speaks else [])
