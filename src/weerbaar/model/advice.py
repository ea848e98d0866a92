"""What to do now, in the reader's language."""

from dataclasses import dataclass

from weerbaar.model.finding import Question


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of the answer, and the finding it rests on ("" when it says that nothing was seen, or could not be).

    `log_ratio` is what the finding added to the sum; 0 when it was told because a person asks for it.
    """

    question: Question
    sentence: str
    finding: str
    favours_fraud: bool
    log_ratio: float = 0.0


@dataclass(frozen=True, slots=True)
class ReportingPoint:
    """Where to report. `checked_on` is an ISO date; `stale` when that is older than 180 days, and `warning` then says so.

    `purpose` is in the reader's words.
    """

    name: str
    value: str
    country: str
    purpose: str
    checked_on: str
    stale: bool
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Advice:
    """The answer as a person reads it.

    `do` and `do_not` are for now, `already` for who acted before asking; `checked` says what was read.
    """

    language: str
    headline: str
    how_sure: str
    said: tuple[Said, ...]
    do: tuple[str, ...]
    do_not: tuple[str, ...]
    tell: str
    not_looked: tuple[str, ...]
    would_change: tuple[str, ...]
    report: tuple[ReportingPoint, ...] = ()
    already: tuple[str, ...] = ()
    checked: str = ""
    thanks: str = ""
