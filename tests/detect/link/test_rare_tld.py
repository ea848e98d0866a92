import pytest
from tests.detect.links import ids, link, message

from weerbaar.detect.link.rare_tld import rare_tld


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("https://pakket.top/", ["rare_tld"]),
        ("https://pakket.cfd/x", ["rare_tld"]),
        ("https://pakket.be/", []),
        ("https://pakket.example/", []),
        ("https://top.bakker.example/", []),  # elsewhere in a host
    ],
)
def test_it_knows_endings_for_throw_away_pages(written: str, seen: list[str]) -> None:
    assert ids(rare_tld, message(link(written))) == seen


def test_it_leaves_earlier_messages_alone() -> None:
    assert ids(rare_tld, message(link("https://pakket.top/", "", quoted=True))) == []
