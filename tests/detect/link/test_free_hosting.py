import pytest
from tests.detect.links import ids, link, message

from weerbaar.detect.link.free_hosting import free_hosting


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("https://pakket-betaling.pages.dev/", ["free_hosting"]),
        ("https://mijn-portaal-4711.web.app/x", ["free_hosting"]),
        ("https://forms.gle/abc", ["free_hosting_form"]),
        ("https://docs.google.com/forms/d/e/1/viewform", ["free_hosting_form"]),
        ("https://dossier-inzage.notion.site/abc", ["free_hosting_board"]),
        ("https://www.canva.com/design/DAF/view", ["free_hosting_board"]),
        ("https://www.canva.com/pricing", []),  # the firm's own page
        ("https://molensdekroon.example/", []),
        ("https://pages.dev.bakker.example/", []),  # the name elsewhere in a host
    ],
)
def test_it_knows_places_where_anybody_can_put_a_page(written: str, seen: list[str]) -> None:
    assert ids(free_hosting, message(link(written))) == seen


def test_it_leaves_earlier_messages_alone() -> None:
    assert ids(free_hosting, message(link("https://pakket-betaling.pages.dev/", "", quoted=True))) == []


def test_it_is_silent_in_a_round_up_of_many_pages() -> None:
    pages = [link(f"https://page{n}.blogspot.com/") for n in range(12)]
    assert ids(free_hosting, message(*pages)) == []
