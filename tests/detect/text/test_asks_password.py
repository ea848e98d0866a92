import pytest
from tests.detect.asks import sentence_of

from weerbaar.detect.text.asks_password import asks_password


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Vul uw kaartnummer en pincode in op de volgende pagina.", "nl"),
        ("Merci d'indiquer votre numéro de carte et le cryptogramme.", "fr"),
        ("Bitte geben Sie Ihre Kartendaten und die PIN ein.", "de"),
        ("Please provide your card number and PIN to release it.", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert sentence_of(asks_password, text, language) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Wij vragen u nooit om uw pincode of kaartnummer door te geven.",
        "Nous ne vous demanderons jamais votre mot de passe.",
        "We will never ask you to send your PIN or card number.",
    ],
)
def test_it_is_silent_where_nothing_of_the_kind_is_said(text: str) -> None:
    assert sentence_of(asks_password, text, "und") is None
