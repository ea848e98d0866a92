"""Whether the words around a name are of somebody the writer deals with, or of works, brands, plants and other things called like people.

The model of `_names.py` sees three words to each side. This one weighs all words and pairs of words near a name, whoever is named: "tell", "sick",
"her birthday" against "playlist", "compare", "which of". It is a logistic regression over hashed words and pairs, names and words that nobody
lists each taken for one; `training/names/around.py` fits it on prompts with and without persons.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BITS = 15
NEAR = 60
"""Words and signs to each side that are weighed."""
FEW = 6
"""So few words say half as much."""


@dataclass(frozen=True, slots=True)
class Around:
    """Weights of hashed words and pairs of words, in units, and where the odds begin."""

    weights: NDArray[np.int8]
    unit: float
    base: float


def signs(words: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """For each word (a hash) its number, and the number of it with the word before: two columns."""
    before = np.concatenate([np.zeros(1, dtype=np.uint32), words[:-1]])
    pair = (before * np.uint32(0x9E3779B1)) ^ words
    pair ^= pair >> np.uint32(15)
    pair *= np.uint32(0x85EBCA77)
    return np.stack([words >> np.uint32(32 - BITS), pair >> np.uint32(32 - BITS)], axis=1)


def dealing(words: NDArray[np.uint32], known: Around) -> NDArray[np.float64]:
    """For each word how much those around it speak for people the writer deals with: the logarithm of the odds."""
    weights = known.weights[signs(words)].sum(axis=1, dtype=np.int64) * known.unit
    sums = np.concatenate([[0.0], np.cumsum(weights)])
    at = np.arange(len(words))
    begins, ends = np.maximum(at - NEAR, 0), np.minimum(at + NEAR, len(words))
    count = ends - begins
    odds: NDArray[np.float64] = (known.base + (sums[ends] - sums[begins]) / np.sqrt(count)) * count / (count + FEW)
    return odds
