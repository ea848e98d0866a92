import pytest
from tests.detect.asks import sentence_of

from weerbaar.detect.text.asks_install import asks_install


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Installeer het programma voor hulp op afstand en start het meteen.", "nl"),
        ("Installez le logiciel d'assistance AnyDesk.", "fr"),
        ("Bitte installieren Sie das Tool zur Fernwartung.", "de"),
        ("Please install the remote support software and open it.", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert sentence_of(asks_install, text, language) is not None


@pytest.mark.parametrize(
    "text",
    [
        "De installatie van de oven gebeurt in maart.",
        "Le chantier démarre lundi.",
        "The new shelves arrive on Friday.",
    ],
)
def test_it_is_silent_where_nothing_of_the_kind_is_said(text: str) -> None:
    assert sentence_of(asks_install, text, "und") is None
