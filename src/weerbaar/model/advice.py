"""What to do now, in the reader's language."""

from dataclasses import dataclass

from weerbaar.model.finding import Question


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of the answer, and the finding it rests on."""

    question: Question
    sentence: str
    finding: str
    favours_fraud: bool


@dataclass(frozen=True, slots=True)
class ReportingPoint:
    """Where to report. `checked_on` is an ISO date; `stale` when that is older than 180 days."""

    name: str
    value: str
    country: str
    purpose: str
    checked_on: str
    stale: bool


@dataclass(frozen=True, slots=True)
class Advice:
    """The answer as a person reads it."""

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
