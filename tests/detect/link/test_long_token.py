import pytest
from tests.detect.links import ids, link, message

from weerbaar.detect.link.long_token import long_token
from weerbaar.model.part import LinkKind

TOKEN = "Yk3f9Qz7Lm2VtX8wRb4nH6s"


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        (f"https://pagina.example/{TOKEN}A1", ["long_token"]),
        (f"https://pagina.example/k/{TOKEN}A1/open", ["long_token"]),
        (f"https://pagina.example/{TOKEN}A1.html?x=1", ["long_token"]),
        ("https://pagina.example/dGVzdDEyMzQ1Njc4OTBhYmNkZWYxMjM0NTY3ODkw", ["long_token"]),  # base64
        (f"https://pagina.example/{TOKEN}", []),  # too short
        ("https://pagina.example/hoe-vervangt-u-de-filter-van-model-x200-in-2026", []),  # words
        ("https://pagina.example/OnzeVoordeligsteAanbiedingenVanDeZomer2026", []),
        ("https://pagina.example/20260314-20260321-20260328-20260404", []),  # digits alone
        ("https://pagina.example/de842e67-5e44-4b82-ac8d-b05e85393b4f", []),  # UUID
        ("https://code.example/c/9f8e7d6c5b4a39281706f5e4d3c2b1a098765432", []),  # a digest
        (f"https://docs.google.com/document/d/{TOKEN}A1/edit", []),  # a shared file
        (f"https://forms.office.com/r/{TOKEN}A1", []),
        (f"https://www.afzender.example/{TOKEN}A1", []),  # the sender's
        (f"https://molensdekroon.example/{TOKEN}A1", []),  # known
        (f"https://abc.list-manage.com/{TOKEN}A1", []),  # a service for sending mail
        (f"https://www.paypal.com/{TOKEN}A1", []),  # a brand's own
        (f"https://pagina.example/?id={TOKEN}A1", []),  # behind the question mark is everybody's place for numbers
    ],
)
def test_it_tells_strings_from_words(written: str, seen: list[str]) -> None:
    assert ids(long_token, message(link(written))) == seen


def test_newsletters_and_links_in_plain_text_are_left_alone() -> None:
    written = f"https://pagina.example/{TOKEN}A1"
    assert ids(long_token, message(link(written), bulk=True)) == []
    assert ids(long_token, message(link(written, kind=LinkKind.TEXT))) == []
    assert ids(long_token, message(link(written, quoted=True))) == []


def test_a_round_up_of_many_pages_is_left_alone() -> None:
    many = [link(f"https://page-{number}.example/{TOKEN}A1") for number in range(20)]
    assert ids(long_token, message(*many)) == []


@pytest.mark.parametrize(
    ("path", "seen"),
    [("/" * 5000, []), ("a1" * 100_000, []), ("a1-" * 2000 + "!", []), ("a1/" * 5000, []), ("a1" * 900, ["long_token"])],
)
def test_hostile_paths_end(path: str, seen: list[str]) -> None:
    assert ids(long_token, message(link(f"https://pagina.example/{path.replace('a1', 'g1')}"))) == seen
