import pytest
from tests.detect.asks import sentence_of

from weerbaar.detect.text.hurries import hurries


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Dit moet dringend vandaag nog gebeuren.", "nl"),
        ("C'est urgent, à faire aujourd'hui.", "fr"),
        ("Es eilt, bitte noch heute erledigen.", "de"),
        ("This is urgent and must be done today.", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert sentence_of(hurries, text, language) is not None


@pytest.mark.parametrize(
    "text",
    [
        "De tuin ligt er mooi bij.",
        "Le jardin est joli.",
        "The garden looks lovely.",
    ],
)
def test_it_is_silent_where_nothing_of_the_kind_is_said(text: str) -> None:
    assert sentence_of(hurries, text, "und") is None
