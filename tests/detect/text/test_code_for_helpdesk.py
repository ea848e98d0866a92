import pytest
from tests.detect.asks import speaks

from weerbaar.detect.text.code_for_helpdesk import code_for_helpdesk


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("De helpdesk van uw bank zag misbruik. Lees ons de code van uw kaartlezer voor.", "nl"),
        ("Le service fraude a vu une opération suspecte. Communiquez-nous le code reçu.", "fr"),
        ("Ihr Konto wird sonst gesperrt. Nennen Sie uns die TAN.", "de"),
        ("Your account will be suspended. Reply with your password.", "en"),
    ],
)
def test_it_speaks_in_every_language(text: str, language: str) -> None:
    assert speaks(code_for_helpdesk, text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("De fraudedienst van uw bank zag een verdachte betaling. Bel het nummer op uw kaart.", "nl"),  # a story alone
        ("Envoyez-moi le code de la porte.", "fr"),  # a code alone
        ("Wir fragen niemals nach Passwort oder TAN, auch wenn Ihr Konto gesperrt ist.", "de"),  # a warning
        ("The door code is on the board.", "en"),  # neither
    ],
)
def test_it_stays_silent_where_one_half_is_missing(text: str, language: str) -> None:
    assert not speaks(code_for_helpdesk, text, language)
