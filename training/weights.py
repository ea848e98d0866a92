"""Weights of findings: one joint logistic fit with the expert's factor as prior, so that what few cases show moves it little.

log-odds(fraud) = sum over findings of w_i (strongest of each group only) + slope * strength + offset, the w_i drawn to ln(expert) with a spread of
`PRIOR_SPREAD`, never across zero: data may say that a finding means nothing, not that it means the opposite of what it says. No finding is worth
more than the number of fraud cases that had it (FACTS 3.1: do not claim a ratio beyond the size of the validation).
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from weerbaar.model.finding import Finding
from weerbaar.weigh.weigh import weigh_findings
from weerbaar.weigh.weights import table

PRIOR_SPREAD = 0.8
"""Standard deviation, in nats, of the prior around the expert's factor."""
STRENGTH = "learned.words"


@dataclass(frozen=True, slots=True)
class Fitted:
    """What the fit says: log ratio and its standard error per finding, cases per finding, slope and offset of the learned model."""

    log_ratio: Mapping[str, float]
    error: Mapping[str, float]
    cases: Mapping[str, tuple[int, int]]
    slope: float
    offset: float
    limit: float


def counted(findings: Sequence[Finding]) -> list[str]:
    """The findings that count: the strongest of each group."""
    rest = [f for f in findings if f.strength is None]
    return [w.finding.id for w in weigh_findings(rest) if w.log_ratio != 0 or table()[w.finding.id].factor == 1.0]


def fit(
    seen: Sequence[Sequence[str]], strengths: NDArray[np.float64], fraud: NDArray[np.bool_], sample: NDArray[np.float64]
) -> Fitted:
    """Fit on rows of counted finding ids and cross-fitted strengths (NaN: none); `sample` weighs the rows."""
    names = sorted(name for name in table() if not name.startswith("learned."))
    column = {name: i for i, name in enumerate(names)}
    rows, cols = zip(*((r, column[id]) for r, ids in enumerate(seen) for id in set(ids)), strict=True)
    x = csr_matrix((np.ones(len(rows)), (rows, cols)), shape=(len(seen), len(names)))
    has = np.isfinite(strengths)
    s = np.where(has, strengths, 0.0)
    y = fraud.astype(float)
    k = len(names)
    mean = np.array([math.log(table()[n].expert) for n in names] + [1.0, 0.0])
    precision = np.array([1 / PRIOR_SPREAD**2] * k + [1.0, 0.01])
    positive = np.asarray((x[fraud] > 0).sum(axis=0)).ravel()
    negative = np.asarray((x[~fraud] > 0).sum(axis=0)).ravel()
    bounds = []
    for i in range(k):
        cases = int(positive[i] + negative[i])
        most = max(abs(mean[i]), math.log(2.0)) if cases < 5 else math.log(2.0 + cases)
        bounds.append((0.0, most) if mean[i] > 0 else (-most, 0.0) if mean[i] < 0 else (-most, most))
    bounds += [(0.05, 3.0), (-8.0, 8.0)]

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        z = x @ w[:k] + has * (w[k] * s + w[k + 1])
        p = 1 / (1 + np.exp(-z))
        value = float(np.sum(sample * (np.logaddexp(0, z) - y * z)) + 0.5 * np.sum(precision * (w - mean) ** 2))
        gradient = sample * (p - y)
        return value, np.concatenate([x.T @ gradient, [gradient @ (has * s), gradient @ has]]) + precision * (w - mean)

    best = minimize(
        loss, np.clip(mean, [b[0] for b in bounds], [b[1] for b in bounds]), jac=True, bounds=bounds, method="L-BFGS-B"
    ).x
    z = x @ best[:k] + has * (best[k] * s + best[k + 1])
    p = 1 / (1 + np.exp(-z))
    information = np.asarray(x.T @ (sample * p * (1 - p))).ravel() + precision[:k]
    return Fitted(
        {n: float(best[i]) for i, n in enumerate(names)},
        {n: float(1 / math.sqrt(information[i])) for i, n in enumerate(names)},
        {n: (int(positive[i]), int(negative[i])) for i, n in enumerate(names)},
        float(best[k]),
        float(best[k + 1]),
        math.log(max(10, min(int(fraud.sum()), int((~fraud).sum())))),
    )


def write(fitted: Fitted, folder: Path, source: str) -> None:
    """Put the fitted factors into the tables; experts' factors, groups and comments stay as they are."""
    for file in sorted(folder.glob("*.toml")):
        text = file.read_text(encoding="utf-8")
        for name in table():
            if re.search(rf"^\[{re.escape(name)}\]$", text, re.M):
                text = _entry(text, name, fitted, source)
        file.write_text(text, encoding="utf-8")


def _entry(text: str, name: str, fitted: Fitted, source: str) -> str:
    head, start, rest = text.partition(f"[{name}]\n")
    cut = re.search(r"^\[", rest, re.M)
    body, tail = (rest[: cut.start()], rest[cut.start() :]) if cut else (rest, "")
    if name == STRENGTH:
        values = {"slope": fitted.slope, "offset": fitted.offset, "limit": fitted.limit}
        for key, value in values.items():
            body = re.sub(rf"^{key} = .*$", f"{key} = {value:.4f}", body, flags=re.M)
        said = source
    else:
        positive, negative = fitted.cases[name]
        low, high = (math.exp(fitted.log_ratio[name] + sign * 1.96 * fitted.error[name]) for sign in (-1, 1))
        body = re.sub(r"^factor = .*$", f"factor = {_round(math.exp(fitted.log_ratio[name]))}", body, flags=re.M)
        said = (
            f"{source}; seen in {positive} fraud and {negative} honest messages; 95 % interval {_round(low)} to {_round(high)}"
            if positive + negative
            else "expert judgement, no cases in the training data"
        )
    body = re.sub(r'^source = ".*"$', f'source = "{said}"', body, flags=re.M)
    return head + start + body + tail


def _round(value: float) -> float:
    return float(f"{value:.3g}")
