import pytest
from tests.detect.links import ids, link, message

from weerbaar.detect.link.usual import usual
from weerbaar.model.part import Address, Authentication, Mail, Parts


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("https://www.molensdekroon.example/factuur/1", ["usual"]),  # a known supplier
        ("https://intranet.bakkerijvanhove.example/", ["usual"]),  # our own
        ("https://www.paypal.com/be/home", ["usual_brand"]),
        ("https://www.microsoft.com/devicelogin", []),  # a real page used in a trick
        ("https://drive.google.com/file/d/1", []),  # anybody can share there
        ("https://page.example/", []),
        ("https://www.afzender.example/", []),  # the sender's, but nothing proves the sender
    ],
)
def test_it_speaks_when_every_link_leads_where_it_should(written: str, seen: list[str]) -> None:
    assert ids(usual, message(link(written))) == seen


def test_it_leaves_earlier_messages_alone() -> None:
    assert ids(usual, message(link("https://www.molensdekroon.example/factuur/1", "", quoted=True))) == []


def test_one_stranger_among_known_pages_is_enough_to_stay_silent() -> None:
    both = message(link("https://www.molensdekroon.example/"), link("https://page.example/"))
    assert ids(usual, both) == []


def test_the_senders_own_pages_count_when_the_delivery_proves_the_sender() -> None:
    proof = (Authentication("mx.bakkerijvanhove.example", "dmarc", "pass", "afzender.example"),)
    mail = Mail("mail", Address("Anna", "anna@afzender.example"), "Subject", authentication=proof)
    assert ids(usual, Parts((mail, link("https://www.afzender.example/")))) == ["usual_sender"]


def test_a_page_that_a_sender_usually_links_to_is_usual() -> None:
    assert ids(usual, message(link("https://nieuwsbrief.example/x"), sender="nieuws@vakblad.example")) == ["usual"]
