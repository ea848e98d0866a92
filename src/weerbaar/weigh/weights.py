"""The table of weights: `weights/<room>.toml`, one entry per finding id.

    [mail.reply_elsewhere]
    expert = 2.5      # the factor judged before any data: times likelier in fraud than in honest messages
    factor = 2.4      # the factor in force, fitted on data with the expert's as prior (training/weights.py)
    group = "reply"   # within a group only the strongest finding counts
    source = "which data, when, how many fraud and honest cases had it, 95 % spread"

A learned model's entry has `slope` and `limit` instead: log ratio = slope * strength + offset, held within +-limit
(natural log; the limit follows the number of cases it was validated on).
"""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from weerbaar.model.finding import Finding


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the table; see the module."""

    group: str
    source: str
    factor: float = 1.0
    expert: float = 1.0
    slope: float = 0.0
    offset: float = 0.0
    limit: float = 0.0

    def log_ratio(self, finding: Finding) -> float:
        """Natural log of the likelihood ratio this finding stands for."""
        if finding.strength is None:
            return math.log(self.factor)
        return max(-self.limit, min(self.limit, self.slope * finding.strength + self.offset))


@cache
def table() -> Mapping[str, Entry]:
    """Every entry of every file in `weights/`."""
    entries = {}
    for file in sorted(files("weerbaar.weigh").joinpath("weights").iterdir(), key=lambda f: f.name):
        if not file.name.endswith(".toml"):
            continue
        for room, findings in tomllib.loads(file.read_text(encoding="utf-8")).items():
            for name, values in findings.items():
                entries[f"{room}.{name}"] = Entry(**{k: v for k, v in values.items() if k in Entry.__slots__})
    return entries
