import pytest
from tests.organisation import BAKERY, NOBODY

from weerbaar.detect.text.first_payment import first_payment
from weerbaar.model.part import Address, Mail, Parts, Text, TextKind


def letter(sender: str, text: str) -> Parts:
    return Parts((Mail("mail", Address("", sender), "Factuur"), Text("text", text, TextKind.MAIL)))


@pytest.mark.parametrize(
    ("sender", "text", "speaks"),
    [
        ("info@stranger.example", "Gelieve € 480,00 te betalen op BE68 5390 0754 7034.", True),
        ("info@stranger.example", "Merci de régler 480 EUR.", True),
        ("info@stranger.example", "Tot morgen om tien uur.", False),
        ("info@stranger.example", "Onze winkel haalde vorig jaar € 480.000.", False),  # money, nobody has to pay
        ("facturen@molensdekroon.example", "Gelieve € 480,00 te betalen.", False),
        ("els.vanhove@prive.example", "Wil je € 20 overmaken?", False),  # Els' private address is known
        ("nieuws@vakblad.example", "Uw abonnement: € 90 te betalen.", False),  # has written before
    ],
)
def test_it_speaks_when_a_stranger_asks_for_money(sender: str, text: str, speaks: bool) -> None:
    assert bool(list(first_payment(letter(sender, text), BAKERY))) == speaks


def test_it_is_silent_when_the_organisation_told_nothing() -> None:
    assert not list(first_payment(letter("info@stranger.example", "Gelieve € 480,00 te betalen."), NOBODY))
