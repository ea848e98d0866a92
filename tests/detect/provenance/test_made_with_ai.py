import pytest

from weerbaar.detect.provenance.made_with_ai import made_with_ai
from weerbaar.model.organisation import NOBODY
from weerbaar.model.part import Credentials, Declared, Made, Part, Parts, Standing

GENERATED = Made("Picture Maker", "Lens & Co", sources=("trainedAlgorithmicMedia",))
COMPOSED = Made("Darkroom", "Lens & Co", sources=("compositeWithTrainedAlgorithmicMedia",))


@pytest.mark.parametrize(
    ("parts", "seen"),
    [
        ([Credentials("item", Standing.TRUSTED, (), (GENERATED,))], ["made_with_ai_signed"]),
        ([Credentials("item", Standing.SIGNER, (), (Made("Darkroom"), COMPOSED))], ["made_with_ai_signed"]),
        ([Declared("item", "exif", tool="Midjourney")], ["made_with_ai_tool"]),
        ([Declared("item", "png"), Declared("item", "png", tool="NovelAI")], ["made_with_ai_tool"]),
        ([Declared("item", "png")], ["made_with_ai"]),
        ([Declared("item", "xmp", source="trainedAlgorithmicMedia")], ["made_with_ai"]),
        # Broken credentials vouch for nothing; a photograph or a drawing program is no model.
        ([Credentials("item", Standing.CHANGED, ("assertion.dataHash.mismatch",), (GENERATED,))], []),
        ([Credentials("item", Standing.TRUSTED, (), (Made("Camera 7", sources=("digitalCapture",)),))], []),
        ([Declared("item", "xmp", source="algorithmicMedia")], []),
        ([], []),
    ],
)
def test_it_repeats_what_a_file_says_of_itself(parts: list[Part], seen: list[str]) -> None:
    assert [one.id.removeprefix("provenance.") for one in made_with_ai(Parts(tuple(parts)), NOBODY)] == seen
