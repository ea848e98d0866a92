import pytest
from tests.detect.asks import sentence_of

from weerbaar.detect.text.avoids_contact import avoids_contact


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ik zit de hele dag in vergadering, reageer enkel per mail.", "nl"),
        ("Je suis en réunion toute la journée, répondez uniquement par mail.", "fr"),
        ("Ich sitze den ganzen Tag in einer Besprechung und bin nicht erreichbar.", "de"),
        ("I am in a meeting all day and can't take calls.", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert sentence_of(avoids_contact, text, language) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Bel mij gerust, ik ben de hele dag op kantoor.",
        "Vous pouvez me joindre au bureau.",
        "Call me any time, I am in the office.",
    ],
)
def test_it_is_silent_where_nothing_of_the_kind_is_said(text: str) -> None:
    assert sentence_of(avoids_contact, text, "und") is None
