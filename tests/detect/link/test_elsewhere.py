import pytest
from tests.detect.links import ids, link, message

from weerbaar.detect.link.elsewhere import elsewhere


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("https://page.example/x", ["elsewhere"]),
        ("https://www.afzender.example/", []),  # the sender's
        ("https://molensdekroon.example/", []),  # known
        ("https://www.paypal.com/", []),  # a brand's own
        ("https://abc.list-manage.com/x", []),  # a service for sending mail
    ],
)
def test_it_speaks_when_everything_leads_to_one_strange_domain(written: str, seen: list[str]) -> None:
    assert ids(elsewhere, message(link(written))) == seen


def test_it_leaves_earlier_messages_alone() -> None:
    assert ids(elsewhere, message(link("https://page.example/x", "", quoted=True))) == []


def test_one_link_home_is_enough_to_stay_silent() -> None:
    both = message(link("https://page.example/x"), link("https://www.afzender.example/"))
    assert ids(elsewhere, both) == []


def test_several_strange_domains_are_not_one() -> None:
    both = message(link("https://page.example/x"), link("https://other.example/"))
    assert ids(elsewhere, both) == []


def test_a_free_mailbox_has_no_domain_of_its_own() -> None:
    assert ids(elsewhere, message(link("https://page.example/x"), sender="anna@gmail.com")) == []
