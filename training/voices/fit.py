"""The linear model, what its scores are worth, and how often it is wrong on what it has not met.

Fisher's discriminant with a heavy ridge: the means of synthesis and of recordings, each system and each place of recording counting by the root
of its number of clips, so that no one of them decides. Everything that is reported is cross-fitted: a system is scored by a model that met
neither it nor the speaker, a place of recording by a model that met no clip from there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Names = NDArray[np.str_]

RIDGE = 10.0
COPIES = 0.15
"""How much our own copies count beside whole synthesisers."""
LIMIT = 4.0
"""Natural logarithm beyond which no likelihood ratio is told: fifty to one."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Features of every clip over channels: a row for each view, with what is known of it. `plain` are those of the baseline."""

    rows: Array
    plain: Array
    synthetic: Mask
    system: Names
    place: Names
    speaker: Names
    channel: Names
    dev: Mask
    view: NDArray[np.int64]

    @property
    def measured(self) -> Mask:
        """The one row of each clip that is measured on; the others are learned from only."""
        return np.asarray(self.view == 0)

    @property
    def own(self) -> Mask:
        """The copies that training/voices/copies.py made."""
        return np.char.startswith(self.system, "own-")

    @property
    def half(self) -> NDArray[np.int64]:
        """0 or 1 for each speaker."""
        return np.array([crc32(name.encode()) % 2 for name in self.speaker])


@dataclass(frozen=True, slots=True)
class Line:
    """A direction in the features: score = (row - middle) / scale @ weights + intercept; recordings lie around 0 with spread 1."""

    middle: Array
    scale: Array
    weights: Array
    intercept: float

    def score(self, rows: Array) -> Array:
        return np.asarray((rows - self.middle) / self.scale @ self.weights + self.intercept)


def line(seen: Seen, use: Mask, ridge: float = RIDGE) -> Line:
    """The model that the clips in `use` teach."""
    counts = _counts(seen, use)
    rows, kept, synthetic = seen.rows[use], counts[use], seen.synthetic[use]
    kinds = np.where(seen.synthetic, seen.system, seen.place)[use]
    middle = np.average(rows, axis=0, weights=kept)
    spread, means = [], []
    for label in (False, True):
        means.append(np.average(rows[synthetic == label], axis=0, weights=kept[synthetic == label]))
        for kind in sorted(set(kinds[synthetic == label])):
            own = (synthetic == label) & (kinds == kind)
            centre = np.average(rows[own], axis=0, weights=kept[own])
            spread.append((rows[own] - centre) * np.sqrt(kept[own])[:, None])
    within = np.concatenate(spread) / np.sqrt(2)
    scale = np.sqrt((within**2).sum(axis=0)) + 1e-6
    within, apart = within / scale, (means[1] - means[0]) / scale
    weights = np.linalg.solve(ridge * np.eye(within.shape[1]) + within.T @ within, apart)
    genuine = (rows[~synthetic] - middle) / scale @ weights
    at = float(np.average(genuine, weights=kept[~synthetic]))
    wide = float(np.sqrt(np.average((genuine - at) ** 2, weights=kept[~synthetic])))
    return Line(middle, scale, weights / wide, -at / wide)


def _counts(seen: Seen, use: Mask) -> Array:
    """How much each clip counts: systems and places by the root of their number on each channel, both sides the same in all."""
    counts = np.zeros(len(use))
    kinds = np.char.add(np.where(seen.synthetic, seen.system, seen.place), seen.channel)
    for label in (False, True):
        side = use & (seen.synthetic == label)
        for kind in set(kinds[side]):
            own = side & (kinds == kind)
            counts[own] = own.sum() ** -0.5
        counts[seen.own] *= COPIES
        counts[side] /= counts[side].sum()
    return counts


def crossed(seen: Seen, learn: Mask, ridge: float = RIDGE) -> Iterator[tuple[str, Mask, Array]]:
    """(system, clips, scores): each system, and recordings beside it, scored by models that met neither the system nor these speakers."""
    for system in sorted(set(seen.system[seen.synthetic & ~seen.own])):
        for half in (0, 1):
            near = np.char.find(seen.system, "mel") >= 0 if "mel" in system else seen.system == system
            model = line(seen, learn & (seen.half != half) & ~near, ridge)
            asked = seen.measured & (seen.half == half) & ((seen.system == system) | ~seen.synthetic)
            yield system, asked, model.score(seen.rows[asked])


def elsewhere(seen: Seen, learn: Mask) -> Array:
    """A score for each recording by a model that met no recording of its place; nan for all else."""
    scores = np.full(len(learn), np.nan)
    for place in sorted(set(seen.place[~seen.synthetic])):
        here = seen.measured & ~seen.synthetic & (seen.place == place)
        scores[here] = line(seen, learn & (seen.place != place)).score(seen.rows[here])
    return scores


def worth(scores: Array, synthetic: Mask) -> tuple[float, float]:
    """Slope and intercept that turn scores into natural log likelihood ratios (logistic regression, both sides counting the same)."""
    weight = np.where(synthetic, 0.5 / synthetic.sum(), 0.5 / (~synthetic).sum())
    sign = np.where(synthetic, -1.0, 1.0)

    def loss(pair: Array) -> float:
        return float((weight * np.logaddexp(0, sign * (pair[0] * scores + pair[1]))).sum())

    slope, offset = minimize(loss, np.array([1.0, -1.0])).x
    return float(slope), float(offset)


def equal_error(genuine: Array, synthetic: Array) -> float:
    """The share of errors at the threshold where both kinds are equally frequent."""
    marks = np.unique(np.concatenate((genuine, synthetic)))
    false = 1 - np.searchsorted(np.sort(genuine), marks, side="left") / len(genuine)
    missed = np.searchsorted(np.sort(synthetic), marks, side="left") / len(synthetic)
    best = int(np.argmin(np.abs(false - missed)))
    return float((false[best] + missed[best]) / 2)


def area(genuine: Array, synthetic: Array) -> float:
    """Area under the curve: how often a synthetic clip scores above a recording."""
    ordered = np.sort(genuine)
    below = np.searchsorted(ordered, synthetic, side="left") + np.searchsorted(ordered, synthetic, side="right")
    return float(below.mean() / 2 / len(genuine))
