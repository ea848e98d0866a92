"""Where the bands begin, from cross-fitted verdicts on training messages; for each basis of a verdict by itself.

"fraud" begins where every honest source, in every language, keeps its false alarms at or below `FALSE_ALARMS` (the most demanding slice decides;
slices too small to show that rate are counted with others of the same origin); "no sign of fraud" ends where at most `MISSED` of the fraud
of every source, in every language, lies below.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.stats import beta

from training.data import Message
from weerbaar.model.verdict import Basis

FALSE_ALARMS = 0.01
MISSED = 0.01
ENOUGH = 100
"""Honest cases a slice needs before it may decide alone."""


@dataclass(frozen=True, slots=True)
class Bands:
    """Where the bands begin, and the upper 95 % bounds of their errors on the messages they were set on."""

    fraud_from: float
    no_sign_below: float
    error_fraud: float
    error_no_sign: float


def fit(train: Sequence[Message], probability: Sequence[float], at_least: float = 0.8) -> Bands:
    """The bands for these messages and their cross-fitted probabilities; "fraud" begins at `at_least` or above."""
    honest: dict[str, list[float]] = defaultdict(list)
    fraud: dict[str, list[float]] = defaultdict(list)
    for message, p in zip(train, probability, strict=True):
        side = fraud if message.fraud else honest
        side[message.source].append(p)
        side[f"{message.source} {message.language}"].append(p)
        if not message.fraud:
            side[f"origin {message.origin}"].append(p)
    from_ = max(_above(np.array(values), FALSE_ALARMS) for values in honest.values() if len(values) >= ENOUGH)
    below = min(float(np.sort(values)[int(len(values) * MISSED)]) for values in fraud.values() if len(values) >= ENOUGH)
    # Rounded to the careful side, so that no message slips over the edge.
    from_, below = (
        math.ceil(min(max(from_, at_least), 0.995) * 10_000) / 10_000,
        math.floor(min(max(below, 0.01), 0.5) * 10_000) / 10_000,
    )
    alarms = [p >= from_ for m, p in zip(train, probability, strict=True) if not m.fraud]
    missed = [p < below for m, p in zip(train, probability, strict=True) if m.fraud]
    return Bands(from_, below, _bound(alarms), _bound(missed))


def _bound(errors: Sequence[bool]) -> float:
    hits = sum(errors)
    return round(float(beta.ppf(0.975, hits + 1, len(errors) - hits)), 4)


def _above(values: "np.ndarray[tuple[int], np.dtype[np.float64]]", rate: float) -> float:
    """The smallest threshold with at most `rate` of the values at or above it."""
    ordered = np.sort(values)[::-1]
    return float(np.nextafter(ordered[int(len(ordered) * rate)], 1.0))


def write(path: Path, found: Mapping[Basis, Bands], source: str) -> None:
    """Put the bands into weigh/bands.toml."""
    head = (
        "# Where the bands begin, as probabilities under a prior of one half, and the upper 95 % bounds of their errors: honest messages called\n"
        '# fraud, and fraud inside "no sign of fraud" (before the rules of proof). One table per basis of a verdict: mail with what the\n'
        "# organisation knows, mail alone, text without a sender. Set by training/bands.py; the source says on what.\n"
        f'source = "{source}"\n'
    )
    tables = (
        f"\n[{basis.name.lower()}]\nfraud_from = {bands.fraud_from}\nno_sign_below = {bands.no_sign_below}\n"
        f"error_fraud = {bands.error_fraud}\nerror_no_sign = {bands.error_no_sign}\n"
        for basis, bands in found.items()
    )
    path.write_text(head + "".join(tables), encoding="utf-8")
