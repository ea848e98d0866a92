import pytest
from tests.detect.asks import speaks

from weerbaar.detect.text.payment_unreachable import payment_unreachable


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Maak het bedrag over op de onderstaande rekening. Bellen gaat nu niet.", "nl"),
        ("Voici notre nouveau compte pour le solde de la facture. Je suis injoignable cet après-midi.", "fr"),
        ("Bitte überweisen Sie den Betrag. Ich bin gerade in einer Besprechung und nicht erreichbar.", "de"),
        ("Send me the code you receive. I cannot talk right now.", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert speaks(payment_unreachable, text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Maak het bedrag over op de gewone rekening. Bel gerust.", "nl"),  # a payment alone
        ("Je suis injoignable cet après-midi.", "fr"),  # out of reach alone
        ("Ich bin bis Mittag nicht erreichbar.", "de"),  # out of reach alone
        ("The office moves to the second floor on Monday.", "en"),  # neither
    ],
)
def test_it_stays_silent_where_one_half_is_missing(text: str, language: str) -> None:
    assert not speaks(payment_unreachable, text, language)
