"""How sure we are, and why."""

from dataclasses import dataclass
from enum import StrEnum

from weerbaar.model.finding import Finding


class Band(StrEnum):
    """What a person reads first. Each band has a stated, measured error rate (docs/measured)."""

    FRAUD = "fraud"
    VERIFY = "verify first"
    NO_SIGN = "no sign of fraud"
    CANNOT_JUDGE = "cannot judge"


class Basis(StrEnum):
    """What a verdict rests on. Bands begin elsewhere for each, so that their stated error holds for each."""

    KNOWN = "mail, with what the organisation knows"
    ALONE = "mail alone"
    TEXT = "text without a sender"


@dataclass(frozen=True, slots=True)
class Weight:
    """How much one finding counted.

    `log_ratio` is the natural logarithm of the likelihood ratio (how many times likelier the finding is in fraud than in
    honest messages) that was added to the sum; 0 when a stronger finding of the same group already spoke.
    """

    finding: Finding
    log_ratio: float
    group: str
    source: str


@dataclass(frozen=True, slots=True)
class Change:
    """What would change the verdict: without this finding, or with this confirmed, the band would be another."""

    what: str
    band: Band


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer: a band, a probability, and the weights that add up to it.

    log-odds(probability) = log-odds(prior) + sum of `log_ratio` over `weights`.
    `rule` names the rule of proof that lifted the band above what the sum says ("" when none did). `error` is the stated error
    of the band: the share of honest messages called fraud, or of fraud called no sign; None where it was not measured.
    """

    band: Band
    probability: float
    prior: float
    weights: tuple[Weight, ...] = ()
    changes: tuple[Change, ...] = ()
    rule: str = ""
    error: float | None = None
