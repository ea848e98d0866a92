"""Fits the name model: a conditional random field by L-BFGS (Lafferty 2001; Sutton and McCallum 2012), then weights as 8-bit integers."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from training.names.texts import Marked, labels
from weerbaar.detect.leak._names import (
    BITS,
    INSIDE,
    LABELS,
    OTHER,
    OUTSIDE,
    Columns,
    Lexicon,
    about_of,
    built,
    columns,
    facts_of,
    fame_of,
    features,
    tokens,
    widened,
)

Floats = NDArray[np.float64]
EDGE, BATCH = 4, 2000
"""Rows between two texts, so that none sees another, and texts whose features are made at once."""
HIDDEN = 0.2
"""Share of the words of names whose facts are hidden, so that neighbours and form must do."""
UNSEEN = 0.7
"""Share of the words of names that look like a word never seen, so that no single name is learned by heart."""

UNSEEN_THINGS = 0.5
"""The same of words of no name, so that a word never seen does not speak for a name by that alone..."""
OFTEN = 20
"""...unless it stands in so many texts."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Features of all tokens, their labels, and where lines begin."""

    features: NDArray[np.uint32]
    labels: NDArray[np.int64]
    lines: NDArray[np.int64]


def rows(texts: Sequence[Marked], lexicon: Lexicon, rng: random.Random) -> Rows:
    """The training rows of texts; lines with a doubtful stretch are left out."""
    found_labels: list[int] = []
    begins: list[int] = []
    parts: list[Columns] = []
    kept: list[NDArray[np.bool_]] = []
    read = [tokens(one.text) for one in texts]
    often = Counter(low for found in read for low in {token.low for token in found})
    for one, found in zip(texts, read, strict=True):
        if not found:
            continue
        said = labels(found, one.names)
        known = facts_of(list({t.low for t in found if t.kind == "word"}), lexicon.keys, lexicon.facts)
        hidden = {
            t.low for t, label in zip(found, said, strict=True) if label not in (OUTSIDE, OTHER) and rng.random() < HIDDEN
        }
        known |= dict.fromkeys(hidden, 0) | built(list(hidden), lexicon.keys, lexicon.facts)
        c = columns(one.text, found, known, fame_of(found, lexicon.pairs, lexicon.known_as), about_of(found))
        for n, label in enumerate(said):
            if found[n].kind != "word":
                continue
            named = label not in (OUTSIDE, OTHER)
            if rng.random() < (UNSEEN if named else UNSEEN_THINGS) and (named or often[found[n].low] < OFTEN):
                c.word[n] = rng.randrange(1 << 32)
        clear = np.zeros(len(found) + EDGE, dtype=np.bool_)
        begin = 0
        for end in (*(n for n, t in enumerate(found) if t.kind == "line"), len(found)):
            if end > begin and not any(s < found[end - 1].end and e > found[begin].start for s, e in one.doubtful):
                clear[begin:end] = True
                begins.append(len(found_labels))
                found_labels += said[begin:end]
            begin = end + 1
        parts.append(widened(c, EDGE))
        kept.append(clear)
    table = [
        features(Columns(*(np.concatenate(several) for several in zip(*parts[at : at + BATCH], strict=True))))[
            np.concatenate(kept[at : at + BATCH])
        ]
        for at in range(0, len(parts), BATCH)
    ]
    return Rows(np.concatenate(table), np.array(found_labels), np.array([*begins, len(found_labels)]))


def fit(
    data: Rows, rounds: int = 30, strength: float = 0.15, start: tuple[Floats, Floats] | None = None
) -> tuple[Floats, Floats]:
    """(weights per feature and label, weights per pair of labels); `start` is where to begin, nothing known without it."""
    n, width = data.features.shape
    size = 1 << BITS
    table = csr_matrix(
        (np.ones(n * width, dtype=np.float32), data.features.ravel().astype(np.int32), np.arange(0, n * width + 1, width)),
        shape=(n, size),
    )
    transposed = table.T.tocsr()
    lengths = np.diff(data.lines)
    order = np.argsort(lengths, kind="stable")
    groups = [g for g in np.array_split(order, max(1, len(order) // 2000)) if len(g)]
    padded = []
    for group in groups:
        longest = int(lengths[group].max())
        at = data.lines[group][:, None] + np.arange(longest)[None, :]
        inside = np.arange(longest)[None, :] < lengths[group][:, None]
        padded.append((np.where(inside, at, 0), inside))
    gold = np.zeros((n, LABELS), dtype=np.float32)
    gold[np.arange(n), data.labels] = 1
    wanted = np.asarray(transposed @ gold, dtype=np.float64)
    pairs = np.zeros((LABELS, LABELS))
    follows = np.ones(n, dtype=bool)
    follows[data.lines[:-1]] = False
    later = np.flatnonzero(follows)
    np.add.at(pairs, (data.labels[later - 1], data.labels[later]), 1)
    np.add.at(pairs, (np.full(len(lengths), OUTSIDE), data.labels[data.lines[:-1]]), 1)
    forbidden = np.zeros((LABELS, LABELS))
    forbidden[OUTSIDE, INSIDE] = forbidden[OTHER, INSIDE] = -30

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights, steps = flat[: size * LABELS].reshape(size, LABELS), flat[size * LABELS :].reshape(LABELS, LABELS)
        moves = steps + forbidden
        scores = np.asarray(table @ weights.astype(np.float32), dtype=np.float64)
        expected = np.zeros((n, LABELS), dtype=np.float32)
        met = np.zeros((LABELS, LABELS))
        total = 0.0
        for at, inside in padded:
            total += _forward_backward(scores, at, inside, moves, expected, met)
        value = total - float((scores * gold).sum()) - float((pairs * moves).sum())
        pull = np.concatenate([(np.asarray(transposed @ expected) - wanted).ravel(), (met - pairs).ravel()])
        return value + strength * 0.5 * float(flat @ flat), pull + strength * flat

    begin = np.zeros(size * LABELS + LABELS * LABELS)
    if start is not None:
        begin = np.concatenate([start[0].ravel(), (start[1] - forbidden).ravel()])
    flat = minimize(loss, begin, jac=True, method="L-BFGS-B", options={"maxiter": rounds, "maxcor": 8}).x
    return flat[: size * LABELS].reshape(size, LABELS), flat[size * LABELS :].reshape(LABELS, LABELS) + forbidden


def _forward_backward(
    scores: Floats, at: NDArray[np.int64], inside: NDArray[np.bool_], moves: Floats, expected: NDArray[np.float32], met: Floats
) -> float:
    """The log of the sum over all labellings of a group of lines; adds the expected labels and pairs of labels."""
    lines, longest = at.shape
    kernel = np.exp(moves)
    local = scores[at]
    top = local.max(axis=2, keepdims=True)
    local = np.exp(local - top)
    ahead = np.empty((longest, lines, LABELS))
    scale = np.ones((longest, lines))
    before = np.zeros((lines, LABELS))
    before[:, OUTSIDE] = 1
    for t in range(longest):
        step = (before @ kernel) * local[:, t]
        here = inside[:, t]
        sums = np.where(here, step.sum(axis=1), 1)
        scale[t] = sums
        before = np.where(here[:, None], step / sums[:, None], before)
        ahead[t] = before
    behind = np.ones((lines, LABELS))
    for t in range(longest - 1, -1, -1):
        here = inside[:, t]
        marginal = ahead[t] * behind
        marginal /= marginal.sum(axis=1, keepdims=True)
        expected[at[here, t]] = marginal[here]
        earlier = ahead[t - 1] if t else np.tile(np.eye(LABELS)[OUTSIDE], (lines, 1))
        weighted = local[:, t] * behind / scale[t][:, None]
        met += (earlier[here].T @ weighted[here]) * kernel
        behind = np.where(here[:, None], weighted @ kernel.T, behind)
    return float((np.log(scale) * inside.T).sum() + (top[:, :, 0] * inside).sum())
