"""Each sample file is brought as a person would bring it: `speaks-*` must make its detector speak, `silent-*` must not.

Samples lie in tests/samples/<room>/<detector>/; the organisation is the bakery of tests/organisation.py. A name that ends in
`-nobody` before the extension is looked at without an organisation, one in `-ledger` by the bakery that keeps a ledger.
"""

from pathlib import Path

import pytest
from tests.organisation import BAKERY, LEDGERED, NOBODY

from weerbaar.detect.declaration import detectors
from weerbaar.model.finding import Reason
from weerbaar.model.item import Item
from weerbaar.unpack.unpack import unpack

SAMPLES = Path(__file__).parents[1] / "samples"
ROOMS = {d.name: d for d in detectors()}
FILES = sorted(f for name in ROOMS for f in SAMPLES.joinpath(*name.split(".")).glob("s*-*") if f.is_file())


@pytest.mark.parametrize("file", FILES, ids=lambda f: "/".join(f.parts[-3:]))
def test_sample(file: Path) -> None:
    detector = ROOMS[".".join(file.parts[-3:-1])]
    organisation = NOBODY if file.stem.endswith("-nobody") else LEDGERED if file.stem.endswith("-ledger") else BAKERY
    parts = unpack(Item(file.name, file.read_bytes()))
    found = list(detector.look(parts, organisation))
    for finding in found:
        assert finding.id in detector.gives
        assert set(finding.saw) == set(detector.gives[finding.id]), finding
    if file.name.startswith("speaks-"):
        if not found and any(one.reason is Reason.NOT_INSTALLED for one in parts.not_looked):
            pytest.skip("a part that reads this sample is not installed (tesseract)")
        assert found, f"{detector.name} stays silent on {file.name}"
    else:
        assert not found, f"{detector.name} speaks on {file.name}: {found}"
