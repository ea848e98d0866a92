import pytest
from tests.organisation import BAKERY

from weerbaar.detect.text.obfuscated import obfuscated
from weerbaar.model.part import Text, TextKind


@pytest.mark.parametrize("trick", ["zero_width", "homoglyph", "leet", "spacing", "bidi", "fullwidth"])
def test_it_names_every_trick_that_was_undone(trick: str) -> None:
    text = Text("text", "uw wachtwoord vervalt", TextKind.MAIL, raw="uw w4chtwoord vervalt", tricks=(trick,))
    (found,) = obfuscated(text, BAKERY)
    assert (found.id, found.saw["word"]) == (f"text.obfuscated_{trick}", "wachtwoord")


def test_it_is_silent_on_plain_text() -> None:
    assert not list(obfuscated(Text("text", "uw wachtwoord vervalt", TextKind.MAIL), BAKERY))
