from tests.organisation import BAKERY

from weerbaar.detect.document.account_reread import account_reread
from weerbaar.model.part import Text, TextKind

TAKEN = ("8E71 O961 2345 6769", "BE71 0961 2345 6769")


def test_it_tells_both_readings() -> None:
    found = list(account_reread(Text("foto.jpg", f"Betaal op {TAKEN[1]}", TextKind.PICTURE, reread=(TAKEN,)), BAKERY))
    assert [dict(one.saw) for one in found] == [{"read": TAKEN[0], "taken": TAKEN[1]}]


def test_it_is_silent_where_the_account_was_read_at_once() -> None:
    assert not list(account_reread(Text("foto.jpg", f"Betaal op {TAKEN[1]}", TextKind.PICTURE), BAKERY))
