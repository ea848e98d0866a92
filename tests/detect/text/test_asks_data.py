import pytest
from tests.detect.asks import sentence_of

from weerbaar.detect.text.asks_data import asks_data


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Stuur mij een kopie van uw identiteitskaart en de loonlijst.", "nl"),
        ("Envoyez-moi une copie de votre carte d'identité.", "fr"),
        ("Bitte schicken Sie mir die Gehaltsliste und eine Kopie des Ausweises.", "de"),
        ("Please send me the payroll list and a copy of your passport.", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert sentence_of(asks_data, text, language) is not None


@pytest.mark.parametrize(
    "text",
    [
        "De lijst met broodjes hangt aan de deur.",
        "La liste des courses est sur la table.",
        "The lunch menu is on the door.",
    ],
)
def test_it_is_silent_where_nothing_of_the_kind_is_said(text: str) -> None:
    assert sentence_of(asks_data, text, "und") is None
