import pytest
from tests.detect.asks import sentence_of

from weerbaar.detect.text.skips_procedure import skips_procedure


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Dit kan zonder bestelbon, de papieren teken ik achteraf.", "nl"),
        ("Faites-le sans bon de commande, je signerai les documents plus tard.", "fr"),
        ("Bitte ohne Freigabe buchen, die Unterlagen werden nachgereicht.", "de"),
        ("Do it without a purchase order; the paperwork will follow.", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert sentence_of(skips_procedure, text, language) is not None


@pytest.mark.parametrize(
    "text",
    [
        "De bestelbon zit in bijlage.",
        "Le bon de commande est joint.",
        "The order form is attached.",
    ],
)
def test_it_is_silent_where_nothing_of_the_kind_is_said(text: str) -> None:
    assert sentence_of(skips_procedure, text, "und") is None
