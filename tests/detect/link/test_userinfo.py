import pytest
from tests.detect.links import ids, link, message

from weerbaar.detect.link.userinfo import userinfo


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("https://www.molensdekroon.example@page.example/x", ["userinfo"]),
        ("http://user:secret@page.example/", ["userinfo"]),
        ("https://page.example/@els", []),  # in the path
        ("https://page.example/?m=els@bakkerijvanhove.example", []),  # in the query
        ("https://page.example/", []),
    ],
)
def test_it_sees_a_name_before_the_at_sign(written: str, seen: list[str]) -> None:
    assert ids(userinfo, message(link(written))) == seen


def test_it_leaves_earlier_messages_alone() -> None:
    assert ids(userinfo, message(link("https://www.molensdekroon.example@page.example/x", "", quoted=True))) == []
