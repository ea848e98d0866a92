from dataclasses import replace

import pytest
from tests.detect.links import ids, link, message
from tests.organisation import BAKERY

from weerbaar.detect.link.known_bad import known_bad


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("https://veiligbetalen.example/x", ["known_bad"]),
        ("https://www.veiligbetalen.example/", ["known_bad"]),  # below it
        ("https://onveiligbetalen.example/", []),  # another name
        ("https://molensdekroon.example/veiligbetalen.example", []),  # in the path
    ],
)
def test_it_knows_the_organisations_own_list(written: str, seen: list[str]) -> None:
    assert ids(known_bad, message(link(written))) == seen


def test_it_leaves_earlier_messages_alone() -> None:
    assert ids(known_bad, message(link("https://veiligbetalen.example/x", "", quoted=True))) == []


def test_an_allowed_entry_is_taken_out() -> None:
    cleaned = replace(BAKERY, allowed=("veiligbetalen.example",))
    assert ids(known_bad, message(link("https://veiligbetalen.example/x")), cleaned) == []


def test_it_knows_single_pages_too() -> None:
    one = replace(BAKERY, known_bad=("https://page.example/lure",))
    assert ids(known_bad, message(link("https://page.example/lure")), one) == ["known_bad"]
    assert ids(known_bad, message(link("https://page.example/other")), one) == []
