import pytest
from tests.detect.asks import sentence_of

from weerbaar.detect.text.changes_payroll import changes_payroll


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Kan mijn loon deze maand al op mijn nieuwe rekening komen?", "nl"),
        ("Pouvez-vous verser mon salaire sur mon nouveau compte dès ce mois-ci ?", "fr"),
        ("Kann mein Gehalt ab diesem Monat auf mein neues Konto gehen?", "de"),
        ("Could my salary go to my new bank account from this month?", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert sentence_of(changes_payroll, text, language) is not None


@pytest.mark.parametrize(
    "text",
    [
        "De loonfiches staan vanaf vandaag klaar.",
        "Les fiches de paie sont en ligne.",
        "The payroll run closes on Thursday.",
    ],
)
def test_it_is_silent_where_nothing_of_the_kind_is_said(text: str) -> None:
    assert sentence_of(changes_payroll, text, "und") is None
