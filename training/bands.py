"""Where the bands begin, from cross-fitted verdicts on training messages.

"fraud" begins where every honest source keeps its false alarms at or below `FALSE_ALARMS` (the source with the most demands decides; sources too
small to show that rate are counted with their neighbours of the same origin); "no sign of fraud" ends where at most `MISSED` of the fraud in every
language lies below.
"""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from training.data import Message

FALSE_ALARMS = 0.01
MISSED = 0.01
ENOUGH = 100
"""Honest cases a slice needs before it may decide alone."""


def fit(train: Sequence[Message], probability: Sequence[float]) -> tuple[float, float]:
    """(fraud_from, no_sign_below)."""
    honest: dict[str, list[float]] = defaultdict(list)
    fraud: dict[str, list[float]] = defaultdict(list)
    for message, p in zip(train, probability, strict=True):
        if message.fraud:
            fraud[
                f"{message.source.split('_')[0]} {message.language}" if message.source == "corpus" else message.source
            ].append(p)
        else:
            honest[message.source].append(p)
            honest[f"origin {message.origin}"].append(p)
            honest[f"language {message.language}"].append(p)
    from_ = max(_above(np.array(values), FALSE_ALARMS) for values in honest.values() if len(values) >= ENOUGH)
    below = min(float(np.quantile(values, MISSED)) for values in fraud.values() if len(values) >= ENOUGH)
    return round(min(max(from_, 0.80), 0.995), 4), round(min(max(below, 0.01), 0.5), 4)


def _above(values: "np.ndarray[tuple[int], np.dtype[np.float64]]", rate: float) -> float:
    """The smallest threshold with at most `rate` of the values at or above it."""
    ordered = np.sort(values)[::-1]
    return float(np.nextafter(ordered[int(len(ordered) * rate)], 1.0))


def write(path: Path, fraud_from: float, no_sign_below: float, source: str) -> None:
    """Put the bands into weigh/bands.toml."""
    path.write_text(
        "# Where the bands begin, as probabilities under a prior of one half. Set by training/bands.py; the source says on what.\n"
        f"fraud_from = {fraud_from}\nno_sign_below = {no_sign_below}\n"
        f'source = "{source}"\n',
        encoding="utf-8",
    )
