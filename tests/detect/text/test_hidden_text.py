import pytest
from tests.organisation import BAKERY

from weerbaar.detect.text.hidden_text import hidden_text
from weerbaar.model.part import Text, TextKind

STORY = """The farmer walked down to the river with his old dog and a basket full of apples. He had been thinking about the winter for many
days, and about the roof of the barn, which leaked wherever the wind came from the north. His neighbour had promised to help him but that
was before the harvest, and now there was no more time for it. So he sat down on a stone and looked at the water, until it was dark."""
NOISE = " ".join(
    f"{a}{b}{c}"
    for a in ("brik", "sova", "plen", "trum", "dask")
    for b in ("olt", "imre", "enga", "umpo")
    for c in ("fend", "gral", "wisk", "zorn")
)
PREVIEW = "Twee dingen die veranderen per 1 december " + "\u200c\u00a0" * 200


@pytest.mark.parametrize(
    ("visible", "hidden", "id"),
    [
        ("Verify your account", STORY, "text.hidden_text"),
        ("Verify your account", NOISE, "text.hidden_text_noise"),
        ("Beste klant, er veranderen twee dingen.", PREVIEW, ""),  # a preview line
        (STORY, STORY, ""),  # the copy for telephones
        ("Verify your account", "", ""),
    ],
)
def test_it_speaks_of_much_hidden_text_that_is_not_shown_too(visible: str, hidden: str, id: str) -> None:
    found = hidden_text(Text("text", visible, TextKind.MAIL, hidden=hidden), BAKERY)
    assert "".join(f.id for f in found) == id
