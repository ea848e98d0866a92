import pytest
from tests.organisation import BAKERY

from weerbaar.detect.paper.fields_differ import fields_differ
from weerbaar.model.part import Paper


@pytest.mark.parametrize("differs", [(), ("name",), ("birth", "expiry"), ("number",)])
def test_it_tells_each_field_that_differs(differs: tuple[str, ...]) -> None:
    found = fields_differ(Paper("foto.jpg", "TD1", "card", "UTO", "D2•••••90", differs=differs, compared=("birth",)), BAKERY)
    assert tuple(one.id.removeprefix("paper.fields_differ_") for one in found) == differs
