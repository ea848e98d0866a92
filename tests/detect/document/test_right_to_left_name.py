import pytest
from tests.organisation import BAKERY

from weerbaar.detect.document.right_to_left_name import right_to_left_name
from weerbaar.model.part import Document


@pytest.mark.parametrize(
    ("name", "members", "speaks"),
    [
        ("factuur\u202efdp.exe", (), True),
        ("a.zip", ("factuur\u202efdp.exe",), True),
        ("factuur.pdf", (), False),
        ("\u05d7\u05e9\u05d1\u05d5\u05df.pdf", (), False),  # Hebrew without an override
    ],
)
def test_it_speaks_of_names_that_turn_the_reading_direction(name: str, members: tuple[str, ...], speaks: bool) -> None:
    found = list(right_to_left_name(Document("attachment", name, "unknown", members=members), BAKERY))
    assert [f.saw["name"] for f in found] == (["factuurfdp.exe"] if speaks else [])
