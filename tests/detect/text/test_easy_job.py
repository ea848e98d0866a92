import pytest
from tests.detect.asks import sentence_of

from weerbaar.detect.text.easy_job import easy_job


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Flexibele job van thuis, 200 euro per dag, geen ervaring nodig.", "nl"),
        ("Emploi en télétravail, 200 € par jour, sans expérience.", "fr"),
        ("Nebenjob von zu Hause, 200 € pro Tag, keine Erfahrung nötig.", "de"),
        ("Remote part-time role, £200 per day, no experience needed.", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert sentence_of(easy_job, text, language) is not None


@pytest.mark.parametrize(
    "text",
    [
        "De werken aan de straat duren tot juni.",
        "Les travaux durent jusqu'en juin.",
        "Road works last until June.",
    ],
)
def test_it_is_silent_where_nothing_of_the_kind_is_said(text: str) -> None:
    assert sentence_of(easy_job, text, "und") is None
