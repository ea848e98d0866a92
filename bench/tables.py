"""Numbers with their bounds, as Markdown tables."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

MEASURED = Path(__file__).parents[1] / "docs" / "measured"


def clopper_pearson(hits: int, of: int, confidence: float = 0.95) -> tuple[float, float]:
    """Exact two-sided bounds of a share (Clopper & Pearson 1934)."""
    rest = (1 - confidence) / 2
    low = 0.0 if hits == 0 else float(beta.ppf(rest, hits, of - hits + 1))
    high = 1.0 if hits == of else float(beta.ppf(1 - rest, hits + 1, of - hits))
    return low, high


def share(hits: int, of: int) -> str:
    """ "3 of 200 = 1.5 % (0.3-4.3)"; fewer than 30 cases say so."""
    if of == 0:
        return "no cases"
    low, high = clopper_pearson(hits, of)
    few = ", few cases" if of < 30 else ""
    return f"{hits} of {of} = {100 * hits / of:.1f} % ({100 * low:.1f}-{100 * high:.1f}{few})"


def detection_at(scores: NDArray[np.float64], fraud: NDArray[np.bool_], false_alarms: float) -> str:
    """Share of fraud above the threshold that lets at most `false_alarms` of the honest messages through."""
    honest = np.sort(scores[~fraud])[::-1]
    allowed = int(len(honest) * false_alarms)
    if allowed == 0 and len(honest) * false_alarms < 0.5:
        return f"not enough honest cases ({len(honest)})"
    threshold = honest[min(allowed, len(honest) - 1)]
    return share(int((scores[fraud] > threshold).sum()), int(fraud.sum()))


def ece(probability: NDArray[np.float64], fraud: NDArray[np.bool_], bins: int = 10) -> float:
    """Expected calibration error over equally wide bins."""
    index = np.clip((probability * bins).astype(int), 0, bins - 1)
    return float(
        sum(abs(probability[index == b].mean() - fraud[index == b].mean()) * (index == b).mean() for b in set(index.tolist()))
    )


def cllr(log_odds: NDArray[np.float64], fraud: NDArray[np.bool_]) -> float:
    """Cost of log-likelihood ratios (Brümmer & du Preez 2006): 0 perfect, 1 useless. Log odds at a prior of one half."""
    missed = np.logaddexp(0, -log_odds[fraud]).mean() / np.log(2)
    alarmed = np.logaddexp(0, log_odds[~fraud]).mean() / np.log(2)
    return float((missed + alarmed) / 2)


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def write(name: str, text: str) -> None:
    """Print a page and put it into docs/measured/."""
    MEASURED.mkdir(parents=True, exist_ok=True)
    (MEASURED / name).write_text(text, encoding="utf-8")
    print(text)
