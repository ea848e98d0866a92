from dataclasses import replace

import pytest
from tests.organisation import BAKERY

from weerbaar.detect.text.known_bad import known_bad
from weerbaar.model.part import Parts, Text, TextKind

BAD = replace(
    BAKERY,
    known_bad=("BE68 5390 0754 7034", "+32 468 12 34 56", "zwendel.example", "x@post.example"),
    allowed=("goed.zwendel.example",),
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Betaal op BE68539007547034", "BE68 5390 0754 7034"),
        ("Bel +32 468 12.34.56", "+32 468 12.34.56"),
        ("Zie pay.zwendel.example/x", "pay.zwendel.example"),
        ("Schrijf naar jan@zwendel.example", "jan@zwendel.example"),
        ("Schrijf naar y@post.example", ""),  # only x is listed
        ("Betaal op BE71 0961 2345 6769", ""),
        ("Zie grootzwendel.example", ""),
    ],
)
def test_it_speaks_of_values_on_the_list(text: str, value: str) -> None:
    found = known_bad(Parts((Text("text", text, TextKind.MAIL),)), BAD)
    assert "".join(f.saw["value"] for f in found) == value


def test_it_is_silent_without_a_list() -> None:
    assert not list(known_bad(Parts((Text("text", "BE68539007547034", TextKind.MAIL),)), BAKERY))
