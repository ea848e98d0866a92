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
def weights() -> tuple[NDArray[np.float64], float] | None:
    """(weight per bucket, intercept), or None when no model is installed."""
    file = files("weerbaar.learned").joinpath("words.npz")
    if not file.is_file():
        return None
    with file.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
        table = stored["weights"].astype(np.float32) * np.float32(stored["scale"])
        return table.astype(np.float64), float(stored["intercept"])


def strength(subject: str, text: str) -> float | None:
    """Natural-log odds of fraud the model reads in a text (before calibration); None without a model or with too little text."""
    model = weights()
    masked = mask(subject, text)
    if model is None or len(masked) < 20:
        return None
    found = grams(masked)
    table, intercept = model
    return round(float(table[found].sum() / np.sqrt(len(found)) + intercept), 6)


__all__ = ["BUCKETS", "strength", "weights"]
