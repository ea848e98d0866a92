import pytest
from tests.detect.asks import sentence_of

from weerbaar.detect.text.no_link_needed import no_link_needed


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Meld u aan zoals altijd via het intranet.", "nl"),
        ("Passez par l'intranet comme d'habitude.", "fr"),
        ("Melden Sie sich wie gewohnt im Intranet an.", "de"),
        ("Log in on the intranet as you always do.", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert sentence_of(no_link_needed, text, language) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Klik op deze link om u aan te melden.",
        "Cliquez ici pour vous connecter.",
        "Click here to sign in.",
    ],
)
def test_it_is_silent_where_nothing_of_the_kind_is_said(text: str) -> None:
    assert sentence_of(no_link_needed, text, "und") is None
