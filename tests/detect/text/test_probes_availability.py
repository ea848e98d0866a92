import pytest
from tests.detect.asks import sentence_of

from weerbaar.detect.text.probes_availability import probes_availability


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ben je aan je bureau? Heb je even tijd?", "nl"),
        ("Êtes-vous disponible, avez-vous un moment ?", "fr"),
        ("Sind Sie am Platz, haben Sie kurz Zeit?", "de"),
        ("Are you at your desk, do you have a moment?", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert sentence_of(probes_availability, text, language) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Het bureau is geverfd.",
        "Le bureau est repeint.",
        "The desk was painted.",
    ],
)
def test_it_is_silent_where_nothing_of_the_kind_is_said(text: str) -> None:
    assert sentence_of(probes_availability, text, "und") is None
