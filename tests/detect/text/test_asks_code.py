import pytest
from tests.detect.asks import sentence_of

from weerbaar.detect.text.asks_code import asks_code


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Stuur mij de code die u zo meteen per sms krijgt.", "nl"),
        ("Envoyez-moi le code que vous venez de recevoir.", "fr"),
        ("Schicken Sie mir bitte den Code aus der SMS.", "de"),
        ("Please send me the code you just received by text.", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert sentence_of(asks_code, text, language) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Geef deze code nooit aan iemand door.",
        "Ne communiquez jamais ce code.",
        "Never share this code with anyone.",
    ],
)
def test_it_is_silent_where_nothing_of_the_kind_is_said(text: str) -> None:
    assert sentence_of(asks_code, text, "und") is None
