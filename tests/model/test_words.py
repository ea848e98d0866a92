"""The words of DESIGN.md as records."""

import dataclasses

import pytest
from tests.organisation import BAKERY

from weerbaar.model.domain import registrable
from weerbaar.model.errors import NotHere, Problem, Trouble
from weerbaar.model.item import Item
from weerbaar.model.organisation import NOBODY
from weerbaar.model.part import Address, Mail, Parts, Recovered, Text, TextKind


def test_the_message_this_is_about_is_the_one_that_was_forwarded() -> None:
    brought = Mail("mail", Address("Tom", "tom@bakkerijvanhove.example"), "Fwd: x")
    original = Mail("mail > forwarded", Address("Anna", "anna@x.example"), "x", recovered=Recovered.INLINE)
    assert Parts((brought, original)).mail is original
    assert Parts((brought,)).mail is brought
    assert Parts().mail is None


def test_parts_are_given_by_kind_in_reading_order() -> None:
    first, second = Text("a", "een", TextKind.MAIL), Text("b", "twee", TextKind.MAIL)
    parts = Parts((first, Mail("mail", None, ""), second))
    assert list(parts.of(Text)) == [first, second]
    assert parts.has(Mail)
    assert parts == Parts(parts.all)


def test_records_do_not_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Item("a", b"").name = "b"  # type: ignore[misc]


def test_an_error_is_told_in_the_language_of_its_reader() -> None:
    trouble = NotHere("cannot_write", name="out.txt", why=Problem("os_full", {}))
    assert str(trouble) == "out.txt cannot be written: the disk is full. Name another place."
    assert trouble.said("nl") == "out.txt kan niet geschreven worden: de schijf is vol. Noem een andere plaats."
    assert NotHere("nothing", language="de").said("fr").startswith("Es gibt nichts anzusehen.")
    assert issubclass(NotHere, Trouble)


@pytest.mark.parametrize(
    ("domain", "ours", "known"),
    [
        ("bakkerijvanhove.example", True, True),
        ("mail.bakkerijvanhove.example", True, True),
        ("notbakkerijvanhove.example", False, False),
        ("molensdekroon.example", False, True),
        ("vakblad.example", False, True),  # wrote before
        ("stranger.example", False, False),
    ],
)
def test_the_organisation_knows_its_own(domain: str, ours: bool, known: bool) -> None:
    assert BAKERY.is_ours(domain) is ours
    assert BAKERY.is_known_domain(domain) is known


def test_nobody_knows_nothing() -> None:
    assert not NOBODY.known
    assert not NOBODY.is_known_domain("bakkerijvanhove.example")


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.bakkerij.example", "bakkerij.example"),
        ("a.b.co.uk", "b.co.uk"),
        ("evil.web.app", "evil.web.app"),  # the private part of the list: everybody's own name
        ("192.0.2.7", "192.0.2.7"),
        ("", ""),
    ],
)
def test_domains_are_cut_by_the_public_suffix_list(host: str, domain: str) -> None:
    assert registrable(host) == domain
