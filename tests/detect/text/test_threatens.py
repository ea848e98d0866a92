import pytest
from tests.detect.asks import sentence_of

from weerbaar.detect.text.threatens import threatens


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Zo niet wordt uw account geblokkeerd.", "nl"),
        ("Sans quoi votre accès sera suspendu.", "fr"),
        ("Andernfalls wird Ihr Konto gesperrt.", "de"),
        ("Otherwise your account will be suspended.", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert sentence_of(threatens, text, language) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Het wordt morgen mooi weer.",
        "Il fera beau demain.",
        "The weather will be fine tomorrow.",
    ],
)
def test_it_is_silent_where_nothing_of_the_kind_is_said(text: str) -> None:
    assert sentence_of(threatens, text, "und") is None
