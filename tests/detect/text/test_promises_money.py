import pytest
from tests.detect.asks import sentence_of

from weerbaar.detect.text.promises_money import promises_money


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "De subsidie van 8.000 euro is toegekend, u betaalt enkel de dossierkosten vooraf: het bedrag ontvangt u daarna.",
            "nl",
        ),
        ("Une subvention de 8 000 € vous est accordée, seuls les frais de dossier restent dus.", "fr"),
        ("Die Erbschaft von 80.000 Euro wartet auf Sie, nur eine Bearbeitungsgebühr fällt an.", "de"),
        ("The grant of €8,000 is approved; only a processing fee remains.", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert sentence_of(promises_money, text, language) is not None


@pytest.mark.parametrize(
    "text",
    [
        "De prijslijst is bijgewerkt.",
        "La liste des prix est à jour.",
        "The price list has been updated.",
    ],
)
def test_it_is_silent_where_nothing_of_the_kind_is_said(text: str) -> None:
    assert sentence_of(promises_money, text, "und") is None
