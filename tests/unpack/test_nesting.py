"""Pages nested deeper than any person writes are cut; ordinary ones are left as they are."""

import pytest

from weerbaar.model.finding import Reason
from weerbaar.model.item import Item
from weerbaar.unpack.nesting import DEEPEST, not_too_deep
from weerbaar.unpack.unpack import unpack


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<div>dag</div>" * 20_000,
        "<table>" + "<tr><td>cel" * 20_000,  # cells need no end tag
        "<p>alinea" * 20_000,
        "<div>" * DEEPEST + "dag",
        "</div>" * 20_000,
    ],
)
def test_ordinary_pages_stay_whole(page: str) -> None:
    assert not_too_deep(page) is page


@pytest.mark.parametrize("tag", ["<div>", "<TABLE><tr><td>", "<b>", "<section class=x>"])
def test_deeper_pages_are_cut_and_that_is_said(tag: str) -> None:
    assert not_too_deep(tag * 20_000) == tag * DEEPEST
    parts = unpack(Item("diep.html", (tag * 20_000).encode()))
    assert Reason.TOO_DEEP in {one.reason for one in parts.not_looked}
