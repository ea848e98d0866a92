import pytest
from tests.detect.asks import sentence_of

from weerbaar.detect.text.leaves_time import leaves_time


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Er is geen haast bij, neem gerust uw tijd.", "nl"),
        ("Rien ne presse, prenez votre temps.", "fr"),
        ("Es hat keine Eile, lassen Sie sich Zeit.", "de"),
        ("There is no rush, take your time.", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert sentence_of(leaves_time, text, language) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Dit moet vandaag nog.",
        "C'est à faire aujourd'hui.",
        "This must be done today.",
    ],
)
def test_it_is_silent_where_nothing_of_the_kind_is_said(text: str) -> None:
    assert sentence_of(leaves_time, text, "und") is None
