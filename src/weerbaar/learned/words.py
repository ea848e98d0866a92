"""The quick model: which words fraud uses, as one weight per hashed gram. About 0.3 ms a text.

A linear model on `grams` of the masked subject and text, one weight per bucket, stored as 8-bit integers with one scale. Why not ONNX: the whole
model is one gather and one sum, and numpy does both without a 60 MB runtime (docs/decisions/003-linear-words-model.md).
"""

from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from weerbaar.learned.grams import BUCKETS, grams
from weerbaar.learned.mask import mask


@cache
def weights() -> tuple[NDArray[np.int8], np.float32, float] | None:
    """(weight per bucket, its unit, intercept), or None when no model is installed."""
    file = files("weerbaar.learned").joinpath("words.npz")
    if not file.is_file():
        return None
    with file.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
        return stored["weights"], np.float32(stored["scale"]), float(stored["intercept"])


def strength(subject: str, text: str) -> float | None:
    """Natural-log odds of fraud the model reads in a text (before calibration); None without a model or with too little text."""
    model = weights()
    masked = mask(subject, text)
    if model is None or len(masked) < 20:
        return None
    found = grams(masked)
    table, unit, intercept = model
    # The weights stay as small as they are stored: few of those a text needs stand near one another.
    read = table[found].astype(np.float32) * unit
    return round(float(np.add.reduce(read, dtype=np.float64) / np.sqrt(len(found)) + intercept), 6)


__all__ = ["BUCKETS", "strength", "weights"]
