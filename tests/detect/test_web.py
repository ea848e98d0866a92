import pytest
from tests.detect.links import link, message
from tests.organisation import BAKERY, NOBODY

from weerbaar.detect._lookalike import first_resembled, resembles
from weerbaar.detect._web import errands_in, host_in_query, listed, web
from weerbaar.model.part import LinkKind, Parts


def hosts(parts: Parts) -> list[str]:
    return [one.host for one in web(parts, BAKERY).hosts]


def test_a_label_written_out_is_no_second_link() -> None:
    label = "https://www.molensdekroon.example/factuur"
    assert hosts(message(link("https://page.example/x", label), link(label, kind=LinkKind.TEXT))) == ["page.example"]


def test_an_address_in_its_own_label_is_followed_once() -> None:
    address = "https://page.example/x"
    assert hosts(message(link(address, address), link(address, kind=LinkKind.TEXT))) == ["page.example"]


def test_pictures_and_earlier_messages_are_not_followed() -> None:
    picture = link("https://cdn.page.example/p.png", kind=LinkKind.IMAGE)
    assert hosts(message(picture, link("https://page.example/x", quoted=True), link("mailto:anna@afzender.example"))) == []


def test_each_host_is_seen_once_in_reading_order() -> None:
    links = [link(f"https://{host}.example/{n}") for n, host in enumerate(("two", "one", "two"))]
    assert hosts(message(*links)) == ["two.example", "one.example"]


@pytest.mark.parametrize(
    ("written", "sender", "home"),
    [
        ("https://intranet.bakkerijvanhove.example/", "anna@afzender.example", True),  # ours
        ("https://shop.molensdekroon.example/", "anna@afzender.example", True),  # a supplier's
        ("https://vakblad.example/", "anna@afzender.example", True),  # has written to us
        ("https://mijn.afzender.example/", "anna@afzender.example", True),  # the sender's
        ("https://nieuwsbrief.example/", "nieuws@vakblad.example", True),  # where that sender usually links to
        ("https://nieuwsbrief.example/", "anna@afzender.example", False),
        ("https://gmail.com/", "anna@gmail.com", False),  # anybody's
        ("https://page.example/", "anna@afzender.example", False),
    ],
)
def test_it_knows_what_is_home(written: str, sender: str, home: bool) -> None:
    one = link(written)
    assert web(message(one, sender=sender), BAKERY).is_home(one) is home


def test_another_organisation_or_message_is_not_answered_from_memory() -> None:
    one = link("https://www.molensdekroon.example/")
    parts = message(one)
    assert [web(parts, who).is_home(one) for who in (BAKERY, NOBODY, BAKERY)] == [True, False, True]


@pytest.mark.parametrize(
    ("written", "name", "entry"),
    [
        ("https://a.pages.dev/x", "free_hosting", "pages.dev"),
        ("https://docs.google.com/forms/d/1", "forms", "docs.google.com/forms"),
        ("https://docs.google.com/document/d/1", "forms", ""),
        ("https://notpages.dev/", "free_hosting", ""),
    ],
)
def test_lists_hold_hosts_and_the_start_of_paths(written: str, name: str, entry: str) -> None:
    assert listed(link(written), name) == entry


@pytest.mark.parametrize(
    ("written", "inner"),
    [
        ("https://shop.example/go?next=https://page.example/x", "page.example"),
        ("https://shop.example/go?next=https%3A%2F%2Fpage.example%2Fx", "page.example"),
        ("https://shop.example/go?next=//page.example", "page.example"),
        ("https://shop.example/https://page.example/x", "page.example"),
        ("https://shop.example/go?next=/basket", ""),
        ("https://shop.example/", ""),
    ],
)
def test_it_finds_an_address_inside_an_address(written: str, inner: str) -> None:
    assert host_in_query(link(written)) == inner


def test_errands_are_whole_words_between_hyphens() -> None:
    assert errands_in("douane-colis-be.example") == ("douane", "colis")
    assert errands_in("colismolen.example") == ()


@pytest.mark.parametrize(
    "host",
    ["molensdekro0n.example", "kroon.example", "molens-de-kroon.example", "molensdekroon-facturen.example", "x.molensdekroon.slot.example",
     "molensdekroon.shop", "druck-brinkmann.example", "brinkmann-druck.example.slot.example", "fiduciaire-lamber.example", "bloemenhuis.example"],
)  # fmt: skip
def test_the_sieve_lets_through_whatever_resembles(host: str) -> None:
    known = tuple(domain for supplier in BAKERY.suppliers for domain in supplier.domains)
    slow = next(((domain, manner) for domain in known if (manner := resembles(host, domain))), None)
    assert first_resembled(host, known) == slow
