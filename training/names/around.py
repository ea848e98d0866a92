"""Fits how much the words around a name speak for somebody the writer deals with (`weerbaar.detect.leak._around`)."""

import random
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from training.names.texts import Marked
from weerbaar.detect.leak._around import BITS, NEAR, Around, signs
from weerbaar.detect.leak._names import BEGIN, NAMING, Lexicon, facts_of, plain_of, tokens

MOST = 3
"""Windows that are taken of one text."""
FREEDOM = 16.0
"""How far weights may go (the C of a logistic regression)."""


def fitted(texts: Sequence[Marked], lexicon: Lexicon, rng: random.Random) -> Around:
    """The weights of words around people and around things, from texts with people and without."""
    columns: list[int] = []
    values: list[float] = []
    rows, said = [0], []
    for one in texts:
        found = tokens(one.text)
        if not found or one.doubtful:
            continue
        facts = facts_of(list({t.low for t in found if t.kind == "word"}), lexicon.keys, lexicon.facts)
        people = [start for start, _, label in one.names if label == BEGIN]
        if people:
            centres = [n for n, token in enumerate(found) if token.start in people]
        else:
            centres = [n for n, token in enumerate(found) if token.kind == "word" and facts[token.low] & NAMING] or [0]
        pairs = signs(plain_of(found, facts))
        for n in sorted(rng.sample(centres, min(MOST, len(centres)))):
            begin, end = max(n - NEAR, 0), min(n + NEAR, len(found))
            where, count = np.unique(pairs[begin:end], return_counts=True)
            columns += where.tolist()
            values += (count / float(end - begin) ** 0.5).tolist()
            rows.append(len(columns))
            said.append(bool(people))
    table = csr_matrix((values, columns, rows), shape=(len(said), 1 << BITS))
    found_weights = LogisticRegression(C=FREEDOM, max_iter=300).fit(table, said)
    weights = found_weights.coef_[0]
    unit = float(np.abs(weights).max()) / 127
    return Around(np.round(weights / unit).astype(np.int8), unit, float(found_weights.intercept_[0]))
