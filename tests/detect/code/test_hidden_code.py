import pytest
from tests.organisation import BAKERY

from weerbaar.detect.code.hidden_code import hidden_code
from weerbaar.model.part import Code


@pytest.mark.parametrize(
    ("step", "seen"),
    [
        ("plain", []),
        ("larger 2x", []),  # a small picture
        ("smaller", []),
        ("blur", ["code.hidden_code"]),
        ("threshold", ["code.hidden_code"]),
        ("characters", ["code.hidden_code_drawn"]),
    ],
)
def test_it_tells_how_hard_a_code_was_to_read(step: str, seen: list[str]) -> None:
    assert [f.id for f in hidden_code(Code("mail", "QRCode", "https://page.example/", step), BAKERY)] == seen
