import pytest
from tests.detect.asks import sentence_of

from weerbaar.detect.text.safe_account import safe_account


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("De fraudedienst van uw bank zag een verdachte betaling en opent een veilige rekening.", "nl"),
        ("Le service fraude de votre banque a vu une opération suspecte.", "fr"),
        ("Die Betrugsabteilung Ihrer Bank sah eine verdächtige Überweisung.", "de"),
        ("The fraud team of your bank noticed a suspicious payment.", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert sentence_of(safe_account, text, language) is not None


@pytest.mark.parametrize(
    "text",
    [
        "De bank in het park is geschilderd.",
        "Le banc du parc est repeint.",
        "The bench in the park was painted.",
    ],
)
def test_it_is_silent_where_nothing_of_the_kind_is_said(text: str) -> None:
    assert sentence_of(safe_account, text, "und") is None
