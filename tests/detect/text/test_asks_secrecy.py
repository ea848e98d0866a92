import pytest
from tests.detect.asks import sentence_of

from weerbaar.detect.text.asks_secrecy import asks_secrecy


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hou dit voorlopig onder ons.", "nl"),
        ("Cela reste entre nous pour le moment.", "fr"),
        ("Das bleibt vorerst unter uns.", "de"),
        ("Please keep this between us for now.", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert sentence_of(asks_secrecy, text, language) is not None


@pytest.mark.parametrize(
    "text",
    [
        "De uitslag hangt in de gang.",
        "Les résultats sont affichés.",
        "The results are on the notice board.",
    ],
)
def test_it_is_silent_where_nothing_of_the_kind_is_said(text: str) -> None:
    assert sentence_of(asks_secrecy, text, "und") is None
