import pytest
from tests.detect.asks import sentence_of

from weerbaar.detect.text.asks_click import asks_click


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Klik op de onderstaande knop om het document te bekijken.", "nl"),
        ("Cliquez sur le lien ci-dessous pour consulter le document.", "fr"),
        ("Bitte öffnen Sie den Anhang.", "de"),
        ("Click the button below to view the document.", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert sentence_of(asks_click, text, language) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Wij zien elkaar donderdag op de werf.",
        "À jeudi sur le chantier.",
        "See you on site on Thursday.",
    ],
)
def test_it_is_silent_where_nothing_of_the_kind_is_said(text: str) -> None:
    assert sentence_of(asks_click, text, "und") is None
