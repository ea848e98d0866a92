"""What a form or a phone sent -> pieces."""

import pytest

from weerbaar.desk.web.brought import Piece, is_link, of_text, short
from weerbaar.model.item import Way


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://bank-login.example/x?y=1", True),
        ("hxxps://bank-login.example", True),
        ("bank-login.example", True),
        ("www.bank-login.example:8080/inloggen", True),
        ("Kijk op https://bank-login.example", False),  # words around it: a text
        ("https://bank-login.example en dan?", False),
        ("anna@bakkerijvanhove.example", False),
        ("Hoi", False),
        ("", False),
        ("https://" + "a" * 9000, False),  # no address people use is as long
    ],
)
def test_an_address_alone_is_a_link(text: str, link: bool) -> None:
    assert is_link(text) is link


def test_what_is_pasted_keeps_its_words_and_gets_a_name() -> None:
    assert of_text("  Hoi mam\ndit is mijn nieuwe nummer ") == Piece(
        "Hoi mam dit is mijn nieuwe nummer", b"Hoi mam\ndit is mijn nieuwe nummer", Way.TEXT, 33
    )
    assert of_text("https://bank-login.example").way is Way.LINK
    assert of_text("\ud800 kapot").data == b"? kapot"


def test_a_long_name_is_cut_where_people_still_know_it() -> None:
    assert short("a" * 200) == "a" * 79 + "…"
    assert short("factuur.pdf") == "factuur.pdf"
