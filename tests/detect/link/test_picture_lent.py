import pytest
from tests.detect.links import ids, link, message

from weerbaar.detect.link.picture_lent import picture_lent
from weerbaar.model.part import LinkKind


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("https://zupimages.net/up/24/10/a1b2.png", ["picture_lent"]),
        ("https://i.imgur.com/a1b2c3.jpg", ["picture_lent"]),
        ("https://i.ibb.co/x/logo.png", ["picture_lent"]),
        ("https://www.afzender.example/logo.png", []),
        ("https://raw.githubusercontent.com/firm/page/main/logo.png", []),
        ("https://d111111abcdef8.cloudfront.net/logo.png", []),  # firms pay for it
        ("https://imgur.com.afzender.example/logo.png", []),
    ],
)
def test_it_speaks_when_a_picture_comes_from_a_free_host(written: str, seen: list[str]) -> None:
    assert ids(picture_lent, message(link(written, kind=LinkKind.IMAGE))) == seen


def test_a_link_to_press_is_not_a_picture() -> None:
    assert ids(picture_lent, message(link("https://imgur.com/gallery/x"))) == []


def test_pictures_of_earlier_messages_are_left_alone() -> None:
    assert ids(picture_lent, message(link("https://i.imgur.com/a.jpg", kind=LinkKind.IMAGE, quoted=True))) == []


def test_the_host_itself_may_show_its_pictures() -> None:
    picture = link("https://i.imgur.com/a.jpg", kind=LinkKind.IMAGE)
    assert ids(picture_lent, message(picture, sender="hello@imgur.com")) == []


def test_it_speaks_once() -> None:
    pictures = [link(f"https://i.imgur.com/{number}.jpg", kind=LinkKind.IMAGE) for number in range(30)]
    assert ids(picture_lent, message(*pictures)) == ["picture_lent"]
