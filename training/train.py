"""`make train`: the words model, the weights, the bands; then the vocabulary. Prints what it did; `make bench-mail` measures it.

`--permissive` trains without sources under non-commercial or unclear terms and reports the difference, but writes nothing.
"""

import argparse
import math
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.metrics import roc_auc_score

from training import bands, card, vocabulary, weights, words
from training.data import PERMISSIVE, ROOT, Message, messages
from training.look_at import Seen, look_at_all
from training.verdicts import verdict
from weerbaar.model.verdict import Basis
from weerbaar.weigh.weights import table

WEIGH = ROOT / "src" / "weerbaar" / "weigh"
LEARNED = ROOT / "src" / "weerbaar" / "learned"
CORPUS_SHARE = 0.45
"""Share of the evidence for weights that comes from the corpus: its honest and fraudulent mails differ in what they ask, not in where they are from."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--permissive", action="store_true", help="without non-commercial and unclear sources; report only")
    options = parser.parse_args()
    print(f"vocabulary: {vocabulary.write()} words", file=sys.stderr)
    everything = [m for m in messages() if not m.held_out]
    print(f"{len(everything)} messages to learn from; looking at them", file=sys.stderr)
    looked = look_at_all(everything)
    kept = [i for i, s in enumerate(looked) if s.text]
    train, seen = [everything[i] for i in kept], [looked[i] for i in kept]
    rows = words.matrix([s.text for s in seen])
    strengths = words.cross_fitted(rows, train)
    free = [i for i, m in enumerate(train) if m.source in PERMISSIVE]
    freely = words.cross_fitted(rows[free], [train[i] for i in free])
    numbers = {
        "all": _auc(train, strengths, "corpus"),
        "permissive": _auc([train[i] for i in free], freely, "corpus"),
        "transfer_ai": _transfer(rows, train, {"gemini_phase1"}, "gemini_phase1"),
        "transfer_corpus": _transfer(rows, train, {"corpus", "corpus_chat"}, "corpus"),
    }
    aucs = list(slices(train, strengths))
    for name, language, auc, count in aucs:
        print(f"words, cross-fitted, {name} {language}: AUC {auc:.3f} ({count} messages)")
    print(", ".join(f"{name} {value:.3f}" for name, value in numbers.items()))
    if options.permissive:
        return 0
    day = datetime.now(UTC).date().isoformat()
    words.save(words.fit(rows, train), LEARNED / "words.npz")
    card.write(LEARNED / "words.md", train, numbers, aucs, day)
    fitted = fit_weights(train, seen, strengths)
    weights.write(fitted, WEIGH / "weights", f"joint fit {day} on {len(train)} messages")
    table.cache_clear()
    found = {basis: fit_bands(train, seen, strengths, basis) for basis in (Basis.ALONE, Basis.TEXT)}
    # Only the corpus has organisations; what is honest elsewhere must not become fraud because somebody described his firm.
    found[Basis.KNOWN] = fit_bands(train, seen, strengths, Basis.KNOWN, found[Basis.ALONE].fraud_from)
    bands.write(WEIGH / "bands.toml", found, f"cross-fitted, {day}, {len(train)} messages")
    for basis, fitted_bands in found.items():
        print(f"{basis}: {fitted_bands}")
    print(f"words: slope {fitted.slope:.3f}, offset {fitted.offset:.3f}, limit {fitted.limit:.2f}")
    return 0


def slices(train: Sequence[Message], strengths: NDArray[np.float64]) -> Iterator[tuple[str, str, float, int]]:
    """(source, language, cross-fitted AUC, messages) where both classes have at least ten."""
    fraud = np.array([m.fraud for m in train])
    for name in ("corpus", "corpus_chat", "gemini_phase1"):
        for language in ("nl", "fr", "de", "en"):
            chosen = np.array([m.source == name and m.language == language for m in train])
            if min(fraud[chosen].sum(), (~fraud[chosen]).sum()) >= 10:
                yield name, language, float(roc_auc_score(fraud[chosen], strengths[chosen])), int(chosen.sum())


def _auc(train: Sequence[Message], strengths: NDArray[np.float64], source: str) -> float:
    chosen = [i for i, m in enumerate(train) if m.source == source]
    return float(roc_auc_score([train[i].fraud for i in chosen], strengths[chosen]))


def _transfer(rows: csr_matrix, train: Sequence[Message], without: set[str], tested: str) -> float:
    """AUC on a source by a model that never saw it."""
    kept = [i for i, m in enumerate(train) if m.source not in without]
    chosen = [i for i, m in enumerate(train) if m.source == tested]
    if not chosen:
        return float("nan")
    model = words.fit(rows[kept], [train[i] for i in kept])
    return float(roc_auc_score([train[i].fraud for i in chosen], model.decision_function(rows[chosen])))


def fit_bands(
    train: Sequence[Message], seen: Sequence[Seen], strengths: NDArray[np.float64], basis: Basis, at_least: float = 0.8
) -> bands.Bands:
    """The bands of one basis; mail whose organisation is known also serves as mail alone."""
    kinds = (Basis.KNOWN, Basis.ALONE) if basis is Basis.ALONE else (basis,)
    rows = [i for i, s in enumerate(seen) if s.basis in kinds]
    judged = [verdict(seen[i], float(strengths[i]), known=basis is not Basis.ALONE).probability for i in rows]
    return bands.fit([train[i] for i in rows], judged, at_least)


def fit_weights(train: Sequence[Message], seen: Sequence[Seen], strengths: NDArray[np.float64]) -> weights.Fitted:
    """The joint fit; every corpus message counts twice at half weight: once with its organisation known, once without."""
    ids: list[list[str]] = []
    score: list[float] = []
    fraud: list[bool] = []
    sample: list[float] = []
    base = _masses(train)
    for message, one, strength, mass in zip(train, seen, strengths, base, strict=True):
        views = [one.known] if one.known == one.alone else [one.known, one.alone]
        for findings in views:
            ids.append(weights.counted(findings))
            score.append(strength)
            fraud.append(message.fraud)
            sample.append(mass / len(views))
    return weights.fit(ids, np.array(score), np.array(fraud), np.array(sample))


def _masses(train: Sequence[Message]) -> list[float]:
    """Weights of rows: fraud and honest equal, the corpus `CORPUS_SHARE` of each, other sources by the root of their size."""
    size: dict[tuple[str, bool], int] = defaultdict(int)
    for m in train:
        size[m.source, m.fraud] += 1
    root = {key: math.sqrt(count) for key, count in size.items()}
    mass = {}
    for fraud in (True, False):
        others = sum(value for (source, label), value in root.items() if label == fraud and not source.startswith("corpus"))
        corpus = sum(value for (source, label), value in root.items() if label == fraud and source.startswith("corpus"))
        for (source, label), value in root.items():
            if label == fraud:
                whole, share = (corpus, CORPUS_SHARE) if source.startswith("corpus") else (others, 1 - CORPUS_SHARE)
                mass[source, fraud] = value / whole * share * len(train) / 2 / size[source, fraud]
    return [mass[m.source, m.fraud] for m in train]


if __name__ == "__main__":
    sys.exit(main())
