import pytest
from tests.detect.asks import speaks

from weerbaar.detect.text.payment_in_secret import payment_in_secret


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Betaal deze factuur van € 900 vandaag. Zeg er niets over tegen de collega's.", "nl"),
        ("Effectuez le virement de 900 € ce matin. Cela doit rester entre nous.", "fr"),
        ("Überweisen Sie den Betrag von 900 € heute. Das bleibt unter uns.", "de"),
        ("Please pay the invoice of € 900 today. We can skip the second approval.", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert speaks(payment_in_secret, text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Betaal deze factuur van € 900 voor 30 april.", "nl"),  # a payment alone
        ("Cela doit rester entre nous, c'est une surprise pour Anna.", "fr"),  # a secret alone
        ("Die Unterlagen sind vertraulich.", "de"),  # a secret alone
        ("We will never ask you to pay an invoice in secret.", "en"),  # a warning
    ],
)
def test_it_stays_silent_where_one_half_is_missing(text: str, language: str) -> None:
    assert not speaks(payment_in_secret, text, language)
