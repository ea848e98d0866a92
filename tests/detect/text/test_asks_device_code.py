import pytest
from tests.detect.asks import sentence_of

from weerbaar.detect.text.asks_device_code import asks_device_code


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ga naar microsoft.com/devicelogin en voer de code in om deel te nemen.", "nl"),
        ("Saisissez le code ci-dessous pour rejoindre la réunion.", "fr"),
        ("Geben Sie den Code ein, um dem Meeting beizutreten.", "de"),
        ("Enter the code below to join the meeting at microsoft.com/devicelogin.", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert sentence_of(asks_device_code, text, language) is not None


@pytest.mark.parametrize(
    "text",
    [
        "De vergadering is in zaal drie.",
        "La réunion est en salle trois.",
        "The meeting is in room three.",
    ],
)
def test_it_is_silent_where_nothing_of_the_kind_is_said(text: str) -> None:
    assert sentence_of(asks_device_code, text, "und") is None
