import pytest
from tests.detect.links import ids, link, message

from weerbaar.detect.link.image_link_only import image_link_only
from weerbaar.model.part import LinkKind, Text, TextKind

PICTURE = link("https://cdn.page.example/p.png", kind=LinkKind.IMAGE)


@pytest.mark.parametrize(
    ("text", "target", "seen"),
    [
        ("", "https://page.example/x", ["image_link_only"]),
        ("Bekijk online", "https://page.example/x", ["image_link_only"]),
        ("Beste Els, hierbij de uitnodiging voor ons zomerfeest op zaterdag.", "https://page.example/x", []),  # a message
        ("", "https://molensdekroon.example/flyer", []),  # a known supplier's flyer
    ],
)
def test_it_speaks_when_a_picture_is_the_message(text: str, target: str, seen: list[str]) -> None:
    assert ids(image_link_only, message(Text("mail", text, TextKind.MAIL), PICTURE, link(target))) == seen


def test_it_needs_a_picture() -> None:
    assert ids(image_link_only, message(Text("mail", "", TextKind.MAIL), link("https://page.example/x"))) == []


def test_a_page_full_of_links_is_a_catalogue() -> None:
    links = [link(f"https://page{n}.example/x") for n in range(6)]
    assert ids(image_link_only, message(PICTURE, *links)) == []
