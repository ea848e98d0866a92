import pytest
from tests.organisation import BAKERY

from weerbaar.detect.paper.check_digits import check_digits
from weerbaar.model.part import Paper


@pytest.mark.parametrize(
    ("wrong", "ids"),
    [
        ((), []),
        (("birth",), ["birth"]),
        (("birth", "whole"), ["birth"]),  # a changed birth breaks the last digit too
        (("number", "expiry"), ["number", "expiry"]),
        (("whole",), ["whole"]),
    ],
)
def test_it_tells_each_field_whose_digit_fails(wrong: tuple[str, ...], ids: list[str]) -> None:
    found = check_digits(Paper("foto.jpg", "TD1", "card", "UTO", "D2•••••90", wrong=wrong), BAKERY)
    assert [one.id.removeprefix("paper.check_digits_") for one in found] == ids
