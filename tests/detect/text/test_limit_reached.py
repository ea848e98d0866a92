import pytest
from tests.organisation import BAKERY

from weerbaar.detect.text.limit_reached import limit_reached
from weerbaar.model.part import Parts


@pytest.mark.parametrize(
    ("met", "ids"),
    [
        (("max_ratio",), ["text.limit_reached_bomb"]),
        (("max_depth", "max_parts"), ["text.limit_reached"]),
        (("max_depth", "max_ratio"), ["text.limit_reached_bomb", "text.limit_reached"]),
        (("max_text_chars", "max_links"), []),  # any long newsletter
        ((), []),
    ],
)
def test_it_tells_bombs_from_giants(met: tuple[str, ...], ids: list[str]) -> None:
    assert [f.id for f in limit_reached(Parts(limits_met=met), BAKERY)] == ids
