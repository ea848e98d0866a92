import pytest
from tests.detect.links import ids, link, message

from weerbaar.detect.link.random_host import random_host


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("https://xkqjzvwp.example/", ["random_host"]),
        ("https://a8f3k2m9.example/", ["random_host"]),
        ("https://konto-jetzt-hier-schnell-bestaetigen.example/", ["random_host"]),  # a chain of words
        ("https://bakkerij-de-gouden-aar.example/", []),
        ("https://schlichtschrift.example/", []),  # German consonants
        ("https://tijdschrijver-wijndal.example/", []),  # a Dutch ij is a vowel
        ("https://zahnarztpraxis-schwarzwald.example/", []),
        ("https://4711.example/", []),  # a number is a name too
        ("https://kbc.example/", []),  # short names abbreviate
    ],
)
def test_it_tells_names_from_noise(written: str, seen: list[str]) -> None:
    assert ids(random_host, message(link(written))) == seen


def test_it_leaves_earlier_messages_alone() -> None:
    assert ids(random_host, message(link("https://xkqjzvwp.example/", "", quoted=True))) == []
