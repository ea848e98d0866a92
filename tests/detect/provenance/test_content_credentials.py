import pytest

from weerbaar.detect.provenance.content_credentials import content_credentials
from weerbaar.model.organisation import NOBODY
from weerbaar.model.part import Credentials, Made, Standing

STEPS = (Made("Darkroom", "Lens & Co", "2026-03-01", ("opened", "edited")), Made("Camera 7", "Lens & Co"))


@pytest.mark.parametrize(
    ("credentials", "seen"),
    [
        (Credentials("item", Standing.CHANGED, ("assertion.dataHash.mismatch",), STEPS), {"changed": {"signer": "Lens & Co"}}),
        (
            Credentials("item", Standing.CHANGED, ("claimSignature.mismatch",), STEPS, earlier=True),
            {"changed_source": {"signer": "Lens & Co"}},
        ),
        (Credentials("item", Standing.SIGNER, ("signingCredential.untrusted",), STEPS), {"signer": {"signer": "Lens & Co"}}),
        (Credentials("item", Standing.SIGNER), {"signer": {"signer": "?"}}),
        (Credentials("item", Standing.TRUSTED, (), STEPS), {"trusted": {"signer": "Lens & Co", "made": "Camera 7 → Darkroom"}}),
        (
            Credentials("item", Standing.TRUSTED, (), (Made("", "Lens & Co"),)),
            {"trusted": {"signer": "Lens & Co", "made": "Lens & Co"}},
        ),
        (Credentials("item", Standing.UNKNOWN, ("elsewhere",)), {}),
    ],
)
def test_it_tells_what_the_credentials_are_worth(credentials: Credentials, seen: dict[str, dict[str, str]]) -> None:
    found = list(content_credentials(credentials, NOBODY))
    assert {one.id.removeprefix("provenance.content_credentials_"): dict(one.saw) for one in found} == seen
