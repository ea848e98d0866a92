import pytest
from tests.detect.links import ids, link, message

from weerbaar.detect.link.mixed_scripts import mixed_scripts


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("https://bаkkerijvanhove.example/", ["mixed_scripts"]),  # Cyrillic а
        ("https://xn--pypal-4ve.example/", ["mixed_scripts"]),  # pаypal in punycode
        ("https://раураӏ.example/", ["mixed_scripts"]),  # only look-alikes
        ("https://müller-bäckerei.example/", []),  # accents
        ("https://москва-хлеб.example/", []),  # wholly Cyrillic, with letters of its own
        ("https://bakkerij.example/", []),
    ],
)
def test_it_sees_borrowed_letters_and_lets_whole_scripts_be(written: str, seen: list[str]) -> None:
    assert ids(mixed_scripts, message(link(written))) == seen


def test_it_leaves_earlier_messages_alone() -> None:
    assert ids(mixed_scripts, message(link("https://bаkkerijvanhove.example/", "", quoted=True))) == []
