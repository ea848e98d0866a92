import pytest
from tests.detect.links import ids, link, message

from weerbaar.detect.link.elsewhere import elsewhere
from weerbaar.model.part import LinkKind


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


@pytest.mark.parametrize(
    ("written", "bulk", "seen"),
    [
        (("https://page.example/a", "https://page.example/b"), False, ["elsewhere_several"]),
        (("https://page.example/a", "https://www.page.example/b", "https://page.example/c"), False, ["elsewhere_several"]),
        (("https://page.example/a", "https://page.example/a"), False, ["elsewhere"]),  # one address, twice
        (("https://page.example/a", "https://page.example/b"), True, ["elsewhere"]),  # newsletters count every link
        (("https://page.example/a", "https://www.afzender.example/b"), False, []),
        (("https://abc.list-manage.com/a", "https://abc.list-manage.com/b"), False, []),
    ],
)
def test_two_links_to_one_strange_domain_tell_more(written: tuple[str, ...], bulk: bool, seen: list[str]) -> None:
    assert ids(elsewhere, message(*map(link, written), bulk=bulk)) == seen


def test_addresses_in_plain_text_are_not_counted_as_buttons() -> None:
    texts = (link("https://page.example/a", kind=LinkKind.TEXT), link("https://page.example/b", kind=LinkKind.TEXT))
    assert ids(elsewhere, message(*texts)) == ["elsewhere"]
