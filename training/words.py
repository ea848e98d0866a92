"""The words model: a logistic regression on hashed grams, weighed so that neither a source nor a language is evidence."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from training.data import Message
from weerbaar.learned.grams import BUCKETS, grams

C = 20.0
KNOWN = ("nl", "fr", "de", "en")


def matrix(texts: Sequence[str]) -> csr_matrix:
    """Rows of unit length over the buckets, one per masked text."""
    found = [grams(text) for text in texts]
    values = np.concatenate([np.full(len(g), 1 / np.sqrt(max(len(g), 1)), dtype=np.float32) for g in found])
    return csr_matrix((values, np.concatenate(found), np.cumsum([0] + [len(g) for g in found])), shape=(len(texts), BUCKETS))


def sample_weights(messages: Sequence[Message]) -> NDArray[np.float64]:
    """A source counts with the root of its size; in each language fraud and honest mail weigh the same."""
    size: dict[tuple[str, bool, str], int] = defaultdict(int)
    for m in messages:
        size[m.source, m.fraud, _language(m)] += 1
    raw = np.array([1 / np.sqrt(size[m.source, m.fraud, _language(m)]) for m in messages])
    mass: dict[tuple[str, bool], float] = defaultdict(float)
    for m, w in zip(messages, raw, strict=True):
        mass[_language(m), m.fraud] += w
    balanced = []
    for m, w in zip(messages, raw, strict=True):
        language = _language(m)
        least = min(mass[language, True], mass[language, False])
        # A language seen in one class only keeps a tenth of its weight, so that it teaches words but not "this language is fraud".
        balanced.append(w * max(least, 0.1 * mass[language, m.fraud]) / mass[language, m.fraud])
    weights: NDArray[np.float64] = np.array(balanced)
    weights *= len(weights) / weights.sum()
    return weights


def _language(message: Message) -> str:
    return message.language if message.language in KNOWN else "other"


def fit(rows: csr_matrix, messages: Sequence[Message], c: float = C) -> LogisticRegression:
    """The model on these rows."""
    model = LogisticRegression(C=c, max_iter=400, solver="lbfgs")
    model.fit(rows, [m.fraud for m in messages], sample_weight=sample_weights(messages))
    return model


FOLDS = 6


def fold(message: Message) -> int:
    """One of six folds; families stay whole, and a corpus author is tested by models that never read that author in that language."""
    parts = message.group.split("/")
    if parts[0] in ("corpus", "corpus_chat"):
        return 2 * "abc".index(parts[2]) + (parts[1] in ("nl", "de"))
    return sum(message.group.encode()) % FOLDS


def fold_models(rows: csr_matrix, messages: Sequence[Message]) -> list[LogisticRegression]:
    """For each fold the model that did not see it."""
    folds = np.array([fold(m) for m in messages])
    models = []
    for number in range(FOLDS):
        train = np.flatnonzero(folds != number)
        models.append(fit(rows[train], [messages[int(i)] for i in train]))
    return models


def cross_fitted(rows: csr_matrix, messages: Sequence[Message]) -> NDArray[np.float64]:
    """Strengths of training messages, each read by a model that did not see its fold."""
    folds = np.array([fold(m) for m in messages])
    strengths = np.zeros(len(messages))
    for number, model in enumerate(fold_models(rows, messages)):
        test = np.flatnonzero(folds == number)
        if len(test):
            strengths[test] = model.decision_function(rows[test])
    return strengths


def save(model: LogisticRegression, path: Path) -> None:
    """8-bit weights and one scale; reading them back differs by less than half a step."""
    weights = model.coef_[0]
    scale = float(np.quantile(np.abs(weights[weights != 0]), 0.9995)) / 127
    stored = np.clip(np.round(weights / scale), -127, 127).astype(np.int8)
    np.savez_compressed(path, weights=stored, scale=np.float64(scale), intercept=np.float64(model.intercept_[0]))
