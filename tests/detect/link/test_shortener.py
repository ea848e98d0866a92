import pytest
from tests.detect.links import ids, link, message

from weerbaar.detect.link.shortener import shortener


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("https://bit.ly/3xYz", ["shortener"]),
        ("https://tinyurl.com/abc", ["shortener"]),
        ("https://youtu.be/abc", []),  # leads to one service only
        ("https://bakker.example/bit.ly", []),
    ],
)
def test_it_says_that_a_shortened_link_cannot_be_read(written: str, seen: list[str]) -> None:
    assert ids(shortener, message(link(written))) == seen


def test_it_leaves_earlier_messages_alone() -> None:
    assert ids(shortener, message(link("https://bit.ly/3xYz", "", quoted=True))) == []
