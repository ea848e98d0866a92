import pytest
from tests.detect.links import ids, link, message

from weerbaar.detect.link.label_differs import label_differs


@pytest.mark.parametrize(
    ("written", "label", "seen"),
    [
        ("https://betaal-portaal.example/x", "www.molensdekroon.example", ["label_differs"]),
        ("https://betaal-portaal.example/x", "https://www.molensdekroon.example/factuur", ["label_differs"]),
        ("https://betaal-portaal.example/x", "els@bakkerijvanhove.example", ["label_differs"]),  # an address as label of a page
        ("https://shop.molensdekroon.example/f", "www.molensdekroon.example", []),  # the same domain
        ("https://betaal-portaal.example/x", "Bekijk factuur.pdf", []),  # words
        ("https://betaal-portaal.example/x", "factuur.pdf", []),  # a file, not an address
        ("https://click.afzender.example/r/1", "www.partner.example", ["label_differs_tracked"]),  # the sender's own counter
        (
            "https://abc.list-manage.com/track/click?u=1",
            "www.partner.example",
            ["label_differs_tracked"],
        ),  # a service for sending mail
        ("https://molensdekroon.example/", "www.partner.example", []),  # whatever it shows, it leads to a known supplier
    ],
)
def test_it_compares_the_address_shown_with_the_address_meant(written: str, label: str, seen: list[str]) -> None:
    assert ids(label_differs, message(link(written, label))) == seen


def test_it_leaves_earlier_messages_alone() -> None:
    assert ids(label_differs, message(link("https://betaal-portaal.example/x", "www.molensdekroon.example", quoted=True))) == []
