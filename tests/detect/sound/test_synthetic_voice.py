import pytest

from weerbaar.detect.sound.synthetic_voice import LEAST, synthetic_voice
from weerbaar.model.finding import Finding
from weerbaar.model.organisation import NOBODY
from weerbaar.model.part import Voice


@pytest.mark.parametrize(
    ("evidence", "speaks"),
    [
        (LEAST, True),
        (LEAST + 1, True),
        (LEAST - 0.1, False),  # too many people sound like that over this channel
        (0.0, False),
        (-4.0, False),  # like people the model knows; it still says nothing of who spoke
        (None, False),  # cannot tell
    ],
)
def test_it_speaks_only_of_clear_signs(evidence: float | None, speaks: bool) -> None:
    found = list(synthetic_voice(Voice("note.ogg", 7.6, "messenger", evidence), NOBODY))
    assert found == ([Finding("sound.synthetic_voice", "note.ogg", {"seconds": "8"})] if speaks else [])
