import pytest
from tests.detect.asks import speaks

from weerbaar.detect.text.language_unknown import language_unknown


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Buenos días, le escribo para confirmar la reunión del martes por la mañana en nuestras oficinas de la calle Mayor.",
            "es",
        ),
        ("Dzień dobry, potwierdzam nasze spotkanie we wtorek rano w biurze i proszę o nowy katalog produktów na wiosnę.", "pl"),
    ],
)
def test_it_speaks_in_other_languages(text: str, language: str) -> None:
    assert speaks(language_unknown, text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Goedemorgen, ik bevestig ons overleg van dinsdag op kantoor en breng graag de nieuwe catalogus voor u mee.",
            "nl",
        ),  # known well
        ("Hola Tom.", "es"),  # too short to tell
        (
            "12345 67890 12345 67890 12345 67890 12345 67890 12345 67890 12345 67890 12345 67890 12345 67890 12345 67890 12345 67890 12345 67890 12345 67890 ",
            "pl",
        ),  # hardly a letter
        (
            "Mixed words from anywhere, without a language that can be told, and rather many of them at that, too.",
            "und",
        ),  # not told at all
    ],
)
def test_it_is_silent_where_the_language_is_known_or_cannot_be_told(text: str, language: str) -> None:
    assert not speaks(language_unknown, text, language)
